package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/store"
)

func (a *app) analyzersCommand() *cobra.Command {
	const verbs = "create|list|show|update|delete"
	cmd := &cobra.Command{
		Use:   "analyzers",
		Short: "who watches: analyzers of external, internal and unused access",
		Long: "Analyzers watch for one kind of access: external (somebody outside the zone of trust can reach a resource), internal\n" +
			"(who inside reaches chosen resources), unused. What is inside the zone is trusted. One analyzer sees every Region.\n\n" +
			"As long as nobody has made any, a scan makes one of external access for each organization that it reads, and one for\n" +
			"the accounts outside of any organization that were scanned together. Those of the configuration (key analyzers) are\n" +
			"made and updated by each command that reads it.",
		Args: arguments(0, 0, verbs),
		RunE: func(*cobra.Command, []string) error {
			return errors.New("usage: sightline analyzers " + verbs)
		},
	}
	cmd.AddCommand(a.analyzersCreateCommand(), a.analyzersListCommand(), a.analyzersShowCommand(), a.analyzersUpdateCommand(), a.analyzersDeleteCommand())
	return cmd
}

func (a *app) analyzersCreateCommand() *cobra.Command {
	var f analyzerFlags
	cmd := &cobra.Command{
		Use:   "create NAME --type TYPE --zone ZONE",
		Short: "make an analyzer and let it look at the latest snapshot",
		Example: "  sightline analyzers create outside --type external --zone organization\n" +
			"  sightline analyzers create crown-jewels --type internal --zone account:111122223333 --resource arn:aws:s3:::ledger\n" +
			"  sightline analyzers create unused --type unused --zone organization --age 90 --exclude tag=team:sandbox",
		Args: arguments(1, 1, "NAME --type external|internal|unused --zone account:ID|organization|accounts:a,b"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.checkAge(cmd); err != nil {
				return err
			}
			chosen, err := f.analyzer(args[0])
			if err != nil {
				return err
			}
			if err := a.checkStore(cmd.Context()); err != nil { // makes one that is not there
				return err
			}
			return a.keepAnalyzer(cmd.Context(), func(ctx context.Context, d *desk.Desk) (finding.Analyzer, error) {
				return d.Create(ctx, chosen)
			})
		},
	}
	f.add(cmd, true)
	return cmd
}

func (a *app) analyzersUpdateCommand() *cobra.Command {
	var f analyzerFlags
	cmd := &cobra.Command{
		Use:   "update NAME",
		Short: "change what an analyzer watches, and let it look again",
		Long:  "Change what an analyzer watches; what is not given stays. A list that is given replaces the one before; an empty value\n(--exclude \"\") empties it. Name and type never change.",
		Args:  arguments(1, 1, "NAME [--zone ZONE] [--age DAYS] [--exclude …] [--resource …] [--tag …]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.keepAnalyzer(cmd.Context(), func(ctx context.Context, d *desk.Desk) (finding.Analyzer, error) {
				old, err := d.Analyzer(ctx, args[0])
				if err != nil {
					return old, err
				}
				chosen, err := f.over(cmd, old)
				if err != nil {
					return old, err
				}
				return d.Update(ctx, chosen)
			})
		},
	}
	f.add(cmd, false)
	return cmd
}

// keepAnalyzer makes or changes an analyzer, and lets it look.
func (a *app) keepAnalyzer(ctx context.Context, keep func(context.Context, *desk.Desk) (finding.Analyzer, error)) error {
	return a.stored(ctx, func(d *desk.Desk, st store.Store) error {
		kept, err := keep(ctx, d)
		if err != nil {
			return flagOf(err)
		}
		var counts desk.Counts
		s, err := latestOf(ctx, st)
		if err == nil && s != nil {
			counts, err = d.AnalyzeWith(ctx, kept.Name, s)
		}
		if err != nil {
			return storedBut("analyzer "+kept.Name+" is stored, but it could not look at the latest snapshot", err)
		}
		if kept, err = d.Analyzer(ctx, kept.Name); err != nil {
			return err
		}
		return a.print(analyzerAnswer{kept, counts}, func(w *table) {
			writeAnalyzer(w, &kept)
			if s != nil {
				w.row("  findings", fmt.Sprintf("%d active", counts.Active))
			}
		})
	})
}

