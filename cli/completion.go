package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// completionCommand replaces cobra's, which takes an unknown shell for
// answered.
func completionCommand() *cobra.Command {
	const shells = "bash|fish|powershell|zsh"
	return &cobra.Command{
		Use:   "completion " + shells,
		Short: "print the script that completes command lines in a shell",
		Long: "Print the script that completes sightline's command lines in a shell. Load it where the shell starts, or\n" +
			"keep it where the shell looks for such scripts.",
		Example: "  source <(sightline completion bash)\n" +
			"  sightline completion fish > ~/.config/fish/completions/sightline.fish",
		Args:      arguments(1, 1, shells),
		ValidArgs: []string{"bash", "fish", "powershell", "zsh"},
		RunE: func(cmd *cobra.Command, args []string) error {
			root, w := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(w, true)
			case "fish":
				return root.GenFishCompletion(w, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(w)
			case "zsh":
				return root.GenZshCompletion(w)
			default:
				return fmt.Errorf("completion: no shell %q; there are %s", args[0], shells)
			}
		},
	}
}
