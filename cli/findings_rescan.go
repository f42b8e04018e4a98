package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/finding"
	"sightline/collect/aws"
	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
)

func (a *app) findingsRescanCommand() *cobra.Command {
	var live liveFlags
	cmd := &cobra.Command{
		Use:   "rescan ID|ARN",
		Short: "read one resource again from AWS and judge its findings anew",
		Long: "Read one resource or role again from AWS, by its own calls alone, store the snapshot that has it as it is now, and\n" +
			"judge the findings about it anew: what is gone is resolved. What is refused resolves nothing. A snapshot from files\n" +
			"cannot be rescanned: scan again.\n\n" +
			"Exit status: 0 judged, 3 something of it was refused, 2 could not be read and nothing changed.",
		Example: "  sightline findings rescan 385e0ada\n  sightline findings rescan arn:aws:s3:::reports",
		Args:    arguments(1, 1, "ID|ARN"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.rescan(cmd.Context(), args[0], &live)
		},
	}
	cmd.Flags().StringVar(&live.role, "role", "", "name of the role to assume in other accounts (default "+aws.DefaultRole+")")
	cmd.Flags().StringVar(&live.externalID, "external-id", "", "external id that the role asks for")
	return cmd
}

// rescanAnswer is what came of one resource.
type rescanAnswer struct {
	Resource string            `json:"resource"`
	Snapshot string            `json:"snapshot"`
	Counts   desk.Counts       `json:"counts"`
	Findings []finding.Summary `json:"findings"`
	Gaps     []gapEntry        `json:"gaps"`

	Incomplete bool `json:"incomplete"`
}

func (a *app) rescan(ctx context.Context, what string, live *liveFlags) error {
	if err := live.check(); err != nil {
		return err
	}
	if a.snapshotName != "latest" {
		return errors.New("--snapshot: a rescan goes on from the latest snapshot; leave the flag out")
	}
	st, err := a.existingStore(ctx)
	if err != nil {
		return err
	}
	d, err := a.desk(ctx, st, live)
	if err == nil {
		err = a.rescanAt(ctx, d, st, what)
	}
	return errors.Join(err, st.Close())
}

func (a *app) rescanAt(ctx context.Context, d *desk.Desk, st store.Store, what string) error {
	arn := what
	if !strings.HasPrefix(what, "arn:") {
		f, err := d.Finding(ctx, what)
		if err != nil {
			return err
		}
		arn = f.Resource
	}
	s, err := latestOf(ctx, st)
	if err != nil {
		return err
	}
	if s == nil {
		return errors.New("there is no snapshot yet: run `sightline scan` first")
	}
	next, counts, err := d.Rescan(ctx, s, arn)
	if err != nil {
		return err
	}
	page, err := d.Findings(ctx, desk.Query{Filter: finding.Filter{"resource": {Eq: []string{arn}}}})
	if err != nil {
		return err
	}
	found := rescanAnswer{Resource: arn, Snapshot: next.ID(), Counts: counts, Findings: finding.Summaries(page.Findings), Gaps: gapEntries(gapsOf(next, arn))}
	found.Incomplete = page.Stale+page.Errors > 0 || len(found.Gaps) > 0
	a.exit = statusOf(found.Incomplete)
	return a.print(found, func(w *table) { writeRescan(w, &found, page.Findings) })
}

func gapsOf(s *snapshot.Snapshot, arn string) (out []snapshot.Gap) {
	for _, g := range s.Data().Gaps {
		if g.Subject == arn {
			out = append(out, g)
		}
	}
	return out
}

func writeRescan(w *table, x *rescanAnswer, list []finding.Finding) {
	w.line("Read again: " + x.Resource)
	w.line("Stored snapshot " + x.Snapshot)
	if len(list) == 0 {
		w.line("There is no finding about it.")
	} else {
		w.line(fmt.Sprintf("%s about it; %d resolved and %d new by this", count(len(list), "finding"), x.Counts.Resolved, x.Counts.New))
	}
	writeFindingRows(w, list, true)
	for i := range list {
		if s := list[i].Stale; s != nil && list[i].Status != finding.StatusResolved {
			w.line("  " + list[i].ID[:shortID] + " could not be judged: " + s.Reason)
		}
	}
	writeGaps(w, x.Gaps)
}

// rescanner reads one resource or role again from AWS: as flags say, else
// through each of the configuration's sources until one can read it.
func (a *app) rescanner(live *liveFlags) func(context.Context, *snapshot.Snapshot, string) (*snapshot.Snapshot, error) {
	if live == nil {
		live = &liveFlags{}
	}
	return func(ctx context.Context, s *snapshot.Snapshot, arn string) (*snapshot.Snapshot, error) {
		target := aws.Target{ARN: arn}
		if r := s.Resource(arn); r != nil && r.ARN == arn {
			target.Account, target.Region = r.Account, r.Region
		}
		r, err := a.readAgain(ctx, live, target)
		if err != nil {
			return nil, err
		}
		return s.Replace(r)
	}
}

// readAgain takes the first source that reads the thing without a gap, or else
// the first that reads anything.
func (a *app) readAgain(ctx context.Context, live *liveFlags, target aws.Target) (best snapshot.Reading, err error) {
	have := false
	for _, one := range a.lives(live) {
		r, failed := aws.Rescan(ctx, aws.Options{Role: one.role, ExternalID: one.externalID, Now: a.now()}, target)
		if failed != nil {
			if !have && err == nil {
				err = failed
			}
			continue
		}
		if len(r.Data.Gaps) == 0 {
			return r, nil
		}
		if !have {
			best, have, err = r, true, nil
		}
	}
	return best, err
}
