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

func (a *app) archiveRulesCommand() *cobra.Command {
	const verbs = "create|list|update|delete|apply"
	cmd := &cobra.Command{
		Use:   "archive-rules",
		Short: "rules that set new findings of an analyzer aside",
		Long: "Archive rules set new findings of an analyzer aside that meet a filter; owner, reason, ticket and expiry pass on to the\n" +
			"findings. Findings that are there already stay as they are, unless the rule is applied. Say isPublic=false in a filter\n" +
			"that should never hide public access.\n\n" + filterHelp + strings.Join(finding.KeyNames(finding.UseArchiveRule), ", ") + ".",
		Args: arguments(0, 0, verbs),
		RunE: func(*cobra.Command, []string) error {
			return errors.New("usage: sightline archive-rules " + verbs)
		},
	}
	cmd.AddCommand(a.ruleKeepCommand("create", "add a rule to an analyzer", (*desk.Desk).CreateRule),
		a.ruleListCommand(), a.ruleKeepCommand("update", "put a rule in place of the one of its name", (*desk.Desk).UpdateRule),
		a.ruleDeleteCommand(), a.ruleApplyCommand())
	return cmd
}

func (a *app) ruleKeepCommand(verb, short string, keep func(*desk.Desk, context.Context, string, finding.ArchiveRule) (finding.Analyzer, error)) *cobra.Command {
	var filters []string
	var expires string
	var rule finding.ArchiveRule
	cmd := &cobra.Command{
		Use:   verb + " ANALYZER RULE --filter key=value…",
		Short: short,
		Example: "  sightline archive-rules " + verb + " outside partner --filter principal.AWS=777788889999 --filter isPublic=false \\\n" +
			"    --owner platform --reason \"pickup partner\" --expires 2027-12-31",
		Args: arguments(2, 2, "ANALYZER RULE --filter key=value…"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			rule.Name = args[1]
			if rule.Filter, err = finding.ParseFilter(filters, finding.UseArchiveRule); err != nil {
				return flag("filter", err)
			}
			if rule.Expires, err = a.expiry(expires); err != nil {
				return err
			}
			return a.keepRule(cmd.Context(), args[0], rule, keep)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&filters, "filter", nil, "criterion that findings must meet; may be given several times")
	flags.StringVar(&rule.Owner, "owner", "", "who answers for the findings")
	flags.StringVar(&rule.Reason, "reason", "", "why the access is meant")
	flags.StringVar(&rule.Ticket, "ticket", "", "where it was decided")
	flags.StringVar(&expires, "expires", "", "when the rule and what it archived end: a date, a time, or days from now (90d)")
	return cmd
}

func (a *app) keepRule(ctx context.Context, analyzer string, rule finding.ArchiveRule, keep func(*desk.Desk, context.Context, string, finding.ArchiveRule) (finding.Analyzer, error)) error {
	return a.stored(ctx, func(d *desk.Desk, _ store.Store) error {
		kept, err := keep(d, ctx, analyzer, rule)
		if err != nil {
			return flagOf(err)
		}
		would, err := d.PreviewRule(ctx, analyzer, rule)
		if err != nil {
			return err
		}
		answer := struct {
			Analyzer string              `json:"analyzer"`
			Rule     finding.ArchiveRule `json:"rule"`
			// Matching active findings stay active unless the rule is applied.
			Matching int `json:"matching"`
		}{kept.Name, *kept.Rule(rule.Name), len(would)}
		return a.print(answer, func(w *table) {
			w.line(fmt.Sprintf("Analyzer %s has archive rule %s: %s", kept.Name, rule.Name, strings.Join(rule.Filter.Criteria(), ", ")))
			if rule.HidesPublic() {
				w.line("Beware: it may hide public access; add --filter isPublic=false unless that is meant.")
			}
			if len(would) > 0 {
				w.line(fmt.Sprintf("It matches %s that are active already: `sightline archive-rules apply %s %s` archives them.", count(len(would), "finding"), kept.Name, rule.Name))
			}
		})
	})
}

func (a *app) ruleListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list [ANALYZER]",
		Short: "list the rules of an analyzer, or of all",
		Args:  arguments(0, 1, "[ANALYZER]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.stored(cmd.Context(), func(d *desk.Desk, _ store.Store) error {
				list, err := d.Analyzers(cmd.Context())
				if err == nil && len(args) == 1 {
					var one finding.Analyzer
					one, err = d.Analyzer(cmd.Context(), args[0])
					list = []finding.Analyzer{one}
				}
				if err != nil {
					return err
				}
				return a.printRules(list)
			})
		},
	}
}

type ruleEntry struct {
	Analyzer string `json:"analyzer"`
	finding.ArchiveRule
}

func (a *app) printRules(list []finding.Analyzer) error {
	rules := []ruleEntry{}
	for i := range list {
		for _, r := range list[i].Rules {
			rules = append(rules, ruleEntry{list[i].Name, r})
		}
	}
	return a.print(map[string]any{"archiveRules": rules}, func(w *table) {
		if len(rules) == 0 {
			w.line("There is no archive rule.")
			return
		}
		w.row("ANALYZER", "RULE", "FILTER", "OWNER", "REASON", "TICKET", "EXPIRES")
		for i := range rules {
			r := &rules[i]
			expires := "never"
			if r.Expires != nil {
				expires = moment(*r.Expires)
			}
			w.row(r.Analyzer, r.Name, strings.Join(r.Filter.Criteria(), ", "), r.Owner, r.Reason, r.Ticket, expires)
		}
	})
}

func (a *app) ruleDeleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "delete ANALYZER RULE",
		Short: "delete a rule; what it archived stays so",
		Args:  arguments(2, 2, "ANALYZER RULE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.stored(cmd.Context(), func(d *desk.Desk, _ store.Store) error {
				if _, err := d.DeleteRule(cmd.Context(), args[0], args[1]); err != nil {
					return err
				}
				return a.print(map[string]string{"analyzer": args[0], "deleted": args[1]}, func(w *table) {
					w.line("Deleted archive rule " + args[1] + "; what it archived stays archived")
				})
			})
		},
	}
}

func (a *app) ruleApplyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "apply ANALYZER RULE",
		Short: "archive the active findings that a rule chooses",
		Args:  arguments(2, 2, "ANALYZER RULE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.stored(cmd.Context(), func(d *desk.Desk, _ store.Store) error {
				n, err := d.ApplyRule(cmd.Context(), args[0], args[1])
				if err != nil {
					return err
				}
				answer := struct {
					Analyzer string `json:"analyzer"`
					Rule     string `json:"rule"`
					Archived int    `json:"archived"`
				}{args[0], args[1], n}
				return a.print(answer, func(w *table) { w.line("Archived " + count(n, "finding")) })
			})
		},
	}
}
