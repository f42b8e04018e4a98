package server_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sightline/server/pipeline"
	"sightline/snapshot"
)

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

// TestBlindAnalyzer: of a list that an analyzer did not look for it is said that
// it is not whole.
func TestBlindAnalyzer(t *testing.T) {
	d := newDesk(t)
	d.collect = func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) {
		return snapshot.NewBuilder(snapshot.Data{
			TakenAt: time.Now(), Accounts: []snapshot.Account{{ID: "111122223333", OrganizationKnown: true, Collected: []string{"AWS::IAM"}}},
		}).Build()
	}
	d.scan("done")
	d.signIn()
	if page := d.findings(); page.Incomplete || len(page.Analyzers) != 1 {
		t.Errorf("before: %+v", page)
	}
	d.send(201, "POST", "/analyzers", map[string]any{"name": "elsewhere", "type": "external", "zone": "account:999999999999"}, nil)
	if page := d.findings(); !page.Incomplete || page.Analyzers[0].Status != "FAILED" {
		t.Errorf("%+v", page)
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
