package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"sightline/access/permission"
)

func (a *app) whatCanCommand() *cobra.Command {
	var flags contextFlags
	var filter permission.Filter
	var session string
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
			return a.whatCan(cmd.Context(), args[0], session, filter, &flags)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&filter.Service, "service", "", "only this service's actions, such as s3")
	cmd.Flags().StringVar(&filter.Action, "action", "", "only actions that this glob covers")
	cmd.Flags().StringVar(&session, "session", "", "name of the role session in which a role acts")
	return cmd
}

type whatCanAnswer struct {
	Principal string             `json:"principal"`
	Grants    []permission.Grant `json:"grants"`
	completeness
}

func (a *app) whatCan(ctx context.Context, who, session string, filter permission.Filter, flags *contextFlags) error {
	given, err := flags.read()
	if err != nil {
		return err
	}
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	if filter.Service != "" {
		if _, ok := k.Catalog.Service(filter.Service); !ok {
			return fmt.Errorf("--service %q: no such service in the service reference (%s)", filter.Service, k.Catalog.Version())
		}
	}
	p, err := principal(k.Snapshot, who, session, "")
	if err != nil {
		return err
	}
	grants, err := k.Grants(p, filter, given)
	if err != nil {
		return err
	}
	answer := whatCanAnswer{
		Principal: callerName(p), Grants: orEmpty(grants),
		completeness: a.completeness(k, k.GapsOf(grants), nil),
	}
	for i := range grants {
		if grants[i].Verdict == permission.Undetermined {
			answer.Incomplete, a.exit = true, exitUnknown
		}
	}
	return a.print(answer, func(w *table) { writeWhatCan(w, &answer, k.Catalog.Match("*")) })
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

func writeWhatCan(w *table, answer *whatCanAnswer, all []string) {
	w.line(fmt.Sprintf("%s: %s", answer.Principal, count(len(answer.Grants), "grant")))
	for _, g := range answer.Grants {
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
		for _, r := range statements(g.Because, answer.Gaps) {
			w.row("    because", reasonText(r))
		}
		for _, r := range g.LimitedBy {
			w.row("    limited by", reasonText(r))
		}
	}
	writeCompleteness(w, &answer.completeness)
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
