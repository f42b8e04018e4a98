package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"sightline/access/export"
	"sightline/access/finding"
)

var update = flag.Bool("update", false, "write the golden files anew")

// set holds a finding of each sort: public, archived, resolved, an error, and
// texts that could do harm.
func set() export.Set {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	statement := 0
	public := finding.Finding{
		ID: "00000000000000000000000000000001", Analyzer: "a", Status: finding.StatusActive, Severity: finding.SeverityCritical,
		CreatedAt: at, AnalyzedAt: at.Add(time.Hour), UpdatedAt: at, ConsoleURL: "https://console.aws.amazon.com/s3/buckets/site",
		Candidate: finding.Candidate{
			Type: finding.TypeExternalAccess, Resource: "arn:aws:s3:::site", ResourceType: "AWS::S3::Bucket", Account: "111122223333", Region: "eu-west-1",
			Principal: map[string]string{"AWS": "*"}, Actions: []string{"s3:GetObject", "s3:PutObject"}, IsPublic: true,
			Sources:  []finding.Source{{Type: "POLICY"}},
			Evidence: []finding.Evidence{{Layer: "resource", Policy: "bucket policy of site", Kind: "resource", Statement: &statement, SID: "World", File: "policies/site #1.json", Line: 4}},
			Witness:  &finding.Witness{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/x"},
		},
	}
	archived := public
	archived.ID, archived.Status, archived.Severity, archived.IsPublic = "00000000000000000000000000000002", finding.StatusArchived, finding.SeverityMedium, false
	archived.Principal = map[string]string{"AWS": "444455556666"}
	archived.Condition = map[string]string{"aws:SourceVpc": "vpc-1"}
	archived.Evidence = nil
	archived.UpdatedAt = at.Add(time.Hour)
	archived.Archived = &finding.Archiving{At: at, By: "ann", Reason: `=HYPERLINK("http://example.com")`, Owner: "web, \"ops\"", Ticket: "T-1"}
	resolved := public
	resolved.ID, resolved.Status, resolved.UpdatedAt = "00000000000000000000000000000003", finding.StatusResolved, at.Add(2*time.Hour)
	failed := finding.Finding{
		ID: "00000000000000000000000000000004", Analyzer: "b", Status: finding.StatusActive, Severity: finding.SeverityMedium, CreatedAt: at, AnalyzedAt: at, UpdatedAt: at,
		Candidate: finding.Candidate{
			Type: finding.TypeExternalAccess, Resource: "arn:aws-cn:kms:cn-north-1:111122223333:key/k", ResourceType: "AWS::KMS::Key", Account: "111122223333", Region: "cn-north-1",
			Error: finding.ErrorAccessDenied, Undetermined: "kms:GetKeyPolicy was refused",
		},
	}
	return export.Set{Findings: []finding.Finding{public, archived, resolved, failed}, Analyzers: map[string]string{"a": "outside"}, Version: "1.2.3"}
}

func written(t *testing.T, format string, s export.Set) string {
	t.Helper()
	var out bytes.Buffer
	if err := export.Write(&out, format, s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestGolden keeps what other programs read.
func TestGolden(t *testing.T) {
	for _, format := range export.Formats() {
		path := "testdata/findings." + format
		got := written(t, format, set())
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s changed: %s", format, got)
		}
	}
	if err := export.Write(&bytes.Buffer{}, "xml", set()); err == nil || !strings.Contains(err.Error(), "asff, csv, ocsf, sarif") {
		t.Error(err)
	}
}

// TestCSV can be read back, and no cell is a formula.
func TestCSV(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(written(t, "csv", set()))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatal(len(rows), err)
	}
	for _, row := range rows {
		if len(row) != len(rows[0]) {
			t.Errorf("%d cells, %d columns", len(row), len(rows[0]))
		}
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("a formula: %s", cell)
			}
		}
	}
}

// TestNothing: no findings are an empty document in every format.
func TestNothing(t *testing.T) {
	for _, format := range []string{"sarif", "asff"} {
		var v any
		if err := json.Unmarshal([]byte(written(t, format, export.Set{})), &v); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
	if got := written(t, "ocsf", export.Set{}); got != "" {
		t.Error(got)
	}
}

// TestRequired: what the formats require is there and within their limits.
// Source: SARIF 2.1.0 §3; schema.ocsf.io 1.3.0 detection_finding; Security Hub
// User Guide "Required top-level ASFF attributes".
func TestRequired(t *testing.T) {
	var list []map[string]any
	if err := json.Unmarshal([]byte(written(t, "asff", set())), &list); err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		for _, name := range []string{"AwsAccountId", "CreatedAt", "Description", "GeneratorId", "Id", "ProductArn", "Resources", "SchemaVersion", "Severity", "Title", "Types", "UpdatedAt"} {
			if f[name] == nil || f[name] == "" {
				t.Errorf("asff: no %s in %v", name, f)
			}
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(written(t, "ocsf", set())), "\n") {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e["type_uid"] != e["class_uid"].(float64)*100+e["activity_id"].(float64) {
			t.Errorf("ocsf: type_uid of %v", e)
		}
	}
}
