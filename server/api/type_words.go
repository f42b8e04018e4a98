package api

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// sortTypes puts the most frequent first.
func sortTypes(list []ResourceType) {
	slices.SortFunc(list, func(a, b ResourceType) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Type, b.Type))
	})
}

// readable words CloudFormation's name of a type: AWS::EC2::LaunchTemplate is
// "EC2 launch template".
func readable(name string) string {
	parts := strings.Split(name, "::")
	if len(parts) != 3 {
		return name
	}
	return parts[1] + " " + parted(parts[2])
}

// parted parts a name at its capitals and keeps runs of capitals: DBInstance is
// "DB instance".
func parted(name string) string {
	var out []string
	runes, from := []rune(name), 0
	for i := 1; i <= len(runes); i++ {
		if i < len(runes) && !begins(runes, i) {
			continue
		}
		word := string(runes[from:i])
		if strings.ToUpper(word) != word {
			word = strings.ToLower(word)
		}
		out, from = append(out, word), i
	}
	return strings.Join(out, " ")
}

// begins tells whether a word begins at i.
func begins(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	return !unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])
}
