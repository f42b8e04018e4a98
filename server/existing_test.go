package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// read asks and decodes.
func read[T any](d *desk, address string) (out T) {
	d.t.Helper()
	a := d.get(http.StatusOK, address)
	if err := json.Unmarshal(a.Body.Bytes(), &out); err != nil {
		d.t.Fatalf("%s: %v: %s", address, err, a.Body)
	}
	return out
}

type meta struct {
	ID        string
	Sample    bool
	Accounts  int
	Gaps      int
	Resources int
}

type scan struct {
	ID, Source, State, Error, Snapshot, Stage string
	StartedAt                                 time.Time
	FinishedAt                                *time.Time
	Gaps                                      int
	Progress                                  struct {
		Done, Total int
		Parts       []struct{}
	}
}

type status struct {
	Version, Notice string
	Sample          bool
	Snapshot        *meta
	Organizations   []struct{ ID, ManagementAccount string }
	Accounts        []struct{ ID, Name string }
	Scan            *scan
	Counts          map[string]int
	ResourceTypes   []struct {
		Type, Readable string
		Count          int
	}
}

func TestStatus(t *testing.T) {
	d := stocked(t)
	s := read[status](d, "/api/v1/status")
	if s.Version != "test" || !s.Sample || s.Notice != "This is the bundled sample organization; nothing of yours was read." || s.Snapshot == nil || s.Scan == nil || s.Scan.State != "done" ||
		len(s.Accounts) != 4 || s.Accounts[1].Name != "prod" || len(s.Organizations) != 1 || s.Counts["roles"] != 32 || s.Counts["gaps"] != 1 {
		t.Errorf("%+v", s)
	}
	if first := s.ResourceTypes[0]; first.Type != "AWS::S3::Bucket" || first.Readable != "S3 bucket" || first.Count != 17 {
		t.Errorf("%+v", s.ResourceTypes)
	}
	list := read[struct{ Snapshots []meta }](d, "/api/v1/snapshots").Snapshots
	if len(list) != 1 || list[0] != *s.Snapshot {
		t.Errorf("snapshots %+v, status %+v", list, s.Snapshot)
	}
	if old := read[status](d, "/api/v1/status?snapshot="+list[0].ID[:10]); old.Snapshot == nil || old.Snapshot.ID != list[0].ID {
		t.Errorf("by its id: %+v", old.Snapshot)
	}
}

func TestGaps(t *testing.T) {
	out := read[struct {
		Gaps         []map[string]string
		NotCollected []struct{}
	}](stocked(t), "/api/v1/gaps")
	if len(out.Gaps) != 1 || out.NotCollected == nil {
		t.Fatalf("%+v", out)
	}
	g := out.Gaps[0]
	if g["call"] != "kms:GetKeyPolicy" || g["accountName"] != "prod" || !strings.Contains(g["effect"], "undetermined") || !strings.Contains(g["remedy"], "Allow kms:GetKeyPolicy to the role that Sightline reads with in account 222233334444") {
		t.Errorf("%+v", g)
	}
}

func TestDocuments(t *testing.T) {
	d := stocked(t)
	uses := 0
	for sha, text := range d.pipeline.Picture().Snapshot.Data().Documents {
		out := read[struct {
			Document, Text string
			Uses           []struct {
				Policy string
				Of     struct{ ARN string }
			}
		}](d, "/api/v1/documents/"+sha)
		if out.Document != sha || out.Text != text || len(out.Uses) == 0 {
			t.Errorf("%s: %+v", sha, out)
		}
		for _, u := range out.Uses {
			uses++
			if u.Policy == "" || u.Of.ARN == "" {
				t.Errorf("%s: %+v", sha, u)
			}
		}
	}
	if uses < 50 {
		t.Errorf("%d uses", uses)
	}
}

