package permission

import (
	"strings"

	"sightline/iam/glob"
)

// bears tells whether an action can work on some resource of the patterns: an
// action without resource types needs one that covers "*", others need one of
// their types. Where the catalog cannot tell, the answer is yes.
func (k *Asker) bears(action string, patterns []glob.Pattern) bool {
	a, ok := k.Catalog.Action(action)
	if !ok {
		return true
	}
	for _, p := range patterns {
		if p.Match("*") || len(a.ResourceTypes) > 0 && k.mayBe(a.FullName(), p) {
			return true
		}
	}
	return false
}

// mayBe compares the types of two examples of a pattern with the action's.
func (k *Asker) mayBe(action string, p glob.Pattern) bool {
	text := p.String()
	if strings.Count(text, ":") < 5 {
		return true
	}
	known := false
	for _, example := range examples(text) {
		if len(k.Catalog.ResourceTypesOf(example)) == 0 {
			continue
		}
		known = true
		if contains(k.Catalog.ActionsOn(example), action) {
			return true
		}
	}
	return !known
}

// examples fills a pattern's stars with a plain name, and its last one also
// with a name inside another.
func examples(text string) []string {
	plain := strings.NewReplacer("*", "x", "?", "x").Replace(text)
	i := strings.LastIndexByte(text, '*')
	if i < 0 {
		return []string{plain}
	}
	deep := strings.NewReplacer("*", "x", "?", "x").Replace(text[:i]) + "x/x" + strings.ReplaceAll(text[i+1:], "?", "x")
	return []string{plain, deep}
}
