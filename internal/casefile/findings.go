package casefile

import (
	"slices"
	"strings"
)

// Exploded takes findings apart into principal, action, condition, isPublic and
// source, so that grouping does not matter. Tolerated condition keys do not
// count.
// Source: testdata/conformance/reason/README.md "How to compare findings".
func Exploded(list []Finding, tolerated []string) (out []string) {
	for i := range list {
		f := &list[i]
		who, condition := f.bounded(tolerated)
		for _, action := range orOne(f.Actions) {
			for _, source := range orOne(f.Sources) {
				text := who + " " + strings.ToLower(action)
				if condition != "" {
					text += " if " + condition
				}
				if f.IsPublic {
					text += ", public"
				}
				out = append(out, strings.TrimSpace(text+" "+source))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Tolerated lists the condition keys that any of the findings tolerates.
func Tolerated(list []Finding) (keys []string) {
	for i := range list {
		keys = append(keys, list[i].ConditionTolerate...)
	}
	return keys
}

// bounded gives principal and condition. A star with a fixed account may as
// well be given as that account.
func (f *Finding) bounded(tolerated []string) (who, condition string) {
	who = f.Principal.String()
	var keys []string
	for key, value := range f.Condition {
		folded := strings.ToLower(key)
		switch {
		case who == "AWS *" && (folded == "aws:principalaccount" || folded == "kms:calleraccount"):
			who = "AWS " + value
		case !slices.ContainsFunc(tolerated, func(k string) bool { return strings.EqualFold(k, key) }):
			keys = append(keys, folded+" = "+value)
		}
	}
	slices.Sort(keys)
	return who, strings.Join(keys, " and ")
}

// String gives the kind of caller and the name; an account for its root user.
func (c Caller) String() string {
	switch {
	case c.AWS != "":
		if arn, isRoot := strings.CutSuffix(c.AWS, ":root"); isRoot {
			return "AWS " + arn[strings.LastIndexByte(arn, ':')+1:]
		}
		return "AWS " + c.AWS
	case c.Service != "":
		return "Service " + c.Service
	case c.Federated != "":
		return "Federated " + c.Federated
	case c.CanonicalUser != "":
		return "CanonicalUser " + c.CanonicalUser
	default:
		return "Anonymous"
	}
}

// orOne gives a list at least one entry.
func orOne(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}
