package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/answer"
	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/snapshot"
)

func (a *app) findingsListCommand() *cobra.Command {
	var chosen chosenFlags
	var order, cursor string
	var limit int
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list findings, the worst first",
		Long: "List findings, the worst first. JSON holds those of every status; the table shows the active ones and counts the\n" +
			"others, unless a filter chooses by status. With --snapshot it shows what the analyzers would find there.\n\n" + filterHelp + filterKeys() + ".\n\n" +
			"Exit status: 0 answered, 3 answered but incomplete (findings that could not be judged again, resources that could not\n" +
			"be read).",
		Example: "  sightline findings list\n  sightline findings list --filter isPublic=true --filter resourceType=AWS::S3::Bucket\n" +
			"  sightline findings list --filter status=ARCHIVED --filter owner=ann",
		Args: arguments(0, 0, "[--filter key=value…]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			filter, err := chosen.filter()
			if err != nil {
				return err
			}
			q := desk.Query{Analyzer: chosen.analyzer, Filter: filter, Cursor: cursor, Limit: limit}
			if q.Sort, err = finding.ParseOrder(order); err != nil {
				return flag("sort", err)
			}
			if limit < 0 {
				return fmt.Errorf("--limit %d: give a number of 1 or more", limit)
			}
			return a.listFindings(cmd.Context(), q)
		},
	}
	chosen.add(cmd)
	cmd.Flags().StringVar(&order, "sort", "", "attribute to sort by, with - in front for descending (default: severity, then newest)")
	cmd.Flags().IntVar(&limit, "limit", 0, "how many findings at most")
	cmd.Flags().StringVar(&cursor, "cursor", "", "where to go on: the next of the answer before")
	return cmd
}

// findingsAnswer is the contract's list, with what is ours.
type findingsAnswer struct {
	Findings []finding.Summary `json:"findings"`
	Total    int               `json:"total"`
	Next     string            `json:"next,omitempty"`
	// Analyzers whose findings these are, with what keeps them from looking.
	Analyzers    []analyzerEntry         `json:"analyzers"`
	Gaps         []gapEntry              `json:"gaps"`
	NotCollected []snapshot.NotCollected `json:"notCollected"`
	Incomplete   bool                    `json:"incomplete"`
}

type analyzerEntry struct {
	ID           string                 `json:"id"`
	Name         string                 `json:"name"`
	Type         finding.Kind           `json:"type"`
	Zone         finding.Zone           `json:"zone"`
	Status       finding.AnalyzerStatus `json:"status"`
	StatusReason string                 `json:"statusReason,omitempty"`
}

func (a *app) listFindings(ctx context.Context, q desk.Query) error {
	return a.findingsOf(ctx, func(d *desk.Desk, s *snapshot.Snapshot) error {
		page, err := d.Findings(ctx, q)
		if err != nil {
			return err
		}
		list, err := d.Analyzers(ctx)
		if err != nil {
			return err
		}
		if q.Analyzer != "" {
			list = only(list, q.Analyzer)
		}
		found := findingsAnswerOf(s, list, &page, q.Filter)
		a.exit = statusOf(found.Incomplete)
		return a.print(found, func(w *table) {
			if s == nil {
				w.line("There is no snapshot yet: run `sightline scan` first (or `sightline scan --from sample`).")
			}
			writeFindings(w, found, &page, q.Filter)
		})
	})
}

func only(list []finding.Analyzer, name string) (out []finding.Analyzer) {
	for _, a := range list {
		if a.Name == name || a.ID == name {
			out = append(out, a)
		}
	}
	return out
}

func findingsAnswerOf(s *snapshot.Snapshot, list []finding.Analyzer, page *desk.Page, f finding.Filter) *findingsAnswer {
	out := &findingsAnswer{
		Findings: finding.Summaries(page.Findings), Total: page.Total, Next: page.Next,
		Analyzers: []analyzerEntry{}, Gaps: []gapEntry{}, NotCollected: []snapshot.NotCollected{},
		Incomplete: page.Stale+page.Errors+page.Undetermined > 0,
	}
	for i := range list {
		l := &list[i]
		out.Analyzers = append(out.Analyzers, analyzerEntry{l.ID, l.Name, l.Kind, l.Zone, l.Status, l.StatusReason})
		out.Incomplete = out.Incomplete || l.Status == finding.AnalyzerFailed
	}
	if s != nil {
		out.Gaps = gapEntries(bearingOn(s, list, f))
		out.NotCollected = orEmpty(s.NotCollected())
		out.Incomplete = out.Incomplete || len(out.Gaps) > 0
	}
	return out
}

// bearingOn are the gaps because of which the list may lack findings.
func bearingOn(s *snapshot.Snapshot, list []finding.Analyzer, f finding.Filter) (out []snapshot.Gap) {
	seen := make(map[string]bool)
	for i := range list {
		for _, g := range list[i].Bearing(s) {
			if key := answer.Gaps([]snapshot.Gap{g})[0].String(); !seen[key] && mayConcern(&g, f) {
				seen[key] = true
				out = append(out, g)
			}
		}
	}
	return out
}

// mayConcern tells whether what a gap hides could meet a filter.
func mayConcern(g *snapshot.Gap, f finding.Filter) bool {
	admits := func(key, value string) bool {
		return value == "" || len(f[key].Eq) == 0 || hasText(f[key].Eq, value)
	}
	return admits("resource", g.Subject) && admits("resourceOwnerAccount", g.Account) && admits("region", g.Region) &&
		ofTypes(g, f["resourceType"].Eq)
}

// ofTypes tells whether a gap may hide something of these types. Gaps name a
// family, such as AWS::IAM, where one call reads all of it.
func ofTypes(g *snapshot.Gap, types []string) bool {
	kind := g.Type
	if kind == "" {
		kind = snapshot.ResourceTypeOf(g.Subject)
	}
	return len(types) == 0 || kind == "" || kind == snapshot.TypeAccount || slices.ContainsFunc(types, func(t string) bool {
		return t == kind || strings.HasPrefix(t, kind+"::")
	})
}
