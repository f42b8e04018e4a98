package catalog

import "strings"

// A Level is a set of access levels. The zero value is the empty set, which no
// action has.
//
// Source: Service Authorization Reference, "Access level". Since 2025 AWS marks
// permission management and tagging actions as writes too.
type Level uint8

// The access levels.
const (
	LevelList Level = 1 << iota
	LevelRead
	LevelWrite
	LevelPermissions
	LevelTagging
)

// The words of the levels, in the order of their bits.
var levelWords = [...]string{"list", "read", "write", "permissions", "tagging"}

// Has tells whether l contains all of o.
func (l Level) Has(o Level) bool { return l&o == o }

// Words lists the levels in l: list, read, write, permissions, tagging.
func (l Level) Words() []string {
	var out []string
	for i, word := range levelWords {
		if l&(1<<i) != 0 {
			out = append(out, word)
		}
	}
	return out
}

// String joins the words with commas.
func (l Level) String() string { return strings.Join(l.Words(), ",") }

// Primary is the one level that says most about an action: permissions before
// tagging, write, read and list. The empty set has none and gives itself.
func (l Level) Primary() Level {
	for _, one := range [...]Level{LevelPermissions, LevelTagging, LevelWrite, LevelRead, LevelList} {
		if l.Has(one) {
			return one
		}
	}
	return 0
}

// ParseLevel reads one of the five words.
func ParseLevel(word string) (Level, bool) {
	for i, w := range levelWords {
		if w == word {
			return 1 << i, true
		}
	}
	return 0, false
}
