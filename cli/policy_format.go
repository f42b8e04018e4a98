package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"sightline/iam/policy"
)

func (a *app) formatCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "format FILE",
		Short: "print a policy in canonical form",
		Long: "Print a policy in canonical form: elements in the order of the grammar, two spaces of indent, lists of one value\n" +
			"as the bare text. The meaning stays. FILE is a policy, or - for standard input; it is not changed.\n\n" +
			"Exit status: 0 printed, 2 the file is no policy or a statement of it cannot be understood.",
		Args: arguments(1, 1, "FILE"),
		RunE: func(_ *cobra.Command, args []string) error { return a.format(args[0]) },
	}
}

// format prints what is understood: a statement that is not would be written
// as it stands, which is no canonical form.
func (a *app) format(path string) error {
	f, err := a.readPolicy(path)
	if err != nil {
		return err
	}
	for i := range f.doc.Statements {
		if s := &f.doc.Statements[i]; len(s.Broken) > 0 {
			return f.fault(issueIn(f.doc, s.Span))
		}
	}
	a.note(f)
	return writeJSON(a.stdout, policy.Print(f.doc))
}

// issueIn finds the first issue inside a span; one that breaks a statement
// stands in it.
func issueIn(d *policy.Document, span policy.Span) policy.Issue {
	i := slices.IndexFunc(d.Issues, func(i policy.Issue) bool {
		at := i.Span.Start.Offset
		return at >= span.Start.Offset && at <= span.End.Offset && breaks(i.Code)
	})
	if i < 0 {
		i = 0
	}
	return d.Issues[i]
}

// breaks leaves out the issues after which a text is understood all the same.
func breaks(code string) bool {
	return code != policy.CodeEmptyElement && code != policy.CodeUnknownOperator && code != policy.CodeMalformedVariable
}
