package cli

import (
	"strings"
	"testing"
)

// A slip in the configuration is told as one of the configuration.
func TestConfiguredSources(t *testing.T) {
	a := &app{configPath: "sightline.yaml"}
	a.config.Discovery.AWS = []awsSource{{Regions: []string{"eu-west-1"}}, {Regions: []string{"EU WEST"}}}
	if err := a.checkConfigured(); err == nil || err.Error() != `sightline.yaml: discovery.aws[1]: regions "EU WEST": write Regions such as eu-west-1` {
		t.Errorf("%v", err)
	}
	a.config.Discovery.AWS[1] = awsSource{AssumeRole: assumeRole{Name: "arn:aws:iam::111122223333:role/r"}}
	if err := a.checkConfigured(); err == nil || !strings.HasPrefix(err.Error(), "sightline.yaml: discovery.aws[1]: assume_role.name ") {
		t.Errorf("%v", err)
	}
}

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
