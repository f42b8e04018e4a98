package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"sightline/access/answer"
	"sightline/access/permission"
)

func (a *app) whatCanCommand() *cobra.Command {
	var flags contextFlags
	var q answer.WhatCanText
	cmd := &cobra.Command{
		Use:   "what-can PRINCIPAL",
		Short: "all that a principal can do: actions, resources, conditions, and why",
		Long: "All that a principal can do after every layer, as sets of actions on resource patterns. Patterns speak of the\n" +
			"principal's own account; access to single resources that their own policies give, also in other accounts,\n" +
			"stands beside them. What limits a grant, and what is left out of it, is listed with it.\n\n" +
			"Exit status: 0 answered, 3 answered but incomplete (something that bears on it was not read).",
		Example: "  sightline what-can role/app\n  sightline what-can alice --service s3 --action 's3:Put*'",
		Args:    arguments(1, 1, "PRINCIPAL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			q.Principal, q.Context, q.Absent = args[0], flags.values, flags.absent
			return a.whatCan(cmd.Context(), q)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&q.Filter.Service, "service", "", "only this service's actions, such as s3")
	cmd.Flags().StringVar(&q.Filter.Action, "action", "", "only actions that this glob covers")
	cmd.Flags().StringVar(&q.Session, "session", "", "name of the role session in which a role acts")
	return cmd
}

func (a *app) whatCan(ctx context.Context, text answer.WhatCanText) error {
	q, err := answer.ReadWhatCan(text)
	if err != nil {
		return flagged(err)
	}
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	what, err := q.Ask(k)
	if err != nil {
		return flagged(err)
	}
	a.exit = statusOf(what.Incomplete)
	return a.print(what, func(w *table) { writeWhatCan(w, what, k.Catalog.Match("*")) })
}

// actionsText lists a grant's actions; of nearly all there are, it lists the
// rest.
func actionsText(g *permission.Grant, all []string) string {
	if len(g.Actions) == 1 || len(g.All()) < len(all)*3/4 {
		return listed(g.Actions, 8)
	}
	held := make(map[string]bool, len(g.All()))
	for _, action := range g.All() {
		held[action] = true
	}
	var rest []string
	for _, action := range all {
		if !held[action] {
			rest = append(rest, action)
		}
	}
	return fmt.Sprintf("all but %d of %d actions; not in this grant: %s", len(rest), len(all), listed(rest, 6))
}

func writeWhatCan(w *table, what *answer.WhatCan, all []string) {
	w.line(fmt.Sprintf("%s: %s", what.Principal, count(len(what.Grants), "grant")))
	for _, g := range what.Grants {
		w.line("")
		w.row("  "+string(g.Verdict), listed(g.AccessLevels, 5))
		w.row("    actions", actionsText(&g, all))
		w.row("    resources", listed(g.Resources, 8))
		for i, e := range g.Except {
			if i == 5 {
				w.row("    except", fmt.Sprintf("%d more", len(g.Except)-i))
				break
			}
			w.row("    except", exceptionText(&e))
		}
		for _, c := range withoutGapTexts(conditionTexts(g.Conditions)) {
			w.row("    condition", c)
		}
		for _, r := range statements(g.Because, what.Gaps) {
			w.row("    because", reasonText(r))
		}
		for _, r := range g.LimitedBy {
			w.row("    limited by", reasonText(r))
		}
	}
	writeCompleteness(w, &what.Completeness)
}

func exceptionText(e *permission.Exception) string {
	text := e.Resource
	if len(e.Actions) > 0 {
		text += " for " + listed(e.Actions, 4)
	}
	if len(e.Conditions) > 0 {
		text += " " + joined(withoutGapTexts(conditionTexts(e.Conditions)))
	}
	if len(e.Because) > 0 && e.Because[0].Note == "" {
		text += " (" + reasonText(e.Because[0]) + ")"
	}
	return text
}
