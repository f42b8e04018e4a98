package sample_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sightline/iam/policy"
	"sightline/internal/sample"
	"sightline/snapshot"
)

func data(t *testing.T) snapshot.Data {
	t.Helper()
	d, err := sample.Data()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func build(t *testing.T) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.NewBuilder(data(t)).Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCounts(t *testing.T) {
	d := data(t)
	for _, c := range []struct {
		what       string
		n, min, to int
	}{
		{"organizations", len(d.Organizations), 1, 1},
		{"accounts", len(d.Accounts), 4, 4},
		{"identities", len(d.Identities), 35, 50},
		{"resources", len(d.Resources), 55, 80},
		{"gaps", len(d.Gaps), 1, 1},
		{"what was not collected", len(d.NotCollected), 0, 0},
		{"SCPs", len(d.Organizations[0].SCPs), 5, 20},
		{"RCPs", len(d.Organizations[0].RCPs), 2, 2},
	} {
		if c.n < c.min || c.n > c.to {
			t.Errorf("%s: %d, want %d to %d", c.what, c.n, c.min, c.to)
		}
	}
}

func TestIsMarkedAsSample(t *testing.T) {
	d := data(t)
	if !d.Sample || len(d.Sources) != 1 || d.Sources[0] != (snapshot.Source{Name: "sample", Kind: "sample"}) {
		t.Errorf("sample %v, sources %v", d.Sample, d.Sources)
	}
	if !d.TakenAt.Equal(sample.TakenAt()) {
		t.Errorf("taken at %v", d.TakenAt)
	}
}

func TestBuildsTheSameTwice(t *testing.T) {
	if a, b := build(t), build(t); a.ID() != b.ID() {
		t.Errorf("two builds have the ids %s and %s", a.ID(), b.ID())
	}
}

func TestEveryDocumentParsesWithoutIssues(t *testing.T) {
	for key, text := range data(t).Documents {
		doc := policy.Parse([]byte(text))
		for _, issue := range doc.Issues {
			t.Errorf("document %s…: %s at line %d: %s\n%s", key[:8], issue.Code, issue.Span.Start.Line, issue.Message, text)
		}
		if doc.Broken || len(doc.Statements) == 0 {
			t.Errorf("document %s… has no usable statement", key[:8])
		}
	}
}

// Every attachment must cite a file that holds exactly its document, so that
// the lines in explanations are right; and every file must be in use.
func TestFilesAreCitedAndUsed(t *testing.T) {
	d := data(t)
	used := make(map[string]bool)
	for _, a := range attachments(&d) {
		text, err := sample.File(a.File)
		if err != nil {
			t.Errorf("%s: %v", a.Name, err)
			continue
		}
		if string(text) != d.Documents[a.Document] || a.Line != 1 {
			t.Errorf("%s:%d does not hold the document of %s", a.File, a.Line, a.Name)
		}
		used[filepath.Base(a.File)] = true
	}
	err := filepath.WalkDir("policies", func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !used[e.Name()] {
			t.Errorf("%s is attached nowhere", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func attachments(d *snapshot.Data) []snapshot.Attachment {
	var out []snapshot.Attachment
	for _, o := range d.Organizations {
		for _, p := range append(o.SCPs, o.RCPs...) {
			out = append(out, p.Attachment)
		}
	}
	for _, p := range d.Policies {
		out = append(out, p.Attachment)
	}
	for i := range d.Identities {
		out = append(out, d.Identities[i].Inline...)
		if d.Identities[i].Trust != nil {
			out = append(out, *d.Identities[i].Trust)
		}
	}
	for i := range d.Resources {
		if d.Resources[i].Policy != nil {
			out = append(out, *d.Resources[i].Policy)
		}
	}
	return out
}

// What one entry names must exist: groups, roles, profiles, buckets, targets.
func TestReferencesHold(t *testing.T) {
	d := data(t)
	known := map[string]bool{d.Organizations[0].Root: true}
	for _, u := range d.Organizations[0].Units {
		known[u.ID] = true
	}
	for _, a := range d.Accounts {
		known[a.ID] = true
	}
	for _, id := range d.Identities {
		known[id.ARN] = true
		for _, p := range id.InstanceProfiles {
			known[p] = true
		}
	}
	for _, r := range d.Resources {
		known[r.ARN] = true
	}
	outside := regexp.MustCompile(`^arn:aws:iam::(777788889999|123456789012):`)
	for _, name := range references(&d) {
		if name != "" && !known[name] && !outside.MatchString(name) {
			t.Errorf("%s is named and does not exist", name)
		}
	}
}

func references(d *snapshot.Data) []string {
	var out []string
	for _, o := range d.Organizations {
		for _, u := range o.Units {
			out = append(out, u.Parent)
		}
		for _, p := range append(o.SCPs, o.RCPs...) {
			out = append(out, p.Targets...)
		}
	}
	for _, a := range d.Accounts {
		out = append(out, a.Parent)
	}
	for _, id := range d.Identities {
		out = append(out, id.Groups...)
	}
	for _, r := range d.Resources {
		out = append(out, r.Role, r.InstanceProfile, r.Underlying)
		for _, g := range r.Grants {
			out = append(out, g.Grantee)
		}
	}
	return out
}

func TestReadmeNamesEveryIdentity(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range data(t).Identities {
		name, _, _ := strings.Cut(id.Name, "_0f1e")
		name, _, _ = strings.Cut(name, "_1a2b")
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("README.md does not say who %s is", id.ARN)
		}
	}
}

func TestFileRefusesOtherNames(t *testing.T) {
	for _, name := range []string{"policies/payments-read.json", "sample/policies/none.json", "sample/../doc.go", ""} {
		if _, err := sample.File(name); err == nil {
			t.Errorf("%q was read", name)
		}
	}
}
