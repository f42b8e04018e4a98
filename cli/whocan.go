package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/answer"
	"sightline/access/permission"
)

func (a *app) whoCanCommand() *cobra.Command {
	var flags contextFlags
	cmd := &cobra.Command{
		Use:   "who-can ACTION RESOURCE",
		Short: "every principal that can do this, with how and under which conditions",
		Long: "Every principal that can do an action on a resource, with the statements that let it and the conditions.\n" +
			"ACTION is one action, a glob (s3:Get*), *, or an access level: list, read, write, permissions, tagging.\n" +
			"A bucket's ARN also stands for the objects in it.\n\n" +
			"Exit status: 0 answered, 3 answered but incomplete (something that bears on it was not read).",
		Example: "  sightline who-can s3:GetObject arn:aws:s3:::reports\n  sightline who-can write arn:aws:sqs:eu-west-1:111122223333:orders",
		Args:    arguments(2, 2, "ACTION RESOURCE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.whoCan(cmd.Context(), args[0], args[1], &flags)
		},
	}
	flags.add(cmd)
	return cmd
}

func (a *app) whoCan(ctx context.Context, action, resource string, flags *contextFlags) error {
	q, err := answer.ReadWhoCan(action, resource, flags.values, flags.absent)
	if err != nil {
		return flagged(err)
	}
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	who, err := q.Ask(k)
	if err != nil {
		return err
	}
	a.noteAction(k, action)
	if !q.Fits(k) {
		fmt.Fprintf(a.stderr, "sightline: note: %s works on no resource of this type; is the ARN the right one?\n", printable(action))
	}
	a.exit = statusOf(who.Incomplete)
	return a.print(who, func(w *table) { writeWhoCan(w, who) })
}

// statusOf is the exit status of a list.
func statusOf(incomplete bool) int {
	if incomplete {
		return exitUnknown
	}
	return exitOK
}

func writeWhoCan(w *table, who *answer.WhoCan) {
	w.line(fmt.Sprintf("%s on %s: %s", who.Action, who.Resource, count(distinct(who.Principals), "principal")))
	for _, h := range who.Principals {
		w.row("  "+string(h.Verdict), h.Kind, h.Principal, listed(h.Actions, 3))
	}
	for _, h := range who.Principals {
		w.line("")
		w.line(fmt.Sprintf("%s (%s)", h.Principal, h.Verdict))
		if len(h.Resources) > 0 {
			w.line("  only on " + listed(h.Resources, 5))
		}
		for i := range h.Except {
			w.line("  except " + exceptionText(&h.Except[i]))
		}
		for _, c := range withoutGapTexts(conditionTexts(h.Conditions)) {
			w.line("  " + c)
		}
		for _, r := range statements(h.Because, who.Gaps) {
			w.line("  because " + reasonText(r))
		}
	}
	writeCompleteness(w, &who.Completeness)
}

func distinct(holders []permission.Holder) int {
	seen := make(map[string]bool)
	for i := range holders {
		seen[holders[i].Principal] = true
	}
	return len(seen)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func writeCompleteness(w *table, c *answer.Completeness) {
	if c.Incomplete || len(c.NotCollected) > 0 {
		w.line("")
	}
	if c.Incomplete {
		w.line("INCOMPLETE: something that bears on this answer was not read.")
	}
	writeGaps(w, c.Gaps)
	writeNotCollected(w, c.NotCollected)
}

// joined shortens a list of lines for one cell.
func joined(items []string) string { return strings.Join(items, "; ") }
