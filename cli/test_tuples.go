package cli

import (
	"fmt"
	"slices"
	"strings"
)

// exploded takes findings apart into principal, action, condition, isPublic and
// source, so that grouping does not matter.
// Source: testdata/conformance/reason/README.md "How to compare findings".
func exploded(list []externalFinding, tolerated []string) (out []string) {
	for i := range list {
		f := &list[i]
		who, condition := bounded(f, tolerated)
		for _, action := range orOne(f.Actions) {
			for _, source := range orOne(f.Sources) {
				text := fmt.Sprintf("%s %s", who, strings.ToLower(action))
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

// bounded gives principal and condition. A star with a fixed account may as
// well be given as that account; keys that are tolerated do not count.
func bounded(f *externalFinding, tolerated []string) (who, condition string) {
	for kind, name := range f.Principal {
		who = fmt.Sprintf("%s %v", kind, name)
		if arn, isRoot := strings.CutSuffix(who, ":root"); isRoot {
			who = kind + " " + arn[strings.LastIndexByte(arn, ':')+1:]
		}
	}
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

// orOne gives a list at least one entry.
func orOne(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}
