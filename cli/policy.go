package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

func (a *app) policyCommand() *cobra.Command {
	const verbs = "check-no-new-access|check-access-not-granted|check-no-public-access|compare|format"
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "questions about policy files: what they newly grant, whether two mean the same",
		Args: func(cmd *cobra.Command, args []string) error {
			return unknownCommand(cmd, args)
		},
		RunE: func(*cobra.Command, []string) error { return errors.New("usage: sightline policy " + verbs) },
	}
	cmd.AddCommand(a.checkNoNewAccessCommand(), a.checkAccessNotGrantedCommand(), a.checkNoPublicAccessCommand(),
		a.compareCommand(), a.formatCommand())
	return cmd
}

// policyExits says what the exit statuses of the checks mean.
const policyExits = "\n\nExit status: 0 PASS, 1 FAIL, 3 UNDETERMINED (neither proof nor counterexample), 2 could not be done."

// typeFlag adds --type.
func typeFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "type", "", "type of the policies: identity, resource or trust (default: as they look)")
}

// knownFlag adds --known-actions.
func knownFlag(cmd *cobra.Command, into *bool) {
	cmd.Flags().BoolVar(into, "known-actions", false, "ask about the actions of the service reference alone (default: any name, as AWS's checks do)")
}
