package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
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

func TestArchiveAndBack(t *testing.T) {
	d := stocked(t)
	f := d.about(labels)
	until := time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	var done struct{ Findings []foundFinding }
	d.send(200, "POST", "/findings/archive", map[string]any{"ids": []string{f.ID[:16]}, "reason": "meant", "owner": "web", "ticket": "T-1", "expires": until}, &done)
	if len(done.Findings) != 1 || done.Findings[0].Status != "ARCHIVED" || done.Findings[0].Archived.By != "a person in the browser" || done.Findings[0].Archived.Owner != "web" || done.Findings[0].Archived.Expires != until {
		t.Fatalf("%+v", done.Findings)
	}
	if p := d.findings("status", "ARCHIVED"); p.Total != 1 || p.Counts.Status["ACTIVE"] < 20 {
		t.Errorf("%+v", p)
	}
	d.send(200, "POST", "/findings/unarchive", map[string]any{"ids": []string{f.ID}}, &done)
	if done.Findings[0].Status != "ACTIVE" || len(done.Findings[0].History) != 3 {
		t.Errorf("%+v", done.Findings)
	}
	a := d.do("POST", "/api/v1/findings/archive", body(map[string]any{"ids": []string{f.ID}}), header("Cookie", ""), header("Authorization", "Bearer "+bearer))
	if a.Code != 200 || !strings.Contains(a.Body.String(), "a program with the token") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	many := make([]string, 1001)
	for status, orders := range map[int][]map[string]any{
		422: {{}, {"ids": []string{}}, {"ids": many}, {"ids": []string{f.ID}, "x": 1}, {"ids": []string{f.ID}, "reason": strings.Repeat("x", 5000)}, {"ids": []string{f.ID}, "expires": "2020-01-01T00:00:00Z"}, {"ids": "x"}},
		404: {{"ids": []string{"ffffffff"}}, {"ids": []string{f.ID, "ffffffff"}}},
	} {
		for _, order := range orders {
			d.send(status, "POST", "/findings/archive", order, nil)
		}
	}
}

func TestRescanOfTheSample(t *testing.T) {
	d := stocked(t)
	a := d.send(http.StatusConflict, "POST", "/findings/"+d.about(labels).ID+"/rescan", nil, nil)
	if !strings.Contains(a.Body.String(), "cannot be rescanned") || !strings.Contains(a.Body.String(), "bundled sample organization") {
		t.Errorf("%s", a.Body)
	}
}

