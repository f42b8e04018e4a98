package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/export"
	"sightline/server/desk"
	"sightline/snapshot"
)

func (a *app) findingsExportCommand() *cobra.Command {
	var chosen chosenFlags
	var format string
	cmd := &cobra.Command{
		Use:   "export --format csv|sarif|ocsf|asff",
		Short: "write findings for other programs",
		Long: "Write findings to standard output for other programs: csv (spreadsheets), sarif (SARIF 2.1.0, code scanning), ocsf (one\n" +
			"OCSF Detection Finding a line), asff (for Security Hub), json (as `findings list`). docs/formats/export.md describes them.\n\n" + filterHelp + filterKeys() + ".",
		Example: "  sightline findings export --format csv --filter status=ACTIVE > findings.csv\n  sightline findings export --format sarif > findings.sarif",
		Args:    arguments(0, 0, "--format csv|sarif|ocsf|asff"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			filter, err := chosen.filter()
			if err != nil {
				return err
			}
			q := desk.Query{Filter: filter, Analyzer: chosen.analyzer}
			switch {
			case format == "json":
				a.output = format
				return a.listFindings(cmd.Context(), q)
			case !slices.Contains(export.Formats(), format):
				return fmt.Errorf("--format %q: the formats are %s and json", format, strings.Join(export.Formats(), ", "))
			}
			return a.exportFindings(cmd.Context(), q, format)
		},
	}
	chosen.add(cmd)
	cmd.Flags().StringVar(&format, "format", "csv", "csv, sarif, ocsf, asff or json")
	return cmd
}

func (a *app) exportFindings(ctx context.Context, q desk.Query, format string) error {
	return a.findingsOf(ctx, func(d *desk.Desk, _ *snapshot.Snapshot) error {
		page, err := d.Findings(ctx, q)
		if err != nil {
			return err
		}
		list, err := d.Analyzers(ctx)
		if err != nil {
			return err
		}
		var text bytes.Buffer
		if err := export.Write(&text, format, export.Set{Findings: page.Findings, Analyzers: analyzerNames(list), Version: buildVersion()}); err != nil {
			return err
		}
		a.exit = statusOf(page.Stale+page.Errors > 0)
		if format == "csv" {
			return writeCSV(a.stdout, text.String())
		}
		return writeJSON(a.stdout, text.Bytes())
	})
}

// writeCSV has no escapes for what a terminal may obey, and replaces it.
func writeCSV(w io.Writer, text string) error {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}
