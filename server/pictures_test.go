package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

type thing struct{ Kind, Name, ARN, Detail string }

type slicePicture struct {
	From, To, Direction string
	Subject             thing
	Object              *thing
	Columns             []struct{ Title string }
	Nodes               []struct{ ID, ARN, Level string }
	Edges               []struct{ From, To, Verdict string }
	Gaps                []json.RawMessage
}

// TestPaths: the parameters reach the picture; what it shows is the matter of
// access/slice.
func TestPaths(t *testing.T) {
	const labels = "arn:aws:s3:::kestrel-shipping-labels"
	d := stocked(t)
	for _, c := range []struct {
		direction string
		pairs     []string
	}{
		{"from", []string{"from", "alice"}},
		{"to", []string{"to", labels}},
		{"between", []string{"from", "*", "to", labels}},
	} {
		p := read[slicePicture](d, query("paths", c.pairs...))
		if p.Direction != c.direction || len(p.Columns) != 5 || len(p.Nodes) == 0 || len(p.Edges) == 0 || p.Subject.Name == "" || (p.Object != nil) != (c.direction == "between") || p.Gaps == nil {
			t.Errorf("%v: %+v", c.pairs, p)
		}
	}
	all := read[slicePicture](d, query("paths", "from", "alice"))
	few := read[slicePicture](d, query("paths", "from", "alice", "level", "read,list", "service", "s3", "account", "222233334444", "verdict", "allowed,conditional", "limit", "3"))
	if len(few.Nodes) >= len(all.Nodes) || slices.ContainsFunc(few.Nodes, func(n struct{ ID, ARN, Level string }) bool { return n.Level == "write" }) {
		t.Errorf("filters: %d of %d nodes: %+v", len(few.Nodes), len(all.Nodes), few.Nodes)
	}
	for _, node := range read[slicePicture](d, query("paths", "from", "alice", "limit", "1")).Nodes {
		d.get(http.StatusOK, query("paths", "from", "alice", "limit", "1", "open", node.ID, "open", "nothing"))
	}
	d.get(http.StatusNotFound, query("paths", "from", "nobody"))
	d.get(http.StatusNotFound, query("paths", "to", labels+"x"))
}

func TestExplain(t *testing.T) {
	d := stocked(t)
	pairs := []string{"principal", "alice", "action", "s3:GetObject", "resource", "arn:aws:s3:::kestrel-shipping-labels/a", "context", "aws:SourceIp=1.2.3.4"}
	e := read[struct {
		Can       json.RawMessage
		Sentence  string
		Verdict   string
		Principal thing
		Layers    []struct{ Title, State string }
	}](d, query("explain", pairs...))
	if e.Verdict != "allowed" || e.Principal.Name != "alice" || e.Sentence == "" || len(e.Layers) == 0 {
		t.Errorf("%+v", e)
	}
	if can := d.get(http.StatusOK, query("can", pairs...)).Body.String(); strings.TrimSpace(can) != string(e.Can) {
		t.Errorf("can says %s, explain %s", can, e.Can)
	}
	d.get(http.StatusNotFound, query("explain", "principal", "nobody", "action", "s3:GetObject"))
	d.get(http.StatusBadRequest, query("explain", "principal", "alice", "action", "GetObject"))
}

func TestDirectory(t *testing.T) {
	d := stocked(t)
	found := read[struct {
		Query     string
		Results   []thing
		Total     int
		Truncated bool
	}](d, query("search", "q", "kestrel", "limit", "2"))
	if found.Query != "kestrel" || len(found.Results) != 2 || found.Total < 10 || !found.Truncated {
		t.Errorf("%+v", found)
	}
	type page struct {
		Items         []thing
		Total, Offset int
	}
	roles := read[page](d, query("principals", "kind", "role", "account", "222233334444", "limit", "3", "offset", "1"))
	if len(roles.Items) != 3 || roles.Offset != 1 || roles.Items[0].Kind != "role" || roles.Total < 4 {
		t.Errorf("%+v", roles)
	}
	buckets := read[page](d, query("resources", "type", "AWS::S3::Bucket", "region", "eu-west-1", "q", "kestrel"))
	if len(buckets.Items) == 0 || buckets.Total != len(buckets.Items) || !strings.HasPrefix(buckets.Items[0].ARN, "arn:aws:s3:::kestrel-") {
		t.Errorf("%+v", buckets)
	}
	if none := d.get(http.StatusOK, query("search", "q", "no such thing")).Body.String(); !strings.Contains(none, `"results":[]`) {
		t.Errorf("nothing found: %s", none)
	}
	if none := d.get(http.StatusOK, query("principals", "offset", "1000")).Body.String(); !strings.Contains(none, `"items":[]`) {
		t.Errorf("beyond the end: %s", none)
	}
}
