package cli

import (
	"fmt"
	"slices"
	"strings"

	"sightline/access/export"
	"sightline/access/finding"
	"sightline/server/desk"
)

// shortID is how much of an id a table shows, if that tells all apart.
const shortID = 8

// writeFindings shows the active findings, or those of the status that a filter
// chooses.
func writeFindings(w *table, found *findingsAnswer, page *desk.Page, f finding.Filter) {
	_, byStatus := f["status"]
	_, byID := f["id"]
	var shown []finding.Finding
	for _, one := range page.Findings {
		if byStatus || byID || one.Status == finding.StatusActive {
			shown = append(shown, one)
		}
	}
	writeFindingRows(w, shown, byStatus || byID)
	if len(shown) == 0 {
		w.line(nothingFound(found, page, len(f) > 0))
	}
	if !byStatus && !byID {
		writeOthers(w, page)
	}
	if found.Next != "" {
		w.line(fmt.Sprintf("There are more (%d in all): go on with --cursor %s", found.Total, found.Next))
	}
	writeDoubts(w, found, page)
}

func writeFindingRows(w *table, list []finding.Finding, withStatus bool) {
	if len(list) == 0 {
		return
	}
	n := idLength(list)
	head := []string{"SEVERITY", "ID", "RESOURCE", "WHO", "ACCESS", "SINCE"}
	if withStatus {
		head = append([]string{"STATUS"}, head...)
	}
	w.row(head...)
	for i := range list {
		f := &list[i]
		cells := []string{string(f.Severity), f.ID[:n], middleOut(f.Resource), who(f), access(f), since(f)}
		if withStatus {
			cells = append([]string{string(f.Status)}, cells...)
		}
		w.row(cells...)
	}
}

// widest is how much of an ARN a table shows.
const widest = 80

// middleOut leaves out the middle of a long ARN: account and name are at its
// ends.
func middleOut(arn string) string {
	runes := []rune(arn)
	if len(runes) <= widest {
		return arn
	}
	return string(runes[:widest/2]) + "…" + string(runes[len(runes)-widest/2+1:])
}

// idLength is the shortest beginning that tells ids apart, and at least shortID.
func idLength(list []finding.Finding) int {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	slices.Sort(ids)
	n := shortID
	for i := 1; i < len(ids); i++ {
		for n < len(ids[i]) && ids[i][:n] == ids[i-1][:n] && ids[i] != ids[i-1] {
			n++
		}
	}
	return min(n, len(ids[0]))
}

// who may: the principal in few words.
func who(f *finding.Finding) string {
	if f.Error != "" && len(f.Principal) == 0 {
		return "not known"
	}
	return export.Who(f)
}

// access is what they may, and under which conditions.
func access(f *finding.Finding) string {
	if f.Error != "" {
		return "could not be analysed: " + f.Error
	}
	text := listed(f.Actions, 2)
	if text == "" {
		text = "share"
	}
	if len(f.Condition) > 0 {
		text += " if " + conditionsOf(f, 1)
	}
	if f.Undetermined != "" {
		text += " (not proved)"
	}
	return text
}

func conditionsOf(f *finding.Finding, most int) string {
	return listed(keysAndValues(f.Condition), most)
}

func keysAndValues(m map[string]string) []string {
	list := make([]string, 0, len(m))
	for key, value := range m {
		list = append(list, key+" = "+value)
	}
	slices.Sort(list)
	return list
}

func since(f *finding.Finding) string {
	text := f.CreatedAt.UTC().Format("2006-01-02")
	if f.Stale != nil && f.Status != finding.StatusResolved {
		text += ", stale"
	}
	return text
}

func nothingFound(found *findingsAnswer, page *desk.Page, filtered bool) string {
	switch {
	case len(found.Analyzers) == 0:
		return "No analyzer is set up: a scan makes one, or `sightline analyzers create`."
	case page.Total > 0:
		return "No finding is active."
	case filtered:
		return "No finding meets the filter."
	}
	return "No findings."
}

// writeOthers counts what the table leaves out.
func writeOthers(w *table, page *desk.Page) {
	var list []string
	for _, s := range []finding.Status{finding.StatusArchived, finding.StatusResolved} {
		if n := page.ByStatus[s]; n > 0 {
			list = append(list, fmt.Sprintf("%d %s (--filter status=%s)", n, strings.ToLower(string(s)), s))
		}
	}
	if len(list) > 0 {
		w.line("Not shown: " + strings.Join(list, ", "))
	}
}

// writeDoubts says why the list may not be whole.
func writeDoubts(w *table, found *findingsAnswer, page *desk.Page) {
	if page.Stale > 0 {
		w.line(count(page.Stale, "finding") + " could not be judged again and may be out of date (--filter stale=true); `sightline findings show ID` says why")
	}
	for i := range found.Analyzers {
		if l := &found.Analyzers[i]; l.StatusReason != "" {
			w.line(fmt.Sprintf("Analyzer %s (%s): %s", l.Name, l.Status, l.StatusReason))
		}
	}
	writeGaps(w, found.Gaps)
	writeNotCollected(w, found.NotCollected)
}
