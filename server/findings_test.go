package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

type foundFinding struct {
	ID, Status, Severity, Resource, Analyzer, Undetermined, Error string
	FindingType                                                   string
	Levels                                                        []string
	Subject                                                       thing
	Evidence, History                                             []struct{ Who, Why, To string }
	Archived                                                      *struct{ By, Reason, Owner, Ticket, Expires string }
}

type foundPage struct {
	Findings      []foundFinding
	Total, Offset int
	Counts        struct {
		Status, Severity map[string]int
		Types, Accounts  []struct {
			Value string
			Count int
		}
	}
	Analyzers  []struct{ Name, Zone, Status string }
	Gaps       []json.RawMessage
	Incomplete bool
}

// body is what a request brings.
func body(v any) func(*http.Request) {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return func(r *http.Request) {
		r.Body = io.NopCloser(bytes.NewReader(text))
		r.ContentLength = int64(len(text))
		r.Header.Set("Content-Type", "application/json")
	}
}

// send must give a status; it decodes into out, if there is one.
func (d *desk) send(status int, method, address string, in, out any) *httptest.ResponseRecorder {
	d.t.Helper()
	a := d.do(method, "/api/v1"+address, body(in))
	if a.Code != status {
		d.t.Fatalf("%s %s: %d %.600s, want %d", method, address, a.Code, a.Body, status)
	}
	if out != nil {
		if err := json.Unmarshal(a.Body.Bytes(), out); err != nil {
			d.t.Fatalf("%s %s: %v: %s", method, address, err, a.Body)
		}
	}
	return a
}

const (
	labels   = "arn:aws:s3:::kestrel-shipping-labels"
	watching = "/analyzers/external-o-4kq7x2m9pd"
)

func (d *desk) findings(pairs ...string) foundPage {
	d.t.Helper()
	return read[foundPage](d, query("findings", pairs...))
}

// about is the only active finding about a resource.
func (d *desk) about(resource string) foundFinding {
	d.t.Helper()
	p := d.findings("filter", "resource="+resource)
	if len(p.Findings) != 1 {
		d.t.Fatalf("%d findings about %s, want one", len(p.Findings), resource)
	}
	return p.Findings[0]
}

func TestFindingsAreListed(t *testing.T) {
	d := stocked(t)
	all := d.findings()
	if all.Total < 20 || len(all.Findings) != all.Total || all.Findings[0].Severity != "critical" || !all.Incomplete || len(all.Gaps) != 1 {
		t.Errorf("%d findings, the first %+v, gaps %d", all.Total, all.Findings[0], len(all.Gaps))
	}
	if len(all.Analyzers) != 1 || all.Analyzers[0].Status != "ACTIVE" || all.Analyzers[0].Zone != "organization:o-4kq7x2m9pd" {
		t.Errorf("analyzers %+v", all.Analyzers)
	}
	if all.Counts.Status["ACTIVE"] != all.Total || all.Counts.Types[0].Value != "ExternalAccess" || all.Counts.Types[0].Count != all.Total || len(all.Counts.Accounts) < 3 {
		t.Errorf("counts %+v", all.Counts)
	}
	for _, c := range []struct {
		pairs []string
		want  func(foundFinding) bool
	}{
		{[]string{"filter", "resource=" + labels}, func(f foundFinding) bool { return f.Resource == labels && f.Subject.Name == "kestrel-shipping-labels" }},
		{[]string{"filter", "resourceType=AWS::IAM::Role", "filter", "resourceOwnerAccount=444455556666"}, func(f foundFinding) bool { return strings.HasPrefix(f.Resource, "arn:aws:iam::444455556666:role/") }},
		{[]string{"severity", "medium,low"}, func(f foundFinding) bool { return f.Severity == "medium" }},
		{[]string{"principal", "TOKEN.actions"}, func(f foundFinding) bool { return strings.Contains(f.Resource, ":role/") }},
		{[]string{"q", "Shipping-Labels"}, func(f foundFinding) bool { return f.Resource == labels }},
		{[]string{"q", "sqs:sendmessage"}, func(f foundFinding) bool { return strings.HasSuffix(f.Resource, ":returns-dlq") }},
		{[]string{"filter", "undetermined=true"}, func(f foundFinding) bool { return f.Error == "ACCESS_DENIED" }},
		{[]string{"analyzer", "external-o-4kq7x2m9pd", "status", "ACTIVE", "limit", "2", "offset", "1"}, func(f foundFinding) bool { return f.Analyzer == "external-o-4kq7x2m9pd" }},
	} {
		p := d.findings(c.pairs...)
		if len(p.Findings) == 0 || p.Total == 0 || !slices.ContainsFunc(p.Findings, c.want) || slices.ContainsFunc(p.Findings, func(f foundFinding) bool { return !c.want(f) }) {
			t.Errorf("%v: %d of %d: %+v", c.pairs, len(p.Findings), p.Total, p.Findings)
		}
	}
	if p := d.findings("severity", "medium"); p.Counts.Severity["high"] == 0 || p.Counts.Status["ACTIVE"] != p.Total {
		t.Errorf("counts by severity leave out the choice of severity: %+v", p.Counts)
	}
	if p := d.findings("sort", "-resource"); !slices.IsSortedFunc(p.Findings, func(a, b foundFinding) int { return strings.Compare(b.Resource, a.Resource) }) {
		t.Error("not sorted by resource")
	}
	if p := d.findings("status", "RESOLVED"); p.Findings == nil || p.Total != 0 {
		t.Errorf("%+v", p)
	}
	for _, wrong := range [][]string{
		{"filter", "x=y"}, {"filter", "status=GONE"}, {"filter", ""}, {"status", "gone"}, {"severity", "bad"}, {"sort", "x"}, {"limit", "1001"}, {"nothing", "x"}, {"sort", "id", "sort", "id"},
	} {
		a := d.do("GET", query("findings", wrong...))
		if a.Code != http.StatusUnprocessableEntity && a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), `"detail":"`) {
			t.Errorf("%v: %d %.300s", wrong, a.Code, a.Body)
		}
	}
	d.get(http.StatusNotFound, query("findings", "analyzer", "nobody"))
}

