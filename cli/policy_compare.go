package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"sightline/iam/check"
)

func (a *app) compareCommand() *cobra.Command {
	var kind string
	var known bool
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "do two policies allow the same requests?",
		Long: "Do two policies allow the same requests? Prints EQUAL, A_WIDER, B_WIDER, INCOMPARABLE (each allows something that\n" +
			"the other does not) or UNDETERMINED, and a request for each side that allows more. A and B are files, or - for\n" +
			"standard input.\n\nExit status: 0 EQUAL, 1 any difference, 3 UNDETERMINED, 2 could not be done.",
		Example: "  sightline policy compare before.json after.json",
		Args:    arguments(2, 2, "A B"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.compare(args, kind, known) },
	}
	typeFlag(cmd, &kind)
	knownFlag(cmd, &known)
	return cmd
}

type comparison struct {
	check.Comparison
	PolicyType policyType `json:"policyType"`
}

func (a *app) compare(paths []string, kind string, known bool) error {
	files, err := a.readPolicies(paths...)
	if err != nil {
		return err
	}
	t, err := a.settleType(kind, files...)
	if err != nil {
		return err
	}
	o := t.options()
	o.KnownOnly = known
	c := check.Compare(files[0].doc, files[1].doc, o)
	switch c.Result {
	case check.Equal:
		a.exit = exitOK
	case check.RelationUnsure:
		a.exit = exitUnknown
	default:
		a.exit = exitNo
	}
	return a.print(comparison{c, t.policyType}, func(w *table) {
		w.line(string(c.Result) + ": " + c.Message)
		w.row("  A", files[0].name)
		w.row("  B", files[1].name)
		w.line("Policy type: " + t.String() + ".")
		writeOnly(w, "A", files[0], c.OnlyA)
		writeOnly(w, "B", files[1], c.OnlyB)
	})
}

// writeOnly prints a request that one policy alone allows.
func writeOnly(w *table, side string, f policyFile, only *check.Witness) {
	if only == nil {
		return
	}
	w.line("")
	w.line(fmt.Sprintf("Only %s allows this, by the statement at %s:", side, f.site(only.Statement)))
	writeWitness(w, only)
}
