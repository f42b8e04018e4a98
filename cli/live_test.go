package cli

import (
	"strings"
	"testing"
)

// Slips in the flags are found before anything is asked.
func TestLiveFlags(t *testing.T) {
	for _, c := range []struct {
		flags liveFlags
		want  string
	}{
		{liveFlags{role: "path/to/Reader", externalID: strings.Repeat("a", 1224), regions: []string{"eu-west-1", "us-gov-west-1"}, accounts: []string{"111122223333"}}, ""},
		{liveFlags{role: "arn:aws:iam::111122223333:role/Reader"}, "not its ARN"},
		{liveFlags{role: "a b"}, `--role "a b"`},
		{liveFlags{externalID: "x"}, "2 to 1224"},
		{liveFlags{externalID: strings.Repeat("a", 1225)}, "2 to 1224"},
		{liveFlags{externalID: "ünique"}, "2 to 1224"},
		{liveFlags{regions: []string{"Ireland"}}, `--regions "Ireland"`},
		{liveFlags{regions: []string{""}}, `--regions ""`},
		{liveFlags{accounts: []string{"1111"}}, "12 digits"},
		{liveFlags{accounts: []string{"11112222333x"}}, "12 digits"},
	} {
		err := c.flags.check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.flags, err)
		}
	}
}
