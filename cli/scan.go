package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
)

func (a *app) scanCommand() *cobra.Command {
	var sources []string
	var live liveFlags
	var failOn string
	cmd := &cobra.Command{
		Use:   "scan [--from SOURCE…] [--organization]",
		Short: "read accounts into one snapshot, store it, and let the analyzers look",
		Long: "Read accounts into one snapshot, store it, and let the analyzers look at it. SOURCE is aws (the default: the account of the ambient\n" +
			"credentials, or with --organization every account, through a role in each), a file of\n" +
			"`aws iam get-account-authorization-details` (several accounts: several files), a directory of such files,\n" +
			"a directory in iam-collect's layout, a saved snapshot, a directory of saved snapshots, or the word sample.\n\n" +
			"Calls that AWS refuses become gaps, named with the permission they need; answers that hang on them are unknown.\n\n" +
			"Exit status: 0 stored, 3 stored with gaps or errors, 1 stored and with --fail-on there are such findings, 2 could not be\n" +
			"done and nothing is stored.",
		Example: "  sightline scan\n  sightline scan --organization --role SightlineReader --regions eu-west-1,us-east-1\n" +
			"  sightline scan --from prod.json --from dev.json\n  sightline scan --from sample",
		Args: arguments(0, 0, "[--from SOURCE…]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(sources) == 0 {
				sources = []string{nameAWS}
			}
			return a.scan(cmd.Context(), sources, &live, failOn)
		},
	}
	live.add(cmd)
	cmd.Flags().StringArrayVar(&sources, "from", nil, "what to read; may be given several times")
	cmd.Flags().StringVar(&failOn, "fail-on", "", "exit 1 if there are findings that are active, or new: those that this scan found")
	return cmd
}

// scanAnswer is the contract's shape.
type scanAnswer struct {
	Snapshot     string                  `json:"snapshot"`
	Accounts     int                     `json:"accounts"`
	Identities   int                     `json:"identities"`
	Resources    int                     `json:"resources"`
	Gaps         []gapEntry              `json:"gaps"`
	NotCollected []snapshot.NotCollected `json:"notCollected"`
	Findings     findingCounts           `json:"findings"`
}

// findingCounts sum up what the analyzers found.
type findingCounts = desk.Counts

func (a *app) scan(ctx context.Context, sources []string, live *liveFlags, failOn string) error {
	if failOn != "" && failOn != "active" && failOn != "new" {
		return fmt.Errorf("--fail-on %q: write active or new", failOn)
	}
	if err := live.check(); err != nil {
		return err
	}
	if live.given() && !hasText(sources, nameAWS) {
		return errOnlyAWS
	}
	if err := a.checkConfigured(); err != nil {
		return err
	}
	s, err := a.collect(ctx, sources, live)
	if err != nil {
		return err
	}
	if len(s.Data().Gaps) > 0 {
		a.exit = exitUnknown
	}
	found, watchers, err := a.analyze(ctx, s)
	if err != nil { // what is stored is stored: 3, as of everything that went wrong after it
		a.exit = exitUnknown
		fmt.Fprintln(a.stderr, "sightline: "+oneLine(storedBut("snapshot "+s.ID()+" is stored, but the analyzers did not come to an end", err)))
	}
	a.warnOfBlind(watchers)
	if failOn == "active" && found.Active > 0 || failOn == "new" && found.New > 0 {
		a.exit = exitNo
	}
	if err := a.printScan(s, found, watchers); err != nil {
		return fmt.Errorf("snapshot %s is stored, but: %w", s.ID(), err)
	}
	return nil
}

// warnOfBlind tells of analyzers that somebody set up and that could not look at
// this snapshot: no findings of theirs means nothing. Default ones of other
// accounts are no error: those of this snapshot have their own.
func (a *app) warnOfBlind(watchers []finding.Analyzer) {
	for i := range watchers {
		if l := &watchers[i]; l.Status == finding.AnalyzerFailed && l.Origin != finding.OriginDefault {
			a.exit = exitUnknown
			fmt.Fprintln(a.stderr, "sightline: warning: analyzer "+l.Name+" could not look: "+shortened(printable(l.StatusReason)))
		}
	}
}

// storedBut is the error for what came after storing. It is no error of an
// interruption any more, of which people are told that nothing was stored.
func storedBut(what string, err error) error { return errors.New(what + ": " + err.Error()) }

