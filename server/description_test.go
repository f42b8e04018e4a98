package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"sightline/server/pipeline"
	"sightline/snapshot"
)

// A described is the API's description as programs read it.
type described struct {
	Paths map[string]map[string]struct {
		Responses map[string]struct {
			Content map[string]struct{ Schema *schema }
		}
	}
	Components struct{ Schemas schemas }
}

// holds checks one answer against the description of its operation.
func (o *described) holds(t *testing.T, method, path, address string, a *httptest.ResponseRecorder) {
	t.Helper()
	response, ok := o.Paths[path][strings.ToLower(method)].Responses[strconv.Itoa(a.Code)]
	kind, _, _ := strings.Cut(a.Header().Get("Content-Type"), ";")
	if !ok || response.Content[kind].Schema == nil {
		t.Errorf("%s %s: the description has no %d of type %q", method, address, a.Code, kind)
		return
	}
	var v any
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	wrong := o.Components.Schemas.check("", response.Content[kind].Schema, v)
	for _, one := range wrong[:min(5, len(wrong))] {
		t.Errorf("%s %s: %s", method, address, one)
	}
}

// TestAnswersKeepToTheDescription: what every address really says, good and
// bad, is what /api/openapi.json promises.
func TestAnswersKeepToTheDescription(t *testing.T) {
	d := stocked(t)
	o := read[described](d, "/api/openapi.json")
	asked := make(map[string]bool)
	ask := func(on *desk, method, path, parameters string, change ...func(*http.Request)) {
		t.Helper()
		address := path
		if strings.Contains(path, "{") {
			before, _, _ := strings.Cut(path, "{")
			address, parameters = before+parameters, ""
		}
		asked[method+" "+path] = true
		o.holds(t, method, path, address+parameters, on.do(method, address+parameters, change...))
	}
	const lake, labels = "arn:aws:s3:::kestrel-data-lake", "arn:aws:s3:::kestrel-shipping-labels"
	for _, c := range [][2]string{
		{"status", ""},
		{"status", "?snapshot=ffff"},
		{"snapshots", ""},
		{"gaps", ""},
		{"gaps", "?snapshot=ffff"},
		{"session", ""},
		{"scans", ""},
		{"scans/{id}", "1"},
		{"scans/{id}", "99"},
		{"search", "?q=kestrel"},
		{"search", "?q=nothing+such"},
		{"search", ""},
		{"principals", "?limit=1000"},
		{"principals", "?offset=1000"},
		{"resources", "?limit=1000"},
		{"can", "?principal=alice&action=s3:GetObject&resource=" + lake + "/a"},
		{"can", "?principal=*&action=s3:GetObject"},
		{"can", "?principal=nobody&action=s3:GetObject"},
		{"can", "?principal=alice&action=x"},
		{"who-can", "?action=*&resource=" + lake},
		{"who-can", "?action=kms:*&resource=*"},
		{"what-can", "?principal=alice"},
		{"what-can", "?principal=bastion-admin"},
		{"what-can", "?principal=developers"},
		{"reach", "?from=i-0a1b2c3d4e5f60718"},
		{"reach", "?from=*"},
		{"reach", "?from=nobody"},
		{"paths", "?from=alice"},
		{"paths", "?from=i-0a1b2c3d4e5f60718&limit=1"},
		{"paths", "?to=" + labels},
		{"paths", "?to=" + lake},
		{"paths", "?from=*&to=" + labels},
		{"paths", ""},
		{"paths", "?to=nothing"},
		{"explain", "?principal=alice&action=s3:GetObject&resource=" + labels + "/a"},
		{"explain", "?principal=*&action=s3:PutObject&resource=" + labels + "/a"},
		{"explain", "?principal=alice"},
		{"documents/{sha256}", strings.Repeat("0", 64)},
		{"analyzers", ""},
		{"analyzers/{name}", "external-o-4kq7x2m9pd"},
		{"analyzers/{name}", "nobody"},
		{"findings", ""},
		{"findings", "?status=ACTIVE&severity=high&filter=isPublic%3Dfalse&q=edi&principal=7777&limit=3&sort=-createdAt"},
		{"findings", "?filter=x"},
		{"findings", "?analyzer=nobody"},
		{"findings/{id}", "ffffffff"},
	} {
		ask(d, "GET", "/api/v1/"+c[0], c[1])
		ask(d, "GET", "/api/v1/"+c[0], c[1], header("Cookie", ""))
		ask(d, "GET", "/api/v1/"+c[0], c[1], header("Sec-Fetch-Site", "cross-site"))
	}
	for sha := range d.pipeline.Picture().Snapshot.Data().Documents {
		ask(d, "GET", "/api/v1/documents/{sha256}", sha)
	}
	for _, id := range d.pipeline.Picture().Snapshot.Identities() {
		ask(d, "GET", "/api/v1/paths", "?from="+id.ARN)
	}
	for _, f := range d.findings().Findings {
		ask(d, "GET", "/api/v1/findings/{id}", f.ID)
		in := strings.NewReplacer("{id}", f.ID)
		o.holds(t, "GET", "/api/v1/findings/{id}/fix", in.Replace("/api/v1/findings/{id}/fix"), d.do("GET", in.Replace("/api/v1/findings/{id}/fix")))
	}
	told := d.told(t, &o)
	for _, c := range told {
		asked[c] = true
	}
	ask(d, "POST", "/api/v1/sign-in-links", "")
	d.collect = waiting
	ask(d, "POST", "/api/v1/scans", "")
	ask(d, "POST", "/api/v1/scans", "")
	ask(d, "GET", "/api/v1/status", "")
	ask(d, "DELETE", "/api/v1/scans/{id}", "2")
	ask(d, "DELETE", "/api/v1/session", "", header("Cookie", ""), header("Authorization", "Bearer "+bearer))
	ask(d, "DELETE", "/api/v1/session", "")
	none := newDesk(t)
	none.signIn()
	ask(none, "GET", "/api/v1/status", "")
	ask(none, "GET", "/api/v1/snapshots", "")
	ask(none, "GET", "/api/v1/gaps", "")
	ask(none, "GET", "/api/v1/session", "", header("Authorization", "Bearer "+bearer))
	for range 11 {
		ask(none, "GET", "/api/v1/session", "", header("Authorization", "Bearer wrong"))
	}
	for path, methods := range o.Paths {
		for method := range methods {
			if name := strings.ToUpper(method) + " " + path; !asked[name] {
				t.Errorf("%s is described and was not asked", name)
			}
		}
	}
}

