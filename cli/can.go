package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
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

// canAnswer is the contract's shape, with what keeps the answer open.
type canAnswer struct {
	Principal      string                  `json:"principal"`
	Action         string                  `json:"action"`
	Resource       string                  `json:"resource"`
	Decision       authz.Decision          `json:"decision"`
	DecidedBy      authz.Layer             `json:"decidedBy"`
	Steps          []stepEntry             `json:"steps"`
	MissingContext []string                `json:"missingContext"`
	Gaps           []gapEntry              `json:"gaps"`
	NotCollected   []snapshot.NotCollected `json:"notCollected"`
	Incomplete     bool                    `json:"incomplete"`
}

func (a *app) can(ctx context.Context, args []string, flags *contextFlags, session string) error {
	action, resource := args[1], "*"
	if len(args) == 3 {
		resource = args[2]
	}
	if err := checkAction(action); err != nil {
		return err
	}
	if err := checkResource(resource); err != nil {
		return err
	}
	given, err := flags.read()
	if err != nil {
		return err
	}
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	p, err := principal(k.Snapshot, args[0], session, action)
	if err != nil {
		return err
	}
	if err := knownResource(k, resource); err != nil {
		return err
	}
	a.noteAction(k, action)
	q, err := k.Question(p, resource, given)
	if err != nil {
		return err
	}
	return a.printCan(k, q, action, resource)
}

func checkAction(action string) error {
	service, name, ok := strings.Cut(action, ":")
	if !ok || service == "" || name == "" || strings.ContainsAny(action, "*? \t\n") {
		return fmt.Errorf("action %q: write one action as service:Name, such as s3:GetObject", action)
	}
	return nil
}

// noteAction tells of an action that the service reference does not know: it
// is newer, or a slip that would read as a denial.
func (a *app) noteAction(k *permission.Asker, action string) {
	if !strings.Contains(action, ":") || len(k.Catalog.Match(action)) > 0 {
		return
	}
	fmt.Fprintf(a.stderr, "sightline: note: the service reference (%s) has no action %s\n", k.Catalog.Version(), printable(action))
}

func checkResource(resource string) error {
	if resource == "*" {
		return nil
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[1] == "" || parts[2] == "" || parts[5] == "" {
		return fmt.Errorf("resource %q: not an ARN (arn:partition:service:region:account:resource) and not *", resource)
	}
	return nil
}

// principal finds who is meant, and the session if one is named.
func principal(s *snapshot.Snapshot, text, session, action string) (authz.Principal, error) {
	p, err := s.FindPrincipal(text)
	if err == nil && p.Kind == authz.KindService {
		p, err = authz.ParsePrincipal(text, action) // a name may be a service's or a provider's: the action tells
	}
	if outsider, ok := outsideCaller(s, text); err != nil && ok {
		p, err = outsider, nil
	}
	if err != nil || session == "" {
		return p, err
	}
	role := s.IdentityOf(p)
	if role == nil || role.Kind != snapshot.KindRole {
		return p, fmt.Errorf("--session: %s is no role", text)
	}
	if strings.ContainsAny(session, "/ \t\n") {
		return p, fmt.Errorf("--session %q: a session's name has no spaces and slashes", session)
	}
	return s.SessionOf(role, session), nil
}

// outsideCaller reads the ARN of a principal whose account is not in the
// snapshot but stands in some policy of it: a partner, not a slip of the pen.
func outsideCaller(s *snapshot.Snapshot, text string) (authz.Principal, bool) {
	p, err := authz.ParsePrincipal(text, "")
	if err != nil || p.Account == "" || s.Account(p.Account) != nil {
		return p, false
	}
	for _, document := range s.Data().Documents {
		if strings.Contains(document, p.Account) {
			return p, true
		}
	}
	return p, false
}

// knownResource refuses a resource that the snapshot would hold if it existed.
func knownResource(k *permission.Asker, resource string) error {
	if resource == "*" {
		return nil
	}
	if near, known := k.Snapshot.Knows(resource); !known {
		text := fmt.Sprintf("resource %s: not in the snapshot", resource)
		if len(near) > 0 {
			text += "; did you mean " + strings.Join(near, " or ") + "?"
		}
		return errors.New(text)
	}
	return nil
}

func (a *app) printCan(k *permission.Asker, q *permission.Question, action, resource string) error {
	e := q.Explain(action)
	answer := canAnswer{
		Principal: callerName(q.Principal), Action: action, Resource: resource, Decision: e.Decision, DecidedBy: e.DecidedBy,
		Steps: stepEntries(e.Steps), MissingContext: orEmpty(e.MissingContext), Gaps: gapsNamed(k.Snapshot, e.Gaps),
		NotCollected: orEmpty(k.Snapshot.Data().NotCollected), Incomplete: len(e.Gaps) > 0,
	}
	switch e.Decision {
	case authz.Allowed:
		a.exit = exitOK
	case authz.Unknown:
		a.exit = exitUnknown
	default:
		a.exit = exitNo
	}
	return a.print(answer, func(w *table) { writeCan(w, &answer) })
}

// callerName is the caller's ARN, or * for anyone.
func callerName(p authz.Principal) string {
	if p.ARN == "" {
		return "*"
	}
	return p.ARN
}

func writeCan(w *table, c *canAnswer) {
	w.line(headline(c))
	w.row("  principal", c.Principal)
	w.row("  action", c.Action)
	w.row("  resource", c.Resource)
	if len(c.MissingContext) > 0 {
		w.line("It depends on " + strings.Join(c.MissingContext, ", ") + ": give --context key=value or --absent key.")
	}
	if slices.ContainsFunc(c.Steps, func(s stepEntry) bool { return s.Reason == authz.ReasonPrincipalUnknown }) && c.Decision == authz.Unknown {
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
func headline(c *canAnswer) string {
	switch {
	case c.DecidedBy == "":
		return c.Decision.String()
	case c.Decision == authz.Unknown:
		return "Unknown: it hangs on " + layerName(c.DecidedBy)
	case c.Decision == authz.ImplicitlyDenied:
		return "ImplicitlyDenied: no Allow in " + layerName(c.DecidedBy)
	default:
		return c.Decision.String() + " by " + layerName(c.DecidedBy)
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