func TestOneFinding(t *testing.T) {
	d := stocked(t)
	f := d.about(labels)
	type detail struct {
		foundFinding
		Example, CannotRescan string
		WatchedBy             *struct{ Name, Origin string }
		Statements            []struct {
			SID, Effect, Text          string
			FirstLine, FromLine, Line  int
			ToLine, Statement          int
			Policy, File, Layer, Extra string
		}
		Gaps []struct{ Call, Remedy string }
	}
	one := read[detail](d, "/api/v1/findings/"+f.ID[:12])
	if one.ID != f.ID || one.Example == "" || one.WatchedBy == nil || one.WatchedBy.Origin != "default" || len(one.Statements) != 1 || len(one.Levels) != 1 || one.Levels[0] != "read" || len(one.History) != 1 {
		t.Errorf("%+v", one)
	}
	s := one.Statements[0]
	marked := strings.Join(strings.Split(s.Text, "\n")[s.FromLine-s.FirstLine:s.ToLine-s.FirstLine+1], "\n")
	if s.SID != "PublicRead" || s.Effect != "Allow" || !strings.Contains(marked, `"Sid": "PublicRead"`) || !strings.HasSuffix(s.File, "bucket-shipping-labels.json") {
		t.Errorf("%+v\n%s", s, marked)
	}
	if !strings.Contains(one.CannotRescan, "sample") {
		t.Errorf("why the sample cannot be read again: %q", one.CannotRescan)
	}
	unread := read[detail](d, "/api/v1/findings/"+d.findings("filter", "error=ACCESS_DENIED").Findings[0].ID)
	if len(unread.Gaps) != 1 || unread.Gaps[0].Call != "kms:GetKeyPolicy" || unread.Gaps[0].Remedy == "" || len(unread.Statements) != 0 || unread.Example != "" {
		t.Errorf("%+v", unread)
	}
	d.get(http.StatusNotFound, "/api/v1/findings/ffffffff")
}

// TestEveryStatementIsQuoted: what the evidence names has its text.
func TestEveryStatementIsQuoted(t *testing.T) {
	d := stocked(t)
	for _, f := range d.findings().Findings {
		one := read[struct {
			Evidence []struct {
				Statement *int
				SID       string
				Line      int
			}
			Statements []struct {
				SID       string
				Statement int
				Line      int
			}
		}](d, "/api/v1/findings/"+f.ID)
		n := 0
		for _, e := range one.Evidence {
			if e.Statement == nil {
				continue
			}
			if n >= len(one.Statements) || one.Statements[n].Statement != *e.Statement || one.Statements[n].SID != e.SID || one.Statements[n].Line != e.Line {
				t.Errorf("%s: evidence %+v has no text among %+v", f.Resource, e, one.Statements)
			}
			n++
		}
	}
}

func TestFix(t *testing.T) {
	d := stocked(t)
	type answer struct {
		Reason string
		Fix    *struct {
			Kind, Description, Before, Document string
			Commands, Proof                     []string
			Lost, Alternatives                  []json.RawMessage
		}
	}
	a := read[answer](d, "/api/v1/findings/"+d.about(labels).ID+"/fix")
	if a.Fix == nil || a.Fix.Kind != "addCondition" || len(a.Fix.Proof) == 0 || len(a.Fix.Alternatives) == 0 || !strings.Contains(a.Fix.Commands[0], "put-bucket-policy") || a.Fix.Before == a.Fix.Document {
		t.Errorf("%+v", a.Fix)
	}
	none := read[answer](d, "/api/v1/findings/"+d.findings("filter", "error=ACCESS_DENIED").Findings[0].ID+"/fix")
	if none.Fix != nil || !strings.Contains(none.Reason, "could not be analysed") {
		t.Errorf("%+v", none)
	}
	d.get(http.StatusNotFound, "/api/v1/findings/ffffffff/fix")
}
