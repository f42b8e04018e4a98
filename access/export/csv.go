package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"sightline/access/finding"
)

// columns of the CSV; columns may be added at the end.
func columns() []string {
	return []string{
		"id", "status", "severity", "findingType", "analyzer", "resource", "resourceType", "resourceOwnerAccount", "region",
		"principalType", "principal", "isPublic", "actions", "condition", "sources", "error", "undetermined", "stale",
		"createdAt", "updatedAt", "analyzedAt", "owner", "reason", "ticket", "expires", "archivedBy",
		"evidence", "witness", "consoleUrl",
	}
}

// CSV writes one row a finding, after a row of names (RFC 4180).
func CSV(w io.Writer, s Set) error {
	c := csv.NewWriter(w)
	if err := c.Write(columns()); err != nil {
		return err
	}
	for i := range s.Findings {
		if err := c.Write(s.row(&s.Findings[i])); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (s *Set) row(f *finding.Finding) []string {
	kind, who := principal(f)
	cells := []string{
		f.ID, string(f.Status), string(f.Severity), string(f.Type), s.analyzer(f), f.Resource, f.ResourceType, f.Account, f.Region,
		kind, who, strconv.FormatBool(f.IsPublic), strings.Join(f.Actions, " "), pairs(f.Condition), sources(f), f.Error, f.Undetermined, stale(f),
		when(&f.CreatedAt), when(&f.UpdatedAt), when(&f.AnalyzedAt),
	}
	cells = append(cells, archiving(f)...)
	cells = append(cells, evidence(f), witness(f), f.ConsoleURL)
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	return cells
}

// harmless keeps spreadsheets from taking a cell for a formula.
// Source: OWASP, "CSV Injection".
func harmless(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}

func principal(f *finding.Finding) (kind, who string) {
	for kind, who := range f.Principal {
		return kind, who
	}
	return "", ""
}

func sources(f *finding.Finding) string {
	var out []string
	for _, s := range f.Sources {
		out = append(out, strings.TrimSpace(s.Type+" "+s.AccessPointARN+s.AccessPointAccount))
	}
	return strings.Join(out, "; ")
}

func stale(f *finding.Finding) string {
	if f.Stale == nil {
		return ""
	}
	return f.Stale.Reason
}

func archiving(f *finding.Finding) []string {
	if f.Archived == nil {
		return make([]string, 5)
	}
	by := f.Archived.By
	if f.Archived.Rule != "" {
		by = "rule " + f.Archived.Rule
	}
	return []string{f.Archived.Owner, f.Archived.Reason, f.Archived.Ticket, when(f.Archived.Expires), by}
}

// evidence names what grants the access, as file:line where that is known.
func evidence(f *finding.Finding) string {
	var out []string
	for i := range f.Evidence {
		out = append(out, Place(&f.Evidence[i]))
	}
	return strings.Join(out, "; ")
}

// Place says where a piece of evidence stands.
func Place(e *finding.Evidence) string {
	text := e.Policy
	if e.Statement != nil {
		text += ", statement " + strconv.Itoa(*e.Statement)
	}
	if e.SID != "" {
		text += " (" + e.SID + ")"
	}
	if e.File != "" {
		text += ", " + e.File
		if e.Line > 0 {
			text += ":" + strconv.Itoa(e.Line)
		}
	}
	return text
}

func witness(f *finding.Finding) string {
	if f.Witness == nil {
		return ""
	}
	return f.Witness.Principal + " " + f.Witness.Action + " " + f.Witness.Resource
}

func when(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
