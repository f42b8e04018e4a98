package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sightline/iam/authz"
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

// read turns the flags into a context in which every other key is unknown.
func (c *contextFlags) read() (*authz.Context, error) {
	ctx := &authz.Context{Default: authz.Undetermined}
	values := make(map[string][]string)
	names := make(map[string]string)
	for _, entry := range c.values {
		key, value, ok := strings.Cut(entry, "=")
		if !ok || !validKey(key) {
			return nil, fmt.Errorf("--context %q: write key=value, such as aws:SourceIp=203.0.113.7", entry)
		}
		folded := authz.FoldKey(key)
		values[folded], names[folded] = append(values[folded], value), key
	}
	for folded, list := range values {
		if len(list) == 1 && !multivalued(folded) {
			ctx.Set(names[folded], list[0])
		} else {
			ctx.SetMulti(names[folded], list...)
		}
	}
	for _, key := range c.absent {
		if !validKey(key) {
			return nil, fmt.Errorf("--absent %q: write a condition key, such as aws:SourceVpce", key)
		}
		if _, given := values[authz.FoldKey(key)]; given {
			return nil, fmt.Errorf("--absent %s: the key is also given with --context", key)
		}
		ctx.SetAbsent(key)
	}
	return ctx, nil
}

func validKey(key string) bool {
	service, name, ok := strings.Cut(key, ":")
	return ok && service != "" && name != "" && !strings.ContainsAny(service, " \t\n")
}

// multivalued lists the global keys that hold a list however many values they
// have.
// Source: IAM User Guide "Single-valued vs. multivalued context keys".
func multivalued(folded string) bool {
	switch folded {
	case "aws:tagkeys", "aws:principalorgpaths", "aws:resourceorgpaths", "aws:sourceorgpaths",
		"aws:principalservicenameslist", "aws:calledvia", "aws:vpceorgpaths":
		return true
	default:
		return false
	}
}
