package cli

import (
	"strings"

	"sightline/access/permission"
	"sightline/access/slice"
	"sightline/iam/authz"
)

// writeStep prints one reason as a row: what it does, where it stands, why.
func writeStep(w *table, s *authz.Step) {
	where := slice.Site(s.Policy, s.Statement, s.SID, s.File, s.Line)
	if s.Layer == authz.LayerACL || s.Layer == authz.LayerGrant {
		where = slice.Site(s.Policy, -1, "", s.File, s.Line)
	}
	w.row("  "+string(s.Verdict), string(s.Layer), where, slice.StepText(s))
}

func conditionTexts(list []permission.Condition) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = slice.ConditionAsWritten(c)
	}
	return out
}

// statements leaves out reasons that only name a gap: the condition says so,
// and the gaps stand below the answer.
func statements(list []permission.Reason, gaps []gapEntry) (out []permission.Reason) {
	for _, r := range list {
		if !namesGap(r, gaps) {
			out = append(out, r)
		}
	}
	return out
}

func namesGap(r permission.Reason, gaps []gapEntry) bool {
	for i := range gaps {
		if r.Note == gaps[i].String() {
			return true
		}
	}
	return false
}

func reasonText(r permission.Reason) string {
	number := r.Statement
	if r.Layer == authz.LayerACL || r.Layer == authz.LayerGrant {
		number = -1 // they have entries, not statements
	}
	text := slice.Site(r.Policy, number, r.SID, r.File, r.Line)
	if r.Note != "" {
		text = strings.TrimSpace(text + " " + r.Note)
	}
	if r.Layer == authz.LayerNone {
		return text
	}
	if text == "" {
		return slice.LayerName(r.Layer)
	}
	return string(r.Layer) + ": " + text
}