func TestPreview(t *testing.T) {
	d := stocked(t)
	var out struct {
		Resource string
		Findings []struct{ ChangeType, ExistingFindingID string }
	}
	const closed = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"222233334444"},"Action":"s3:GetObject","Resource":"` + labels + `/*"}]}`
	d.send(200, "POST", "/findings/preview", map[string]string{"resource": labels, "policy": closed}, &out)
	if len(out.Findings) != 1 || out.Findings[0].ChangeType != "GONE" || out.Findings[0].ExistingFindingID == "" {
		t.Errorf("%+v", out)
	}
	for _, wrong := range []map[string]string{{}, {"resource": labels}, {"resource": labels, "policy": "{"}, {"resource": labels + "x", "policy": closed}} {
		d.send(422, "POST", "/findings/preview", wrong, nil)
	}
}

func TestAnalyzersByHand(t *testing.T) {
	d := stocked(t)
	type analyzer struct {
		Name, Type, Zone, Status, Origin string
		Exclude                          []map[string]string
		Tags                             map[string]string
		Findings                         struct{ Active, Archived, Resolved int }
		ArchiveRules                     []struct{ RuleName string }
		LastSnapshot                     string
	}
	var made analyzer
	d.send(201, "POST", "/analyzers", map[string]any{"name": "prod-only", "type": "external", "zone": "account:222233334444", "tags": map[string]string{"team": "sec"}}, &made)
	if made.Origin != "person" || made.Findings.Active < 8 || made.LastSnapshot == "" || made.ArchiveRules == nil {
		t.Errorf("it looks at once: %+v", made)
	}
	if list := read[struct{ Analyzers []analyzer }](d, "/api/v1/analyzers").Analyzers; len(list) != 2 || list[1].Name != "prod-only" {
		t.Errorf("%+v", list)
	}
	var changed analyzer
	d.send(200, "PUT", "/analyzers/prod-only", map[string]any{"zone": "accounts:222233334444,111122223333,444455556666,333344445555"}, &changed)
	if changed.Findings.Resolved == 0 || changed.Tags != nil || changed.Type != "external" {
		t.Errorf("it looks again: %+v", changed)
	}
	for status, orders := range map[int][]map[string]any{
		422: {
			{},
			{"name": "a b", "type": "external", "zone": "organization"},
			{"name": "ok", "type": "x", "zone": "organization"},
			{"name": "ok", "type": "external", "zone": "account:1"},
			{"name": "ok", "type": "internal", "zone": "organization"},
			{"name": "ok", "type": "unused", "zone": "organization", "unusedAccessAge": 400},
			{"name": "ok", "type": "external", "zone": "organization", "color": "red"},
			{"name": "ok", "type": "external", "zone": "organization", "exclude": []map[string]string{{"account": "1"}}},
		},
		409: {{"name": "prod-only", "type": "external", "zone": "organization"}},
	} {
		for _, order := range orders {
			d.send(status, "POST", "/analyzers", order, nil)
		}
	}
	d.send(422, "PUT", "/analyzers/prod-only", map[string]any{"name": "other", "zone": "organization"}, nil)
	d.send(422, "PUT", "/analyzers/prod-only", map[string]any{"type": "unused", "zone": "organization"}, nil)
	d.send(404, "PUT", "/analyzers/nobody", map[string]any{"zone": "organization"}, nil)
	var gone analyzer
	d.send(200, "DELETE", "/analyzers/prod-only", nil, &gone)
	d.send(404, "DELETE", "/analyzers/prod-only", nil, nil)
	if p := d.findings("filter", "resource="+labels); p.Total != 1 || gone.Name != "prod-only" {
		t.Errorf("its findings went with it: %+v %+v", p, gone)
	}
	if a := d.do("PATCH", "/api/v1/analyzers/prod-only"); a.Code != http.StatusMethodNotAllowed || a.Header().Get("Allow") != "GET, PUT, DELETE" {
		t.Errorf("%d %s", a.Code, a.Header().Get("Allow"))
	}
}

func TestRules(t *testing.T) {
	d := stocked(t)
	rules := watching + "/archive-rules"
	type rule struct {
		RuleName, Reason string
		HidesPublic      bool
		Filter           map[string]map[string][]string
	}
	partner := map[string]any{"principal.AWS": map[string]any{"eq": []string{"777788889999"}}}
	var preview struct {
		Total       int
		HidesPublic bool
		Findings    []foundFinding
	}
	d.send(200, "POST", rules+"/preview", map[string]any{"filter": partner}, &preview)
	if preview.Total < 5 || !preview.HidesPublic || len(preview.Findings) != preview.Total {
		t.Errorf("%+v", preview)
	}
	var made rule
	partner["isPublic"] = map[string]any{"eq": []string{"false"}}
	d.send(201, "POST", rules, map[string]any{"ruleName": "tidewater", "filter": partner, "reason": "contract"}, &made)
	if made.RuleName != "tidewater" || made.HidesPublic || made.Filter["principal.AWS"]["eq"][0] != "777788889999" {
		t.Errorf("%+v", made)
	}
	var applied struct{ Archived int }
	d.send(200, "POST", rules+"/tidewater/apply", nil, &applied)
	if applied.Archived != preview.Total || d.findings("status", "ARCHIVED").Total != applied.Archived {
		t.Errorf("%+v, %d", applied, preview.Total)
	}
	d.send(200, "PUT", rules+"/tidewater", map[string]any{"filter": partner, "reason": "until 2027"}, &made)
	if list := read[struct{ ArchiveRules []rule }](d, "/api/v1"+rules).ArchiveRules; len(list) != 1 || list[0].Reason != "until 2027" {
		t.Errorf("%+v", list)
	}
	d.send(409, "POST", rules, map[string]any{"ruleName": "tidewater", "filter": partner}, nil)
	d.send(404, "PUT", rules+"/other", map[string]any{"filter": partner}, nil)
	d.send(404, "POST", rules+"/other/apply", nil, nil)
	d.send(404, "POST", "/analyzers/nobody/archive-rules", map[string]any{"ruleName": "x", "filter": partner}, nil)
	for _, wrong := range []map[string]any{
		{}, {"ruleName": "x"}, {"ruleName": "x", "filter": map[string]any{}}, {"ruleName": "x y", "filter": partner}, {"ruleName": "x", "filter": map[string]any{"status": map[string]any{"eq": []string{"ACTIVE"}}}}, {"ruleName": "x", "filter": "isPublic=false"},
	} {
		d.send(422, "POST", rules, wrong, nil)
	}
	d.send(200, "DELETE", rules+"/tidewater", nil, nil)
	d.send(404, "DELETE", rules+"/tidewater", nil, nil)
}

// TestOthersDecideNothing: what changes something is taken from this server's
// own pages alone, and from those who are signed in.
func TestOthersDecideNothing(t *testing.T) {
	d := stocked(t)
	id := d.about(labels).ID
	for method, addresses := range map[string][]string{
		"POST":   {"/analyzers", "/findings/archive", "/findings/unarchive", "/findings/preview", "/findings/" + id + "/rescan", watching + "/archive-rules", watching + "/archive-rules/preview", watching + "/archive-rules/x/apply"},
		"PUT":    {watching, watching + "/archive-rules/x"},
		"DELETE": {watching, watching + "/archive-rules/x"},
	} {
		for _, address := range addresses {
			in := body(map[string]any{"ids": []string{id}, "zone": "organization"})
			if a := d.do(method, "/api/v1"+address, in, header("Origin", "https://evil.example")); a.Code != http.StatusForbidden {
				t.Errorf("%s %s from elsewhere: %d", method, address, a.Code)
			}
			if a := d.do(method, "/api/v1"+address, in, header("Cookie", "")); a.Code != http.StatusUnauthorized {
				t.Errorf("%s %s from a stranger: %d", method, address, a.Code)
			}
		}
	}
	big := body(map[string]any{"resource": labels, "policy": strings.Repeat(" ", 2<<20)})
	if a := d.do("POST", "/api/v1/findings/preview", big); a.Code != http.StatusRequestEntityTooLarge && a.Code != http.StatusUnprocessableEntity {
		t.Errorf("two megabytes: %d %.200s", a.Code, a.Body)
	}
	if a := d.do("GET", "/api/v1/findings/"+url.PathEscape("../../status")); a.Code != http.StatusNotFound {
		t.Errorf("%d %s", a.Code, a.Body)
	}
}
