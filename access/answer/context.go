package answer

import (
	"strings"

	"sightline/iam/authz"
)

// Context reads the condition keys that a user gives to a question: key=value,
// where a key given twice is multivalued, and keys that the request does not
// carry. Every other key is unknown.
func Context(values, absent []string) (*authz.Context, error) {
	ctx := &authz.Context{Default: authz.Undetermined}
	given := make(map[string][]string)
	names := make(map[string]string)
	for _, entry := range values {
		key, value, ok := strings.Cut(entry, "=")
		if !ok || !validKey(key) {
			return nil, malformed("context", " %q: write key=value, such as aws:SourceIp=203.0.113.7", entry)
		}
		folded := authz.FoldKey(key)
		given[folded], names[folded] = append(given[folded], value), key
	}
	for folded, list := range given {
		if len(list) == 1 && !multivalued(folded) {
			ctx.Set(names[folded], list[0])
		} else {
			ctx.SetMulti(names[folded], list...)
		}
	}
	for _, key := range absent {
		if !validKey(key) {
			return nil, malformed("absent", " %q: write a condition key, such as aws:SourceVpce", key)
		}
		if _, twice := given[authz.FoldKey(key)]; twice {
			return nil, malformed("absent", " %s: the key is also given with a value", key)
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
