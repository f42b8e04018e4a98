package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"sightline/internal/generate"
)

// Limits of a generated organization, beyond which nobody waits.
const (
	maxGeneratedAccounts = 10_000
	maxGeneratedEach     = 1_000_000
)

func (a *app) generateCommand() *cobra.Command {
	var opts generate.Options
	var dir string
	cmd := &cobra.Command{
		Use:    "generate-organization --output-dir DIR",
		Short:  "write a generated organization for measurements and tests",
		Hidden: true,
		Args:   arguments(0, 0, "--output-dir DIR"),
		RunE: func(*cobra.Command, []string) error {
			switch {
			case dir == "":
				return fmt.Errorf("generate-organization: --output-dir is needed")
			case opts.Accounts < 1 || opts.Accounts > maxGeneratedAccounts:
				return fmt.Errorf("--accounts %d: must be 1 to %d", opts.Accounts, maxGeneratedAccounts)
			case opts.Principals < 0 || opts.Principals > maxGeneratedEach || opts.Resources < 0 || opts.Resources > maxGeneratedEach:
				return fmt.Errorf("--principals and --resources must be 0 to %d", maxGeneratedEach)
			}
			if err := generate.Write(dir, opts); err != nil {
				return err
			}
			answer := map[string]any{"directory": dir, "accounts": opts.Accounts, "seed": opts.Seed}
			return a.print(answer, func(w *table) {
				w.line(fmt.Sprintf("Wrote %s with %d principals and %d resources each to %s",
					count(opts.Accounts, "account"), opts.Principals, opts.Resources, dir))
			})
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&opts.Accounts, "accounts", 4, "number of accounts")
	flags.IntVar(&opts.Principals, "principals", 50, "principals of each account")
	flags.IntVar(&opts.Resources, "resources", 100, "resources of each account")
	flags.Uint64Var(&opts.Seed, "seed", 1, "seed; equal seeds give equal organizations")
	flags.StringVar(&dir, "output-dir", "", "new directory to write")
	return cmd
}
