package emulator

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// watching is a world of its own and one store, in which findings live.
type watching struct {
	*testing.T
	*World
	*desk
}

// findingJSON is a finding as the program prints it.
type findingJSON struct {
	ID, Status, Severity, Resource string
	FindingDetails                 []struct {
		ExternalAccessDetails struct {
			Action    []string
			Principal map[string]string
			IsPublic  bool
		}
	}
	Witness *struct{ Principal, Action, Resource string }
	Stale   *struct{ Reason string }
	Error   string
	History []struct{ To, Why, Who string }
	Fix     *struct {
		Kind, Document  string
		Commands, Proof []string
	}
	NoFix string
}

func (f *findingJSON) principal() string {
	for _, d := range f.FindingDetails {
		for _, who := range d.ExternalAccessDetails.Principal {
			return who
		}
	}
	return ""
}

func watch(t *testing.T) *watching {
	e := Start(t)
	w, err := Seed(t.Context(), e.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return &watching{T: t, World: w, desk: atDesk(t, e.Endpoint)}
}

// through lets the program's calls go through a new proxy, which knows the world
// as it is now.
func (x *watching) through(rules ...Rule) *Proxy {
	p := NewProxy(NewMemory(x.Endpoint), rules...)
	x.Cleanup(p.Close)
	x.env = slices.DeleteFunc(x.env, func(entry string) bool { return strings.HasPrefix(entry, "AWS_ENDPOINT_URL=") })
	x.env = append(x.env, "AWS_ENDPOINT_URL="+p.URL)
	return p
}

// answer runs a verb that ends with a status and reads its answer.
func (x *watching) answer(into any, exit int, args ...string) {
	x.Helper()
	r := x.run(args...)
	if r.exit != exit {
		x.Fatalf("%s: exit %d, want %d: %s %s", strings.Join(args, " "), r.exit, exit, r.stderr, r.stdout)
	}
	if err := json.Unmarshal([]byte(r.stdout), into); exit != 2 && err != nil {
		x.Fatalf("%s: %v: %s", strings.Join(args, " "), err, r.stdout)
	}
}

// listed are the findings about a resource, or all.
func (x *watching) listed(exit int, filters ...string) []findingJSON {
	x.Helper()
	var got struct{ Findings []findingJSON }
	args := []string{"findings", "list"}
	for _, f := range filters {
		args = append(args, "--filter", f)
	}
	x.answer(&got, exit, args...)
	return got.Findings
}

// about is the one finding of external access about a resource; the error that
// stands beside it while it cannot be read is left out.
func (x *watching) about(exit int, arn string) findingJSON {
	x.Helper()
	list := slices.DeleteFunc(x.listed(exit, "resource="+arn), func(f findingJSON) bool { return f.Error != "" })
	if len(list) != 1 {
		x.Fatalf("%d findings about %s: %+v", len(list), arn, list)
	}
	return list[0]
}

// TestFindings goes the way of somebody with a finding: seen, set aside, taken
// back, mended at AWS, read again; with every call refused once in between.
func TestFindings(t *testing.T) {
	if reason := Skipped(); reason != "" {
		t.Skip(reason)
	}
	x := watch(t)
	x.through()
	x.scan(0, "--organization", twoRegions)
	t.Run("the walk", x.walk)
	t.Run("the fixes", x.fixes)
}

func (x *watching) walk(t *testing.T) {
	x.T = t
	dev := x.Account("dev")
	arn := dev.ARN("role/vendor")
	f := x.about(0, arn)
	if f.Status != "ACTIVE" || f.Severity != "high" || f.principal() != Vendor || f.Witness == nil || f.Witness.Resource != arn {
		t.Errorf("%+v", f)
	}
	var any map[string]json.RawMessage
	x.answer(&any, 0, "findings", "archive", f.ID[:10], "--reason", "our vendor", "--owner", "ann", "--ticket", "SEC-1", "--by", "ann")
	if f = x.about(0, arn); f.Status != "ARCHIVED" || f.History[1].Why != "our vendor" || f.History[1].Who != "ann" {
		t.Errorf("archived: %+v", f)
	}
	x.answer(&any, 0, "findings", "unarchive", f.ID)
	if f = x.about(0, arn); f.Status != "ACTIVE" {
		t.Errorf("unarchived: %+v", f)
	}
	x.through()
	calls := x.rescanned(0, f.ID)
	if f = x.about(0, arn); f.Status != "ACTIVE" {
		t.Errorf("read again, unchanged: %+v", f)
	}
	if err := x.SetTrust(t.Context(), dev, "vendor", VendorTrust("Deny")); err != nil {
		t.Fatal(err)
	}
	for _, call := range calls {
		x.refused(f.ID, call)
	}
	x.through()
	x.rescanned(0, f.ID)
	if f = x.about(0, arn); f.Status != "RESOLVED" || f.Stale != nil {
		t.Errorf("denied: %+v", f)
	}
	for _, other := range x.listed(0, "resource="+arn) {
		if other.Status != "RESOLVED" {
			t.Errorf("left: %+v", other)
		}
	}
}

// rescanned reads a finding's resource again, and gives the calls that told of
// it.
func (x *watching) rescanned(exit int, id string) []string {
	x.Helper()
	p := x.through()
	var got struct{ Snapshot string }
	x.answer(&got, exit, "findings", "rescan", id)
	return p.Operations()
}

// refused: without a call nothing is resolved. Of the caller's own identity
// alone nothing can be read at all.
func (x *watching) refused(id, call string) {
	x.Helper()
	x.through(On(call, Deny))
	r := x.run("findings", "rescan", id)
	want := 3
	if call == "sts:GetCallerIdentity" {
		want = 2
	}
	if r.exit != want {
		x.Errorf("without %s: exit %d, want %d: %s %s", call, r.exit, want, r.stderr, r.stdout)
	}
	var f findingJSON
	x.answer(&f, x.run("findings", "show", id).exit, "findings", "show", id)
	if f.Status != "ACTIVE" || want == 3 && f.Stale == nil {
		x.Errorf("without %s: %+v", call, f)
	}
}

// fixes: what the plan left open is found with a witness and a fix; applied, a
// scan resolves it.
func (x *watching) fixes(t *testing.T) {
	x.T = t
	dev := x.Account("dev")
	if err := x.SetTrust(t.Context(), dev, "vendor", VendorTrust("Allow")); err != nil {
		t.Fatal(err)
	}
	x.through()
	x.scan(0, "--organization", twoRegions)
	active := x.listed(0, "status=ACTIVE")
	for _, arn := range []string{dev.Bucket("site").ARN(""), dev.Bucket("by-acl").ARN(""), dev.ARN("role/vendor"), dev.ARN("role/ci/any-workflow")} {
		if !slices.ContainsFunc(active, func(f findingJSON) bool { return f.Resource == arn && f.Witness != nil }) {
			t.Errorf("no finding with a witness about %s", arn)
		}
	}
	var fixed []string
	for _, f := range active {
		if x.apply(&f) {
			fixed = append(fixed, f.ID)
		}
	}
	x.through()
	x.scan(0, "--organization", twoRegions)
	for _, id := range fixed {
		if f := x.listed(0, "id="+id)[0]; f.Status != "RESOLVED" {
			t.Errorf("fixed and scanned: %+v", f)
		}
	}
	if left := x.listed(0, "status=ACTIVE"); len(left) > len(active)-len(fixed) {
		t.Errorf("a fix opened something: %+v", left)
	}
}

// apply carries a fix out, if it is of a type that tests can change.
func (x *watching) apply(f *findingJSON) bool {
	x.Helper()
	var shown findingJSON
	x.answer(&shown, 0, "findings", "show", f.ID, "--fix")
	if shown.Fix == nil || len(shown.Fix.Proof) == 0 || len(shown.Fix.Commands) == 0 {
		x.Errorf("%s %s has no fix: %s", f.Resource, f.principal(), shown.NoFix)
		return false
	}
	x.Logf("%s %s: %s", f.Resource, f.principal(), shown.Fix.Commands)
	for i := range x.Accounts {
		a := x.Accounts[i]
		if name, ok := strings.CutPrefix(f.Resource, "arn:aws:iam::"+a.ID+":role/"); ok {
			x.must(x.SetTrust(x.Context(), a, name[strings.LastIndexByte(name, '/')+1:], shown.Fix.Document))
			return true
		}
		for j := range a.Buckets {
			if b := &a.Buckets[j]; f.Resource == b.ARN("") {
				return x.mend(a, b, &shown)
			}
		}
	}
	return false
}

func (x *watching) mend(a *Account, b *Bucket, shown *findingJSON) bool {
	switch shown.Fix.Kind {
	case "changeAcl":
		if !strings.Contains(shown.Fix.Commands[0], "--acl private") {
			x.Errorf("the list is not what is left of it: %s", shown.Fix.Commands)
		}
		x.must(x.SetBucketACL(x.Context(), a, b, "private"))
	case "setPublicAccessBlock":
		x.must(x.SetBucketBlock(x.Context(), a, b, true))
	default:
		x.must(x.SetBucketPolicy(x.Context(), a, b, shown.Fix.Document))
	}
	return true
}

func (x *watching) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}
