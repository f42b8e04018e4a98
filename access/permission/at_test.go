package permission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
)

// Asking by classes at a prepared place gives what asking each action alone
// gives, for every caller of the sample everywhere.
func TestAccessAtIsAccess(t *testing.T) {
	k := sampleAsker(t)
	callers, resources := everybody(t, k.Snapshot)
	all, err := permission.ParseActions("*")
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, r := range resources {
		place := k.Place(r)
		for _, p := range callers {
			want, err := k.Access(p, all, r, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := k.AccessAt(p, place, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := lines(got), lines(want); !slices.Equal(got, want) {
				t.Fatalf("%s on %s\n%s\nalone\n%s", p.ARN, r, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			held += len(got)
		}
	}
	if held == 0 {
		t.Error("nobody has anything")
	}
}

func lines(list []permission.Holder) (out []string) {
	for _, h := range list {
		out = append(out, fmt.Sprint(h.Account, h.Kind, h.Verdict, h.Actions, h.Conditions, h.Because, h.Resources, h.Except))
	}
	slices.Sort(out)
	return out
}
