package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"sightline/access/answer"
)

// contextFlags are the condition keys that a user gives to a question.
type contextFlags struct {
	values []string
	absent []string
}

func (c *contextFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&c.values, "context", nil, "condition key=value of the request; a key given twice is multivalued")
	cmd.Flags().StringArrayVar(&c.absent, "absent", nil, "condition key that the request does not carry")
}

// flagged names the flag rather than the parameter that an error is about;
// those that are no flags are arguments.
func flagged(err error) error {
	var q *answer.QuestionError
	if errors.As(err, &q) {
		switch q.Parameter {
		case "context", "absent", "session", "service":
			return fmt.Errorf("--%w", err)
		}
	}
	return err
}
