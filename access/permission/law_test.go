package permission_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/iam/glob"
	"sightline/internal/generate"
	"sightline/snapshot"
)

// What Grants says in sets must agree with what single requests get: for every
// identity and resource of the sample and of generated organizations, and
// every action that fits.
func TestGrantsAgreeWithDecisions(t *testing.T) {
	t.Run("sample", func(t *testing.T) { agree(t, sampleAsker(t), 1, 50_000) })
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("generated, seed ", seed), func(t *testing.T) { agree(t, generatedAsker(t, seed), 7, 20_000) })
	}
}

func generatedAsker(t *testing.T, seed uint64) *permission.Asker {
	t.Helper()
	s, err := generate.Snapshot(generate.Options{Accounts: 3, Principals: 30, Resources: 40, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.New(), catalog.Embedded())
}

// agree asks every step-th action, so that a generated organization takes a
// second and not ten.
func agree(t *testing.T, k *permission.Asker, step, least int) {
	asked, wrong := 0, 0
	callers := []authz.Principal{}
	for i := range k.Snapshot.Identities() {
		if id := &k.Snapshot.Identities()[i]; id.Kind != snapshot.KindGroup {
			callers = append(callers, k.Snapshot.PrincipalOf(id))
		}
	}
	for i := range k.Snapshot.Data().Accounts {
		callers = append(callers, k.Snapshot.RootOf(k.Snapshot.Data().Accounts[i].ID))
	}
	for i, p := range callers {
		grants, err := k.Grants(p, permission.Filter{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, where := range places(k) {
			q, err := k.Question(p, where, nil)
			if err != nil {
				t.Fatal(err)
			}
			actions := fitting(k, where)
			for j := i % step; j < len(actions); j += step {
				asked++
				if text := disagreement(grants, q, actions[j], where); text != "" && wrong < 20 {
					wrong++
					t.Errorf("%s %s on %s: %s", p.ARN, actions[j], where, text)
				}
			}
		}
	}
	if asked < least {
		t.Errorf("only %d requests asked", asked)
	}
	t.Logf("%d requests asked", asked)
}

func fitting(k *permission.Asker, where string) []string {
	if where != "*" {
		return k.Catalog.ActionsOn(where)
	}
	var out []string
	for _, service := range []string{"s3", "ec2", "iam", "kms", "sts", "organizations"} {
		for _, action := range k.Catalog.Match(service + ":*") {
			if !k.Catalog.HasResource(action) {
				out = append(out, action)
			}
		}
	}
	return out
}

// places lists every resource, an object of every bucket, every role, and "*"
// for actions without resource.
func places(k *permission.Asker) (out []string) {
	out = append(out, "*")
	for _, r := range k.Snapshot.Data().Resources {
		out = append(out, r.ARN)
		if r.Type == snapshot.TypeBucket {
			out = append(out, r.ARN+"/some/object.txt")
		}
	}
	for _, id := range k.Snapshot.Identities() {
		if id.Kind == snapshot.KindRole {
			out = append(out, id.ARN)
		}
	}
	return append(out, spelledOut(k)...)
}

// spelledOut lists examples of all object patterns in policies, of buckets
// that are there.
func spelledOut(k *permission.Asker) (out []string) {
	seen := make(map[string]bool)
	for key := range k.Snapshot.Data().Documents {
		for _, s := range k.Snapshot.Document(key).Statements {
			for _, v := range s.Resource.Values {
				example := glob.Example(glob.New(v.Text))
				if strings.HasPrefix(v.Text, "arn:aws:s3:::") && !strings.Contains(v.Text, "${") && !seen[example] && k.Snapshot.Resource(example) != nil {
					seen[example] = true
					out = append(out, example)
				}
			}
		}
	}
	sort.Strings(out)
	return out
}

func disagreement(grants []permission.Grant, q *permission.Question, action, where string) string {
	decision := q.Decide(action)
	own := q.Info.ResourceAccount == q.Principal.Account || where == "*"
	best := permission.Denied
	for i := range grants {
		g := &grants[i]
		// Patterns speak of the principal's own account, single resources of
		// themselves wherever they are.
		if !g.CoversAction(action, where) || !own && !isSingle(g, where) {
			continue
		}
		if best == permission.Denied || g.Verdict == permission.Allowed {
			best = g.Verdict
		}
	}
	switch {
	case decision == authz.Allowed && best == permission.Denied:
		return "allowed, but in no grant"
	case decision == authz.Unknown && best == permission.Denied:
		return "perhaps allowed, but in no grant"
	case (decision == authz.ExplicitlyDenied || decision == authz.ImplicitlyDenied) && best == permission.Allowed:
		return "denied, but a grant says allowed"
	case decision == authz.Unknown && best == permission.Allowed && !conditionallyExcepted(grants, action, where):
		return "not known, but a grant says allowed"
	}
	return ""
}

func isSingle(g *permission.Grant, where string) bool {
	bucket, _, inside := strings.Cut(strings.TrimPrefix(where, "arn:aws:s3:::"), "/")
	for _, r := range g.Resources {
		if r == where || inside && strings.HasPrefix(r, "arn:aws:s3:::"+bucket+"/") {
			return true
		}
	}
	return false
}

func conditionallyExcepted(grants []permission.Grant, action, where string) bool {
	for i := range grants {
		for _, e := range grants[i].Except {
			if len(e.Conditions) > 0 && grants[i].CoversAction(action, where) {
				return true
			}
		}
	}
	return false
}
