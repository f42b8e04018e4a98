package emulator

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sightline/collect/aws"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// rescanning is a world of its own, which may be changed, and its snapshot.
type rescanning struct {
	*testing.T
	*World
	memory *Memory // of the world since it was changed last
	s      *snapshot.Snapshot
}

// rescanWorld seeds an emulator of its own and scans it.
func rescanWorld(t *testing.T) *rescanning {
	e := Start(t)
	w, err := Seed(t.Context(), e.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	x := &rescanning{T: t, World: w, memory: NewMemory(e.Endpoint)}
	x.through()
	d, err := aws.Collect(t.Context(), aws.Options{Organization: true, Regions: []string{Virginia, Ireland}, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if x.s, err = snapshot.NewBuilder(d).Build(); err != nil || len(d.Gaps) > 0 {
		t.Fatalf("%v, gaps %v", err, d.Gaps)
	}
	return x
}

// through lets calls of this process go through a new proxy.
func (x *rescanning) through(rules ...Rule) *Proxy {
	x.Helper()
	p := NewProxy(x.memory, rules...)
	x.Cleanup(p.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": p.URL, "AWS_ACCESS_KEY_ID": AccessKey, "AWS_SECRET_ACCESS_KEY": SecretKey, "AWS_SESSION_TOKEN": "",
		"AWS_REGION": Virginia, "AWS_PROFILE": "", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
		"AWS_MAX_ATTEMPTS": "2", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		x.Setenv(name, value)
	}
	return p
}

// again reads a thing again through a new proxy.
func (x *rescanning) again(arn string, rules ...Rule) (snapshot.Reading, *Proxy) {
	x.Helper()
	p := x.through(rules...)
	t := aws.Target{ARN: arn}
	if r := x.s.Resource(arn); r != nil {
		t.Account, t.Region = r.Account, r.Region
	}
	r, err := aws.Rescan(x.Context(), aws.Options{}, t)
	if err != nil {
		x.Fatalf("%s: %v", arn, err)
	}
	return r, p
}

// replaced is the snapshot with a reading.
func (x *rescanning) replaced(r snapshot.Reading) *snapshot.Snapshot {
	x.Helper()
	out, err := x.s.Replace(r)
	if err != nil {
		x.Fatal(err)
	}
	return out
}

// things are one of each type that can be rescanned.
func (x *rescanning) things() []string {
	prod, dev := x.Account("prod"), x.Account("dev")
	return []string{
		dev.ARN("role/vendor"), prod.ARN("role/ci/deployer"), dev.Bucket("site").ARN(""), dev.Bucket("acl-blocked").ARN(""), prod.Bucket("data").ARN(""),
		prod.Key("orders").ARN, prod.Instance("web").ARN(prod.ID), prod.Clusters[0].ARN(prod.ID), prod.Databases[0].ARN(prod.ID), prod.Databases[1].ARN(prod.ID),
	}
}

// TestRescan reads things again: by few calls, all else stays as it is, and
// what changed or went shows.
func TestRescan(t *testing.T) {
	x := rescanWorld(t)
	t.Run("unchanged", x.unchanged)
	t.Run("each call spoilt", x.spoilt)
	t.Run("the walk", x.walk)
	t.Run("a public bucket", x.bucket)
}

// unchanged: who reads again what did not change has the same snapshot.
func (x *rescanning) unchanged(t *testing.T) {
	x.T = t
	for _, arn := range x.things() {
		r, p := x.again(arn)
		if out := x.replaced(r); out.ID() != x.s.ID() || r.Gone {
			t.Errorf("%s: another snapshot; read %+v", arn, r.Data)
		}
		if n := len(p.Calls()); n > 8 {
			t.Errorf("%s: %d calls: %v", arn, n, p.Operations())
		}
	}
	// Without the Region a bucket's is asked for.
	b := x.Account("dev").Bucket("acl-blocked")
	p := x.through()
	r, err := aws.Rescan(t.Context(), aws.Options{}, aws.Target{ARN: b.ARN(""), Account: x.Account("dev").ID})
	if err != nil || x.replaced(r).ID() != x.s.ID() || !slices.Contains(p.Operations(), "s3:GetBucketLocation") {
		t.Errorf("without its Region: %+v, %v", r, err)
	}
}

// spoilt: each call refused, or answered in a way that nobody can trust: what
// it should have told is not known, the rest is as it was, and nothing is gone.
func (x *rescanning) spoilt(t *testing.T) {
	x.T = t
	for _, arn := range x.things() {
		_, p := x.again(arn)
		for _, operation := range p.Operations() {
			if operation == "sts:GetCallerIdentity" {
				continue // TestNothingWorks
			}
			for name, do := range x.behaviours(arn) {
				r, _ := x.again(arn, On(operation, do))
				if wrong := x.wrong(arn, r); wrong != "" {
					t.Errorf("%s, %s %s: %s; gaps %v", arn, operation, name, wrong, r.Data.Gaps)
				}
				if name == "refused" {
					x.named(arn, operation, r)
				}
			}
		}
	}
}

// behaviours are how the calls are spoilt: in every way where others can be let
// in, else refused alone.
func (x *rescanning) behaviours(arn string) map[string]Behaviour {
	out := map[string]Behaviour{"refused": Deny}
	if !raced && (arn == x.things()[0] || arn == x.Account("dev").Bucket("site").ARN("") || strings.Contains(arn, ":key/")) {
		out["truncated"], out["halved"], out["HTML 200"], out["empty"] = Truncate, Halve, HTML(200), Empty
	}
	return out
}

// named demands gaps of the refused call alone.
func (x *rescanning) named(arn, operation string, r snapshot.Reading) {
	if len(r.Data.Gaps) == 0 {
		x.Errorf("%s: without %s: no gap", arn, operation)
	}
	for _, g := range r.Data.Gaps {
		if g.Call != operation || g.MissingAction != permission(operation) {
			x.Errorf("%s: without %s: gap %+v", arn, operation, g)
		}
	}
}

// wrong says what a reading would let somebody conclude that is not true.
func (x *rescanning) wrong(arn string, r snapshot.Reading) string {
	if r.Gone {
		return "it counts as gone"
	}
	out := x.replaced(r)
	if (out.Resource(arn) == nil) != (x.s.Resource(arn) == nil) || (out.Identity(arn) == nil) != (x.s.Identity(arn) == nil) {
		return "it is not in the snapshot"
	}
	for _, p := range []authz.Principal{{}, {Kind: authz.KindRoot, Account: Vendor, ARN: "arn:aws:iam::" + Vendor + ":root"}} {
		is, _, err := out.StackFor(p, arn)
		was, _, wasErr := x.s.StackFor(p, arn)
		if err != nil || wasErr != nil {
			return fmt.Sprint(err, wasErr)
		}
		for layer, of := range map[authz.Layer]func(*authz.Stack) string{
			authz.LayerResource:          func(s *authz.Stack) string { return policyText(s.Resource) },
			authz.LayerGrant:             func(s *authz.Stack) string { return fmt.Sprint(s.Grants) },
			authz.LayerACL:               func(s *authz.Stack) string { return fmt.Sprint(bucketOf(s).ACL) },
			authz.LayerPublicAccessBlock: func(s *authz.Stack) string { return fmt.Sprint(bucketOf(s).Block) },
		} {
			broken := layer == authz.LayerResource && is.Resource != nil && is.Resource.Document.Broken
			if of(is) != of(was) && !is.Lacks(layer) && !broken {
				return fmt.Sprintf("%s is %s, the truth is %s", layer, of(is), of(was))
			}
		}
	}
	return ""
}

func policyText(p *authz.Policy) string {
	if p == nil {
		return ""
	}
	return string(policy.Print(p.Document))
}

func bucketOf(s *authz.Stack) authz.Bucket {
	if s.Bucket == nil {
		return authz.Bucket{}
	}
	return *s.Bucket
}

// walk changes the trust policy of the vendor's role, with a refused call in
// between, and deletes the role at last.
func (x *rescanning) walk(t *testing.T) {
	x.T = t
	dev := x.Account("dev")
	arn := dev.ARN("role/vendor")
	trust := func(s *snapshot.Snapshot) string { return s.Data().Documents[s.Identity(arn).Trust.Document] }
	if !sameJSON(trust(x.s), VendorTrust("Allow")) {
		t.Fatalf("trust policy %s", trust(x.s))
	}
	x.do(x.SetTrust(t.Context(), dev, "vendor", VendorTrust("Deny")))
	refused, _ := x.again(arn, On("iam:GetRole", Deny))
	between := x.replaced(refused)
	if st, _, err := between.StackFor(authz.Principal{}, arn); err != nil || st.Resource != nil || !st.Lacks(authz.LayerResource) {
		t.Errorf("refused: %+v, %v", st, err)
	}
	read, _ := x.again(arn)
	for name, s := range map[string]*snapshot.Snapshot{"at once": x.s, "after the refusal": between} {
		x.s = s
		out := x.replaced(read)
		if !sameJSON(trust(out), VendorTrust("Deny")) || len(out.Data().Gaps) > 0 || out.Identity(arn).Tags["team"] != "security" {
			t.Errorf("%s: trust policy %s, gaps %v", name, trust(out), out.Data().Gaps)
		}
	}
	x.do(x.DeleteRole(t.Context(), dev, "vendor"))
	gone, _ := x.again(arn)
	if x.s = x.replaced(gone); !gone.Gone || x.s.Identity(arn) != nil {
		t.Errorf("deleted: %+v", gone)
	}
}

// bucket closes a public bucket in one way and the other, and deletes one.
func (x *rescanning) bucket(t *testing.T) {
	x.T = t
	dev := x.Account("dev")
	site := dev.Bucket("site")
	stack := func() *authz.Stack {
		r, _ := x.again(site.ARN(""))
		st, _, err := x.replaced(r).StackFor(authz.Principal{}, site.ARN("/index.html"))
		x.do(err)
		return st
	}
	if st := stack(); !strings.Contains(policyText(st.Resource), "World") || st.Bucket.Block.RestrictPublicBuckets {
		t.Errorf("open: %+v", st)
	}
	x.do(x.SetBucketBlock(t.Context(), dev, site, true))
	if st := stack(); !st.Bucket.Block.RestrictPublicBuckets {
		t.Errorf("blocked: %+v", st.Bucket)
	}
	x.do(x.SetBucketPolicy(t.Context(), dev, site, ""))
	if st := stack(); st.Resource != nil || len(st.Unread) > 0 {
		t.Errorf("without a policy: %+v", st)
	}
	old := x.Account("legacy").Bucket("old")
	x.do(x.DeleteBucket(t.Context(), x.Account("legacy"), old))
	gone, _ := x.again(old.ARN(""))
	if !gone.Gone || x.replaced(gone).Resource(old.ARN("")) != nil {
		t.Errorf("deleted: %+v", gone)
	}
}

// do takes a change of the world, or what must not fail.
func (x *rescanning) do(err error) {
	x.Helper()
	x.memory = NewMemory(x.Endpoint)
	if err != nil {
		x.Fatal(err)
	}
}

// TestRescanCanceled: who calls it off learns nothing.
func TestRescanCanceled(t *testing.T) {
	w := seeded(t)
	x := &rescanning{T: t, World: w.World, memory: w.memory}
	x.through(On("iam:GetRole", Hang))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	r, err := aws.Rescan(ctx, aws.Options{}, aws.Target{ARN: w.Account("dev").ARN("role/vendor")})
	if err == nil || r.ARN != "" {
		t.Errorf("%+v, %v", r, err)
	}
}
