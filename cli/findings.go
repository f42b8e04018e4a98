package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/finding"
)

func (a *app) findingsCommand() *cobra.Command {
	const verbs = "list|show|archive|unarchive|rescan|preview|export"
	cmd := &cobra.Command{
		Use:   "findings",
		Short: "what the analyzers found: list, explain, fix, archive, rescan, export",
		Long: "What the analyzers found. A scan lets every analyzer look; with none, it makes one of external access for each\n" +
			"organization, and one for accounts outside of any (see `sightline analyzers --help`).",
		Args: arguments(0, 0, verbs),
		RunE: func(*cobra.Command, []string) error {
			return errors.New("usage: sightline findings " + verbs)
		},
	}
	cmd.AddCommand(a.findingsListCommand(), a.findingsShowCommand(), a.findingsArchiveCommand(), a.findingsUnarchiveCommand(),
		a.findingsRescanCommand(), a.findingsPreviewCommand(), a.findingsExportCommand())
	return cmd
}

// chosenFlags choose findings.
type chosenFlags struct {
	filters  []string
	analyzer string
}

const filterHelp = "Filters: key=value, key!=value, key~part (contains), key?=true (has a value); the same key again is an alternative,\n" +
	"different keys must all hold. Keys: "

func (f *chosenFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.filters, "filter", nil, "only findings that meet a criterion, such as status=ACTIVE or isPublic=true; may be given several times")
	cmd.Flags().StringVar(&f.analyzer, "analyzer", "", "only findings of this analyzer")
}

func (f *chosenFlags) filter() (finding.Filter, error) {
	out, err := finding.ParseFilter(f.filters, finding.UseList)
	return out, flag("filter", err)
}

// flag names the flag that an error is about.
func flag(name string, err error) error {
	var invalid *finding.InvalidError
	if errors.As(err, &invalid) {
		return errors.New("--" + name + ": " + invalid.Text)
	}
	return err
}

func filterKeys() string { return strings.Join(finding.KeyNames(finding.UseList), ", ") }
