package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/store"
)

// whoFlags say who decides.
type whoFlags struct{ by string }

func (f *whoFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.by, "by", "", "who decides (default: your user name)")
}

func (a *app) findingsArchiveCommand() *cobra.Command {
	var who whoFlags
	var chosen chosenFlags
	var by finding.Archiving
	var expires string
	cmd := &cobra.Command{
		Use:   "archive ID…",
		Short: "set findings aside as intended",
		Long: "Set findings aside as intended: those with these ids (the beginnings do), or with --filter every active one that\n" +
			"meets it. They stay archived when they are found again, until --expires; archiving again replaces reason, owner,\n" +
			"ticket and expiry. Either all of them are archived or, with an error, none.",
		Example: "  sightline findings archive 385e0ada --reason \"press kit is public\" --owner web --ticket SEC-12 --expires 2027-06-30\n" +
			"  sightline findings archive --filter principal.AWS=777788889999 --reason partner --expires 90d",
		Args: arguments(0, -1, "ID…"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if by.Expires, err = a.expiry(expires); err != nil {
				return err
			}
			by.By = a.person(who.by)
			return a.decide(cmd.Context(), "Archived", args, &chosen, finding.StatusActive, func(ctx context.Context, d *desk.Desk, ids []string) ([]finding.Finding, error) {
				return d.Archive(ctx, ids, by)
			})
		},
	}
	who.add(cmd)
	chosen.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&by.Reason, "reason", "", "why the access is meant")
	flags.StringVar(&by.Owner, "owner", "", "who answers for it")
	flags.StringVar(&by.Ticket, "ticket", "", "where it was decided")
	flags.StringVar(&expires, "expires", "", "when the finding is active again: a date (2027-06-30), a time (RFC 3339), or days from now (90d)")
	return cmd
}

func (a *app) findingsUnarchiveCommand() *cobra.Command {
	var who whoFlags
	var chosen chosenFlags
	var reason string
	cmd := &cobra.Command{
		Use:   "unarchive ID…",
		Short: "make archived findings active again",
		Long:  "Make archived findings active again: those with these ids, or with --filter every archived one that meets it.",
		Args:  arguments(0, -1, "ID…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.decide(cmd.Context(), "Active again", args, &chosen, finding.StatusArchived, func(ctx context.Context, d *desk.Desk, ids []string) ([]finding.Finding, error) {
				return d.Unarchive(ctx, ids, a.person(who.by), reason)
			})
		},
	}
	who.add(cmd)
	chosen.add(cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

// expiry reads --expires; a date ends with its day, in UTC.
func (a *app) expiry(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 36_500 {
			at := a.now().UTC().AddDate(0, 0, n)
			return &at, nil
		}
	}
	if at, err := time.Parse(time.DateOnly, text); err == nil {
		at = at.AddDate(0, 0, 1)
		return &at, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, fmt.Errorf("--expires %q: write a date such as 2027-06-30, a time such as 2027-06-30T12:00:00Z, or a number of days such as 90d", text)
	}
	return &at, nil
}

// decide carries out what a person decided about findings.
func (a *app) decide(ctx context.Context, done string, ids []string, chosen *chosenFlags, status finding.Status, act func(context.Context, *desk.Desk, []string) ([]finding.Finding, error)) error {
	filter, err := chosen.filter()
	switch {
	case err != nil:
		return err
	case len(ids) == 0 && len(filter) == 0:
		return errors.New("which findings? give ids, or --filter key=value")
	case len(ids) > 0 && (len(filter) > 0 || chosen.analyzer != ""):
		return errors.New("give ids, or --filter and --analyzer, not both")
	}
	return a.stored(ctx, func(d *desk.Desk, _ store.Store) error {
		if len(ids) == 0 {
			if ids, err = idsOf(ctx, d, filter, chosen.analyzer, status); err != nil {
				return err
			}
		}
		list, err := act(ctx, d, ids)
		if err != nil {
			return err
		}
		answer := map[string]any{"findings": finding.Summaries(list)}
		return a.print(answer, func(w *table) {
			w.line(fmt.Sprintf("%s: %s", done, count(len(list), "finding")))
			writeFindingRows(w, list, true)
		})
	})
}

// idsOf are the findings of a status that meet a filter.
func idsOf(ctx context.Context, d *desk.Desk, filter finding.Filter, analyzer string, status finding.Status) (ids []string, err error) {
	if _, given := filter["status"]; !given {
		filter["status"] = finding.Criterion{Eq: []string{string(status)}}
	}
	page, err := d.Findings(ctx, desk.Query{Filter: filter, Analyzer: analyzer})
	for i := range page.Findings {
		ids = append(ids, page.Findings[i].ID)
	}
	return ids, err
}
