package export

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"sightline/access/finding"
)

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Results    []sarifResult `json:"results"`
		ColumnKind string        `json:"columnKind"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string         `json:"id"`
		ShortDescription     sarifText      `json:"shortDescription"`
		DefaultConfiguration sarifLevel     `json:"defaultConfiguration"`
		Properties           map[string]any `json:"properties"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		BaselineState       string             `json:"baselineState,omitempty"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
		Properties          map[string]any     `json:"properties"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification,omitempty"`
	}
)

// SARIF writes a log of version 2.1.0: active findings are results, archived
// ones suppressed results; resolved ones are absent.
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version
// 2.1.0".
func SARIF(w io.Writer, s Set) error {
	run := sarifRun{Results: []sarifResult{}, ColumnKind: "unicodeCodePoints"}
	run.Tool.Driver = sarifDriver{Name: "Sightline", Version: s.Version, Rules: rules()}
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Status != finding.StatusResolved {
			run.Results = append(run.Results, s.result(f, run.Tool.Driver.Rules))
		}
	}
	return indented(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// rules are the kinds of results; their ids never change.
func rules() []sarifRule {
	rule := func(id, text, level, severity string) sarifRule {
		return sarifRule{id, sarifText{text}, sarifLevel{level}, map[string]any{"tags": []string{"security"}, "security-severity": severity}}
	}
	return []sarifRule{
		rule("public-access", "A resource is open to anyone.", "error", "9.0"),
		rule("external-access", "A resource is open to somebody outside the zone of trust.", "warning", "6.0"),
		rule("service-principal-access", "An AWS service may use a resource on behalf of anybody.", "warning", "6.0"),
		rule("internal-access", "Somebody inside the zone of trust can reach a watched resource.", "note", "3.0"),
		rule("unused-access", "Access is granted and not used.", "note", "3.0"),
		rule("analysis-error", "A resource could not be analysed.", "warning", "5.0"),
	}
}

func ruleOf(f *finding.Finding) string {
	switch {
	case f.Error != "":
		return "analysis-error"
	case f.Type.Unused():
		return "unused-access"
	case f.Type == finding.TypeInternalAccess:
		return "internal-access"
	case f.Type == finding.TypeServicePrincipalAccess:
		return "service-principal-access"
	case f.IsPublic:
		return "public-access"
	}
	return "external-access"
}

func (s *Set) result(f *finding.Finding, rules []sarifRule) sarifResult {
	id := ruleOf(f)
	r := sarifResult{
		RuleID: id, RuleIndex: slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == id }),
		Level: levelOf(f.Severity), Message: sarifText{Sentence(f)}, Locations: locations(f),
		PartialFingerprints: map[string]string{"sightlineFindingId/v1": f.ID},
		Properties: map[string]any{
			"severity": f.Severity, "resource": f.Resource, "resourceType": f.ResourceType, "account": f.Account,
			"region": f.Region, "analyzer": s.analyzer(f), "createdAt": when(&f.CreatedAt), "consoleUrl": f.ConsoleURL,
		},
	}
	if f.Archived != nil {
		r.Suppressions = []sarifSuppression{{"external", "accepted", justification(f.Archived)}}
	}
	return r
}

func levelOf(s finding.Severity) string {
	switch s {
	case finding.SeverityCritical, finding.SeverityHigh:
		return "error"
	case finding.SeverityMedium:
		return "warning"
	case finding.SeverityLow:
	}
	return "note"
}

// locations are the statements that grant the access where their files are
// known, else the resource alone.
func locations(f *finding.Finding) (out []sarifLocation) {
	logical := []sarifLogical{{f.Resource, "resource"}}
	for _, e := range f.Evidence {
		if e.File == "" {
			continue
		}
		l := sarifLocation{Physical: &sarifPhysical{}, Logical: logical}
		l.Physical.Artifact.URI = uri(e.File)
		if e.Line > 0 {
			l.Physical.Region = &sarifRegion{e.Line}
		}
		out = append(out, l)
	}
	if out == nil {
		out = []sarifLocation{{Logical: logical}}
	}
	return out
}

// uri is a path as a relative reference, or as a file's address.
func uri(file string) string {
	u := url.URL{Path: path.Clean(strings.ReplaceAll(file, `\`, "/"))}
	if strings.HasPrefix(u.Path, "/") {
		u.Scheme = "file"
	}
	return u.String()
}

func justification(a *finding.Archiving) string {
	var out []string
	for _, part := range [...]struct{ name, text string }{
		{"", a.Reason}, {"owner ", a.Owner}, {"ticket ", a.Ticket}, {"until ", when(a.Expires)}, {"rule ", a.Rule}, {"by ", a.By},
	} {
		if part.text != "" {
			out = append(out, part.name+part.text)
		}
	}
	return strings.Join(out, "; ")
}