func TestScans(t *testing.T) {
	d := stocked(t)
	d.collect = waiting
	a := d.do("POST", "/api/v1/scans")
	var begun scan
	if err := json.Unmarshal(a.Body.Bytes(), &begun); err != nil || a.Code != http.StatusAccepted || begun.ID == "" || begun.FinishedAt != nil || begun.Progress.Parts == nil {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if a := d.do("POST", "/api/v1/scans"); a.Code != http.StatusConflict {
		t.Errorf("a second scan: %d %s", a.Code, a.Body)
	}
	if a := d.do("DELETE", "/api/v1/scans/"+begun.ID); a.Code != http.StatusOK {
		t.Errorf("cancelling: %d %s", a.Code, a.Body)
	}
	d.ended(begun.ID, "cancelled")
	if one := read[scan](d, "/api/v1/scans/"+begun.ID); one.State != "cancelled" || one.FinishedAt == nil || one.Snapshot != "" {
		t.Errorf("%+v", one)
	}
	if list := read[struct{ Scans []scan }](d, "/api/v1/scans").Scans; len(list) != 2 || list[0].ID != begun.ID {
		t.Errorf("%+v", list)
	}
	if n := len(read[struct{ Snapshots []meta }](d, "/api/v1/snapshots").Snapshots); n != 1 {
		t.Errorf("%d snapshots are stored after a cancelled scan", n)
	}
}

func TestFailedScanIsSaid(t *testing.T) {
	d := stocked(t)
	before := d.get(http.StatusOK, query("what-can", "principal", "alice")).Body.String()
	d.collect = refusing
	d.scan("failed")
	s := read[status](d, "/api/v1/status")
	if s.Scan.State != "failed" || s.Scan.Error != "AWS does not accept the credentials" || s.Snapshot == nil ||
		!strings.Contains(s.Notice, "The last scan failed: AWS does not accept the credentials. What is shown was read 2026-") {
		t.Errorf("%+v", s)
	}
	if after := d.get(http.StatusOK, query("what-can", "principal", "alice")).Body.String(); after != before {
		t.Error("the answer changed by a failed scan")
	}
	d.get(http.StatusOK, "/readyz")
	if !strings.Contains(d.log.String(), "AWS does not accept the credentials") {
		t.Error("the log does not say it")
	}
	none := newDesk(t)
	none.collect = refusing
	none.scan("failed")
	none.signIn()
	if s := read[status](none, "/api/v1/status"); !strings.Contains(s.Notice, "There is nothing to show yet.") {
		t.Errorf("%+v", s)
	}
}

func TestOpenAPI(t *testing.T) {
	out := read[struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Responses   map[string]struct{ Content map[string]any }
		}
		Components struct{ Schemas map[string]any }
	}](stocked(t), "/api/openapi.json")
	if !strings.HasPrefix(out.OpenAPI, "3.1") || len(out.Paths) != 30 || len(out.Components.Schemas) < 40 {
		t.Errorf("%s, %d addresses, %d schemas", out.OpenAPI, len(out.Paths), len(out.Components.Schemas))
	}
	for address, methods := range out.Paths {
		for method, op := range methods {
			if op.OperationID == "" || op.Responses["default"].Content["application/problem+json"] == nil {
				t.Errorf("%s %s: %+v", method, address, op)
			}
		}
	}
	if out.Components.Schemas["Problem"] == nil {
		t.Error("problems are not described")
	}
	for name := range out.Components.Schemas {
		if strings.HasPrefix(name, "V2") {
			t.Errorf("describes %s, which is never sent", name)
		}
	}
}

func TestMetrics(t *testing.T) {
	d := stocked(t)
	d.get(http.StatusOK, query("what-can", "principal", "alice"))
	d.do("GET", "/", host("evil.example"))
	a := d.get(http.StatusOK, "/metrics")
	body := a.Body.String()
	for _, line := range []string{
		`sightline_scans_total{state="done"} 1`, `sightline_scans_total{state="failed"} 0`, "sightline_scans_running 0", "sightline_last_scan_duration_seconds ",
		"sightline_snapshot_gaps 1", "sightline_snapshot_identities 45", "sightline_snapshot_resources 75",
		`sightline_http_requests_total{route="GET /api/v1/what-can",code="200"} 1`, `sightline_http_requests_total{route="refused",code="421"} 1`,
		"go_goroutines ", "go_memstats_heap_alloc_bytes ",
	} {
		if !strings.Contains(body, "\n"+line) {
			t.Errorf("lacks %s", line)
		}
	}
	if strings.Contains(body, "arn:") || strings.Contains(body, "alice") || strings.Contains(body, "111122223333") {
		t.Error("names something of the snapshot")
	}
	names := map[string]bool{}
	for line := range strings.Lines(body) {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, _, _ = strings.Cut(name, " ")
			if names[name] {
				t.Errorf("%s twice", name)
			}
			names[name] = true
		}
	}
}

func TestPages(t *testing.T) {
	d := stocked(t)
	for _, address := range []string{
		"/", "/index.html", "/paths?from=alice", "/resources/deep/er", "/explore",
		"/principals/arn:aws:iam::111122223333:user%2Fjohn.doe", "/resources/arn:aws:s3:::data.example.com", "/resources/a%2F%2Fb.js", "/discovery/x.y",
	} {
		if a := d.get(http.StatusOK, address); !strings.Contains(a.Body.String(), "<title>app") || a.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %s", address, a.Body)
		}
	}
	a := d.get(http.StatusOK, "/assets/app.js")
	tag := a.Header().Get("ETag")
	if a.Body.String() != "let a" || a.Header().Get("Content-Type") != "text/javascript; charset=utf-8" || tag == "" || a.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("%v %s", a.Header(), a.Body)
	}
	d.get(http.StatusNotModified, "/assets/app.js", header("If-None-Match", tag))
	z := d.get(http.StatusOK, "/assets/app.js", header("Accept-Encoding", "br, gzip"))
	if z.Body.String() != "gzipped" || z.Header().Get("Content-Encoding") != "gzip" || z.Header().Get("ETag") == tag || z.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("%v %s", z.Header(), z.Body)
	}
	for _, address := range []string{"/assets/none.js", "/assets/none", "/none.js", "/BUILD.txt", "/assets/app.js.gz", "/../server.go", "/assets/..%2f..%2fserver.go"} {
		if a := d.do("GET", address); a.Code == http.StatusOK {
			t.Errorf("%s: %s", address, a.Body)
		}
	}
	if a := d.do("POST", "/"); a.Code != http.StatusMethodNotAllowed {
		t.Errorf("posting to a page: %d", a.Code)
	}
}
