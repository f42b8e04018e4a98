package slice

import (
	"fmt"
	"strings"

	"sightline/access/permission"
)

// ConditionAsWritten words one condition of an answer with its operator.
func ConditionAsWritten(c permission.Condition) string {
	if len(c.All) > 0 {
		words := make([]string, len(c.All))
		for i, one := range c.All {
			words[i] = strings.TrimPrefix(ConditionAsWritten(one), "if ")
			if rest, negated := strings.CutPrefix(words[i], "unless "); negated {
				words[i] = "not " + rest
			}
		}
		return map[bool]string{false: "if ", true: "unless "}[c.Unless] + strings.Join(words, " and ")
	}
	if c.Text != "" && c.Unless {
		return "unless " + c.Text
	}
	if c.Text != "" {
		return c.Text
	}
	text := fmt.Sprintf("%s %s [%s]", c.Key, c.Operator, strings.Join(c.Values, ", "))
	if c.Unless {
		return "unless " + text
	}
	return "if " + text
}
