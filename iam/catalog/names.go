package catalog

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// maxActions bounds the actions of one service; the largest has about 900.
const maxActions = 50_000

// names are the actions of one service, from the index alone.
type names struct {
	prefix string
	full   []string // "s3:GetObject", sorted by the lower-cased name
	flags  []uint8  // bits of catalogfile
}

// newNames splits an entry's list of actions.
func newNames(e *catalogfile.Entry) (*names, error) {
	items := strings.Fields(e.Actions)
	if len(items) > maxActions {
		return nil, fmt.Errorf("service %q has more than %d actions", e.Prefix, maxActions)
	}
	n := &names{prefix: e.Prefix, flags: make([]uint8, len(items))}
	for i, item := range items {
		name, digits, _ := strings.Cut(item, ":")
		flags, err := strconv.ParseUint(digits, 16, 8)
		if err != nil || name == "" || flags&catalogfile.LevelMask == 0 {
			return nil, fmt.Errorf("service %q: %q is not a name and two hexadecimal digits with an access level", e.Prefix, item)
		}
		items[i], n.flags[i] = name, uint8(flags)
	}
	n.full = qualify(e.Prefix, items)
	for i := 1; i < len(n.full); i++ {
		if compareFold(n.full[i-1], n.full[i]) >= 0 {
			return nil, fmt.Errorf("service %q: action %q is not in order or there twice", e.Prefix, items[i])
		}
	}
	return n, nil
}

// qualify puts the prefix before each name. All results are parts of one
// string, since there may be thousands.
func qualify(prefix string, items []string) []string {
	joined := prefix + ":" + strings.Join(items, "\n"+prefix+":")
	if len(items) == 0 {
		return nil
	}
	return strings.Split(joined, "\n")
}

// find returns the place of an action by its lower-cased full name.
func (n *names) find(folded string) (int, bool) {
	return sort.Find(len(n.full), func(i int) int { return -compareFold(n.full[i], folded) })
}

// withPrefix returns the range of actions whose full name begins with a
// lower-cased text.
func (n *names) withPrefix(folded string) (from, to int) {
	cut := func(i int) string { return n.full[i][:min(len(n.full[i]), len(folded))] }
	from = sort.Search(len(n.full), func(i int) bool { return compareFold(cut(i), folded) >= 0 })
	to = from + sort.Search(len(n.full)-from, func(i int) bool { return compareFold(cut(from+i), folded) > 0 })
	return from, to
}

func (n *names) name(i int) string { return n.full[i][len(n.prefix)+1:] }

func (n *names) level(i int) Level { return Level(n.flags[i] & catalogfile.LevelMask) }