// analyze lets every analyzer look at what was just stored.
func (a *app) analyze(ctx context.Context, s *snapshot.Snapshot) (found findingCounts, watchers []finding.Analyzer, err error) {
	err = a.withDesk(ctx, func(d *desk.Desk, _ store.Store) (err error) {
		if found, err = d.Analyze(ctx, s); err == nil {
			watchers, err = d.Analyzers(ctx)
		}
		return err
	})
	return found, watchers, err
}

// collect reads sources into one snapshot and stores it.
func (a *app) collect(ctx context.Context, sources []string, live *liveFlags) (*snapshot.Snapshot, error) {
	if err := a.checkStore(ctx); err != nil {
		return nil, err
	}
	tell, done := bar(a.stderr)
	s, err := a.readAll(sources, func(source string) (snapshot.Data, error) {
		if _, err := os.Stat(source); source == nameAWS && errors.Is(err, os.ErrNotExist) {
			return a.readAWS(ctx, live, tell)
		}
		return a.readFiles(source)
	})
	done()
	if err != nil {
		return nil, err
	}
	return s, a.save(ctx, s)
}

// checkStore opens the store before anything is collected: what stands in its
// way is told before minutes of work.
func (a *app) checkStore(ctx context.Context) error {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	return st.Close()
}

// save stores a snapshot as one step: nothing of it stays if that fails.
func (a *app) save(ctx context.Context, s *snapshot.Snapshot) error {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	_, err = desk.Save(ctx, st, s, a.now())
	return errors.Join(err, st.Close())
}

func (a *app) printScan(s *snapshot.Snapshot, found findingCounts, watchers []finding.Analyzer) error {
	d, counts := s.Data(), s.Counts()
	answer := scanAnswer{
		Snapshot: s.ID(), Accounts: counts.Accounts, Identities: counts.Identities,
		Resources: counts.Resources, Gaps: gapEntries(d.Gaps), NotCollected: s.NotCollected(), Findings: found,
	}
	return a.print(answer, func(w *table) {
		if d.Sample {
			w.line("This is the bundled SAMPLE organization, not yours.")
		}
		w.line(fmt.Sprintf("Stored snapshot %s", s.ID()))
		w.row("  accounts", fmt.Sprint(counts.Accounts))
		w.row("  identities", fmt.Sprintf("%d (%s, %s, %s)", counts.Identities,
			count(counts.Users, "user"), count(counts.Roles, "role"), count(counts.Groups, "group")))
		w.row("  policies", fmt.Sprintf("%d managed, %s", counts.Policies, count(counts.Documents, "distinct document")))
		w.row("  resources", fmt.Sprint(counts.Resources))
		w.row("  findings", findingsText(found))
		for i := range watchers {
			if l := &watchers[i]; l.Status != finding.AnalyzerActive {
				w.row("  analyzer "+l.Name, l.StatusReason)
			}
		}
		writeGaps(w, answer.Gaps)
		writeNotCollected(w, d.NotCollected)
	})
}

// findingsText sums findings up in one line.
func findingsText(n findingCounts) string {
	if n.Analyzers == 0 {
		return "none: no analyzer looked at it"
	}
	text := fmt.Sprintf("%d active (%d new), %d resolved", n.Active, n.New, n.Resolved)
	if n.Stale > 0 {
		text += fmt.Sprintf(", %d could not be judged again", n.Stale)
	}
	if n.Active > 0 {
		text += ": see `sightline findings list`"
	}
	return text
}

// writeNotCollected says "as far as SOURCE shows", one line a source.
func writeNotCollected(w *table, missing []snapshot.NotCollected) {
	var order []string
	bySource := make(map[string][]string)
	for _, m := range missing {
		if bySource[m.Source] == nil {
			order = append(order, m.Source)
		}
		if !hasText(bySource[m.Source], m.What) {
			bySource[m.Source] = append(bySource[m.Source], m.What)
		}
	}
	for _, source := range order {
		w.line(fmt.Sprintf("As far as %s shows; it does not hold: %s.", source, listed(bySource[source], 20)))
	}
}

func hasText(list []string, text string) bool {
	for _, s := range list {
		if s == text {
			return true
		}
	}
	return false
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
