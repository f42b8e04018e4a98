package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

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
	for _, wrong := range []map[string]string{
		{},
		{"resource": labels},
		{"resource": labels, "policy": "{"},
		{"resource": labels + "x", "policy": closed},
		{"resource": labels, "policy": strings.Replace(closed, `"Principal":{"AWS":"222233334444"},`, "", 1)},
	} {
		d.send(422, "POST", "/findings/preview", wrong, nil)
	}
}