// analyzerAnswer is an analyzer with what it found.
type analyzerAnswer struct {
	finding.Analyzer
	Findings desk.Counts `json:"findings"`
}

func (a *app) analyzersListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "list the analyzers",
		Args:  arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.stored(cmd.Context(), func(d *desk.Desk, _ store.Store) error {
				list, err := d.Analyzers(cmd.Context())
				if err != nil {
					return err
				}
				page, err := d.Findings(cmd.Context(), desk.Query{Filter: finding.Filter{"status": {Eq: []string{string(finding.StatusActive)}}}})
				if err != nil {
					return err
				}
				return a.printAnalyzers(list, page.ByAnalyzer)
			})
		},
	}
}

func (a *app) printAnalyzers(list []finding.Analyzer, active map[string]int) error {
	answer := map[string]any{"analyzers": orEmpty(list)}
	return a.print(answer, func(w *table) {
		if len(list) == 0 {
			w.line("There is no analyzer yet: a scan makes one, or `sightline analyzers create`.")
			return
		}
		w.row("NAME", "TYPE", "ZONE", "STATUS", "ACTIVE FINDINGS", "LAST LOOKED", "MADE BY")
		for i := range list {
			l := &list[i]
			w.row(l.Name, string(l.Kind), l.Zone.String(), string(l.Status), fmt.Sprint(active[l.ID]), looked(l), origin(l))
		}
		for i := range list {
			if l := &list[i]; l.StatusReason != "" {
				w.line(l.Name + ": " + l.StatusReason)
			}
		}
	})
}

func looked(a *finding.Analyzer) string {
	if a.LastAnalyzedAt == nil {
		return "never"
	}
	return moment(*a.LastAnalyzedAt)
}

func origin(a *finding.Analyzer) string {
	switch a.Origin {
	case finding.OriginDefault:
		return "a scan"
	case finding.OriginConfiguration:
		return a.DeclaredIn
	case finding.OriginPerson:
	}
	return "a person"
}

func (a *app) analyzersShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "show one analyzer with its rules",
		Args:  arguments(1, 1, "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.stored(cmd.Context(), func(d *desk.Desk, _ store.Store) error {
				one, err := d.Analyzer(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return a.print(one, func(w *table) { writeAnalyzer(w, &one) })
			})
		},
	}
}

func writeAnalyzer(w *table, l *finding.Analyzer) {
	w.line("Analyzer " + l.Name)
	w.row("  type", string(l.Kind))
	w.row("  zone of trust", l.Zone.String())
	if l.Kind == finding.KindUnused {
		w.row("  unused for", fmt.Sprintf("%d days", l.UnusedAge))
	}
	for _, e := range l.Exclude {
		w.row("  leaves out", e.String())
	}
	for _, i := range l.Include {
		w.row("  watches", listed(append(append(append([]string{}, i.Resources...), i.ResourceTypes...), i.Accounts...), 5))
	}
	if l.ServicePrincipals {
		w.row("  reports", "AWS services that may act for anybody, too")
	}
	for _, key := range sortedKeys(l.Tags) {
		w.row("  tag", key+"="+l.Tags[key])
	}
	status := string(l.Status)
	if l.StatusReason != "" {
		status += ": " + l.StatusReason
	}
	w.row("  status", status)
	w.row("  last looked", looked(l))
	w.row("  made by", origin(l))
	for i := range l.Rules {
		w.row("  archive rule", l.Rules[i].Name+": "+strings.Join(l.Rules[i].Filter.Criteria(), ", "))
	}
}

func (a *app) analyzersDeleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "delete NAME",
		Short: "delete an analyzer with all its findings",
		Long:  "Delete an analyzer with all its findings, their history and archivings. One that the configuration declares is deleted there.",
		Args:  arguments(1, 1, "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.stored(cmd.Context(), func(d *desk.Desk, _ store.Store) error {
				if err := d.Delete(cmd.Context(), args[0]); err != nil {
					return err
				}
				return a.print(map[string]string{"deleted": args[0]}, func(w *table) {
					w.line("Deleted analyzer " + args[0] + " with its findings")
				})
			})
		},
	}
}
