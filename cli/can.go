package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/access/slice"
	"sightline/iam/authz"
)

func (a *app) canCommand() *cobra.Command {
	var flags contextFlags
	var session string
	cmd := &cobra.Command{
		Use:   "can PRINCIPAL ACTION [RESOURCE]",
		Short: "may this principal do this? decision and explanation",
		Long: "May this principal do this action on this resource? Prints the decision and the statements that made it.\n" +
			"PRINCIPAL is an ARN, a name that is unique in the snapshot (alice, role/app), i-… for an instance's identity,\n" +
			"or * for anyone. RESOURCE is an ARN; leave it out for actions that have none.\n\n" +
			"Condition keys that follow from the snapshot are derived; any other key is unknown unless given.\n\n" +
			"Exit status: 0 Allowed, 1 denied, 3 Unknown, 2 could not be asked.",
		Example: "  sightline can role/app s3:GetObject arn:aws:s3:::reports/q3.csv\n" +
			"  sightline can alice iam:CreateUser '*' --context aws:MultiFactorAuthPresent=true",
		Args: arguments(2, 3, "PRINCIPAL ACTION [RESOURCE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.can(cmd.Context(), args, &flags, session)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&session, "session", "", "name of the role session in which a role acts")
	return cmd
}

func (a *app) can(ctx context.Context, args []string, flags *contextFlags, session string) error {
	q, err := answer.ReadCan(answer.CanText{
		Principal: args[0], Action: args[1], Resource: append(args, "*")[2],
		Session: session, Context: flags.values, Absent: flags.absent,
	})
	if err != nil {
		return flagged(err)
	}
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	can, err := q.Ask(k)
	if err != nil {
		return flagged(err)
	}
	a.noteAction(k, q.Action)
	switch can.Decision {
	case authz.Allowed:
		a.exit = exitOK
	case authz.Unknown:
		a.exit = exitUnknown
	default:
		a.exit = exitNo
	}
	return a.print(can, func(w *table) { writeCan(w, can) })
}

// noteAction tells of an action that the service reference does not know: it
// is newer, or a slip that would read as a denial.
func (a *app) noteAction(k *permission.Asker, action string) {
	if !answer.KnownAction(k, action) {
		fmt.Fprintf(a.stderr, "sightline: note: the service reference (%s) has no action %s\n", k.Catalog.Version(), printable(action))
	}
}

func writeCan(w *table, c *answer.Can) {
	w.line(headline(c))
	w.row("  principal", c.Principal)
	w.row("  action", c.Action)
	w.row("  resource", c.Resource)
	if len(c.MissingContext) > 0 {
		w.line("It depends on " + strings.Join(c.MissingContext, ", ") + ": give --context key=value or --absent key.")
	}
	if slices.ContainsFunc(c.Steps, func(s answer.Step) bool { return s.Reason == authz.ReasonPrincipalUnknown }) && c.Decision == authz.Unknown {
		w.line("It depends on the name of the session: give --session NAME.")
	}
	for _, g := range c.Gaps {
		w.line("Not read: " + g.String())
	}
	w.line("Because:")
	for _, entry := range c.Steps {
		s := authz.Step(entry)
		if bears(&s, c.Decision) {
			writeStep(w, &s)
		}
	}
	writeNotCollected(w, c.NotCollected)
}

// headline is the decision in one line.
func headline(c *answer.Can) string {
	switch {
	case c.DecidedBy == "":
		return c.Decision.String()
	case c.Decision == authz.Unknown:
		return "Unknown: it hangs on " + slice.LayerName(c.DecidedBy)
	case c.Decision == authz.ImplicitlyDenied:
		return "ImplicitlyDenied: no Allow in " + slice.LayerName(c.DecidedBy)
	default:
		return c.Decision.String() + " by " + slice.LayerName(c.DecidedBy)
	}
}

// bears picks the steps that a reader needs; JSON has them all.
func bears(s *authz.Step, d authz.Decision) bool {
	switch s.Verdict {
	case authz.VerdictDeny, authz.VerdictMissing, authz.VerdictUnknown:
		return true
	case authz.VerdictAllow:
		return d != authz.ExplicitlyDenied && !limits(s.Layer)
	case authz.VerdictSkipped:
		return s.Reason != authz.ReasonNotCollected
	default:
		return s.Reason == authz.ReasonConditionFalse && nearMiss(s, d)
	}
}

// nearMiss: an Allow that fails by its condition bears on a denial, a Deny that
// does so on an Allow.
func nearMiss(s *authz.Step, d authz.Decision) bool {
	if s.Effect == "Deny" {
		return d == authz.Allowed && s.Layer != authz.LayerRCP
	}
	return d == authz.ImplicitlyDenied
}

// limits tells whether a layer only limits: its Allows are no reason.
func limits(l authz.Layer) bool {
	return l == authz.LayerRCP || l == authz.LayerSCP || l == authz.LayerEndpoint
}
