package permission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// everybody lists the callers of the sample, and everything that can be asked
// about.
func everybody(t *testing.T, s *snapshot.Snapshot) (callers []authz.Principal, resources []string) {
	t.Helper()
	for i := range s.Identities() {
		id := &s.Identities()[i]
		if id.Kind != snapshot.KindGroup {
			callers = append(callers, s.PrincipalOf(id))
		}
		if id.Kind == snapshot.KindRole {
			resources = append(resources, id.ARN)
		}
	}
	for _, a := range s.Data().Accounts {
		callers = append(callers, s.RootOf(a.ID))
	}
	callers = append(callers, authz.Principal{})
	for _, text := range []string{"ec2.amazonaws.com", "delivery.logs.amazonaws.com"} {
		p, err := s.FindPrincipal(text)
		if err != nil {
			t.Fatal(err)
		}
		callers = append(callers, p)
	}
	for i := range s.Data().Resources {
		resources = append(resources, s.Data().Resources[i].ARN)
	}
	return callers, resources
}

// What is cut off is denied, each action of it, and by the layer named; and
// nothing else is cut off that asking action by action would find.
func TestCutOffIsDenied(t *testing.T) {
	k := sampleAsker(t)
	callers, resources := everybody(t, k.Snapshot)
	seen := make(map[authz.Layer]int)
	for _, p := range callers {
		for _, r := range resources {
			refusals, err := k.CutOff(p, r, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, refusal := range refusals {
				seen[refusal.Layer]++
				checkDenied(t, k, p, refusal)
			}
		}
	}
	for _, layer := range []authz.Layer{
		authz.LayerSCP, authz.LayerRCP, authz.LayerResource, authz.LayerIdentity, authz.LayerBoundary, authz.LayerPublicAccessBlock,
	} {
		if seen[layer] == 0 {
			t.Errorf("nothing is cut off by %s", layer)
		}
	}
	t.Log(seen)
}

func checkDenied(t *testing.T, k *permission.Asker, p authz.Principal, r permission.Refusal) {
	t.Helper()
	q, err := k.Question(p, r.Resource, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range r.Actions {
		e := q.Explain(action)
		if e.Decision != authz.ExplicitlyDenied && e.Decision != authz.ImplicitlyDenied || e.DecidedBy != r.Layer {
			t.Errorf("%s %s %s: %s by %q, cut off by %q", p.ARN, action, r.Resource, e.Decision, e.DecidedBy, r.Layer)
		}
	}
}

// Asking a class of actions gives what asking each of them alone would.
func TestCutOffByClassesAndAlone(t *testing.T) {
	k := sampleAsker(t)
	callers, resources := everybody(t, k.Snapshot)
	for _, p := range callers {
		for _, r := range resources {
			refusals, err := k.CutOff(p, r, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := flat(refusals), flat(alone(t, k, p, r)); !slices.Equal(got, want) {
				t.Fatalf("%s on %s:\n%s\nalone:\n%s", p.ARN, r, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

func flat(list []permission.Refusal) (out []string) {
	for _, r := range list {
		for _, a := range r.Actions {
			out = append(out, fmt.Sprintln(r.Layer, a, r.Resource, r.Because))
		}
	}
	slices.Sort(out)
	return out
}

func alone(t *testing.T, k *permission.Asker, p authz.Principal, resource string) (out []permission.Refusal) {
	t.Helper()
	on := k.Catalog.ActionsOn(resource)
	if objects := permission.ObjectsOf(resource); objects != "" {
		on = append(on, k.Catalog.ActionsOn(resource+objects+"x")...)
	}
	slices.Sort(on)
	for _, a := range slices.Compact(on) {
		actions, err := permission.ParseActions(a)
		if err != nil {
			t.Fatal(err)
		}
		one, err := k.CutOffAt(p, k.PlaceFor(resource, actions), nil)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, one...)
	}
	return out
}