// told gives every order about analyzers and findings, good and bad, and lists
// the operations.
func (d *desk) told(t *testing.T, o *described) (asked []string) {
	t.Helper()
	id := d.about(labels).ID
	names := strings.NewReplacer("{name}", "made", "{rule}", "quiet", "{id}", id)
	made := map[string]any{"name": "made", "type": "internal", "zone": "organization", "include": []map[string]any{{"resources": []string{labels}}}, "exclude": []map[string]string{{"tagKey": "a", "tagValue": "b"}}, "tags": map[string]string{"a": "b"}}
	rule := map[string]any{"ruleName": "quiet", "filter": map[string]any{"isPublic": map[string]any{"eq": []string{"true"}}, "error": map[string]any{"exists": false}}, "reason": "r", "owner": "o", "ticket": "t", "expires": "2036-01-01T00:00:00Z"}
	ids := map[string]any{"ids": []string{id}, "reason": "r", "owner": "o", "ticket": "t", "expires": "2036-01-01T00:00:00Z"}
	const one, rules = "/api/v1/analyzers/{name}", "/api/v1/analyzers/{name}/archive-rules"
	for _, c := range []struct {
		method, path string
		in           any
	}{
		{"POST", "/api/v1/analyzers", made},
		{"POST", "/api/v1/analyzers", made},
		{"POST", "/api/v1/analyzers", map[string]any{}},
		{"PUT", one, map[string]any{"type": "internal", "zone": "organization", "include": made["include"]}},
		{"PUT", one, map[string]any{"zone": "x"}},
		{"POST", rules, rule},
		{"POST", rules, rule},
		{"POST", rules + "/preview", rule},
		{"POST", rules + "/preview", map[string]any{}},
		{"GET", rules, nil},
		{"PUT", rules + "/{rule}", rule},
		{"POST", rules + "/{rule}/apply", nil},
		{"GET", one, nil},
		{"DELETE", rules + "/{rule}", nil},
		{"DELETE", rules + "/{rule}", nil},
		{"DELETE", one, nil},
		{"DELETE", one, nil},
		{"POST", "/api/v1/findings/archive", ids},
		{"GET", "/api/v1/findings/{id}", nil},
		{"POST", "/api/v1/findings/unarchive", map[string]any{"ids": []string{id}}},
		{"POST", "/api/v1/findings/archive", map[string]any{"ids": []string{"ffffffff"}}},
		{"POST", "/api/v1/findings/unarchive", map[string]any{"ids": []string{"ffffffff"}}},
		{"POST", "/api/v1/findings/{id}/rescan", nil},
		{"POST", "/api/v1/findings/preview", map[string]string{"resource": labels, "policy": `{"Statement":[]}`}},
		{"POST", "/api/v1/findings/preview", map[string]string{}},
	} {
		var change []func(*http.Request)
		if c.in != nil {
			change = append(change, body(c.in))
		}
		asked = append(asked, c.method+" "+c.path)
		o.holds(t, c.method, c.path, names.Replace(c.path), d.do(c.method, names.Replace(c.path), change...))
	}
	return append(asked, "GET /api/v1/findings/{id}/fix")
}

// TestWhatMayBeNullIsSaid: each of these is null in some answer and an object
// in another.
func TestWhatMayBeNullIsSaid(t *testing.T) {
	all := read[described](stocked(t), "/api/openapi.json").Components.Schemas
	for name, properties := range map[string][]string{"Status": {"snapshot", "scan"}, "Scan": {"findings"}, "FindingDetail": {"watchedBy"}, "FixAnswer": {"fix"}, "SliceSlice": {"object"}, "SliceEdge": {"ask"}} {
		for _, p := range properties {
			if s := all[name]; s == nil || !s.Properties[p].takesNull() || s.Properties[p].AnyOf[0].Ref == "" {
				t.Errorf("%s.%s: null is not said", name, p)
			}
		}
	}
}

func (s *schema) takesNull() bool { return len(s.AnyOf) == 2 && s.AnyOf[1].Type == "null" }

// TestSampleIsAlwaysSaid: also of a snapshot that is none.
func TestSampleIsAlwaysSaid(t *testing.T) {
	d := newDesk(t)
	d.collect = func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) {
		return snapshot.NewBuilder(snapshot.Data{TakenAt: time.Now(), Accounts: []snapshot.Account{{ID: "111122223333"}}}).Build()
	}
	d.scan("done")
	d.signIn()
	for _, address := range []string{"/api/v1/status", "/api/v1/snapshots"} {
		body := d.get(http.StatusOK, address).Body.String()
		_, inMeta, _ := strings.Cut(body, `"takenAt"`)
		if !strings.Contains(inMeta, `"sample":false`) || strings.Count(inMeta, `"sample"`) != 1 {
			t.Errorf("%s: %s", address, body)
		}
	}
}
