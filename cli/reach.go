package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

func (a *app) reachCommand() *cobra.Command {
	return &cobra.Command{Use: "reach FROM [TO]", Short: "access paths", RunE: func(*cobra.Command, []string) error { return errors.New("pending") }}
}
