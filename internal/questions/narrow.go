package questions

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// narrow takes one step that can only take away, or one that changes nothing.
func narrow(rng *rand.Rand, d draft) draft {
	allows, denies := d.indexes(false), d.indexes(true)
	if len(denies) > 0 && chance(rng, 20) {
		s := &d[one(rng, denies)]
		grow(rng, s)
		return d
	}
	if len(allows) == 0 {
		return d
	}
	i := one(rng, allows)
	switch rng.IntN(7) {
	case 0:
		if len(allows) > 1 {
			return slices.Delete(d, i, i+1)
		}
	case 1:
		return split(rng, d, i)
	case 2:
		deny := d[i].clone()
		deny.deny = true
		if len(d[i].conditions) == 0 {
			deny.conditions = []limit{drawCondition(rng)}
		}
		return append(d, deny)
	case 3:
		if c := drawCondition(rng); !d[i].has(c.operator, c.key) {
			d[i].conditions = append(d[i].conditions, c)
		}
		return d
	}
	shrink(rng, &d[i])
	return d
}

// split makes two statements of one with several values.
func split(rng *rand.Rand, d draft, i int) draft {
	list := &d[i].actions
	if chance(rng, 50) {
		list = &d[i].resources
	}
	negative := d[i].notAction || d[i].notResource
	if len(*list) < 2 || negative {
		return d
	}
	second := d[i].clone()
	if list == &d[i].actions {
		second.actions = second.actions[1:]
	} else {
		second.resources = second.resources[1:]
	}
	*list = (*list)[:1]
	return append(d, second)
}

// shrink makes a statement cover less, grow makes it cover more.
func shrink(rng *rand.Rand, s *statement) { change(rng, s, false) }
func grow(rng *rand.Rand, s *statement)   { change(rng, s, true) }

// change changes one of the lists of a statement. A longer or wider list under
// a negated element covers less.
func change(rng *rand.Rand, s *statement, more bool) {
	if len(s.conditions) > 0 && chance(rng, 30) {
		changeConditions(rng, s, more)
		return
	}
	if chance(rng, 50) {
		s.actions = changeList(rng, s.actions, more != s.notAction, drawAction)
		return
	}
	s.resources = changeList(rng, s.resources, more != s.notResource, drawResource)
}

// changeList makes a list of patterns cover more or less.
func changeList(rng *rand.Rand, list []string, more bool, draw func(*rand.Rand) string) []string {
	list = slices.Clone(list)
	i := rng.IntN(len(list))
	switch {
	case more && chance(rng, 50):
		return append(list, draw(rng))
	case more:
		list[i] = wider(rng, list[i])
	case len(list) > 1 && chance(rng, 40):
		return slices.Delete(list, i, i+1)
	default:
		list[i] = narrower(rng, list[i])
	}
	return list
}

// changeConditions drops a condition, or adds one.
func changeConditions(rng *rand.Rand, s *statement, more bool) {
	if more {
		i := rng.IntN(len(s.conditions))
		s.conditions = slices.Delete(s.conditions, i, i+1)
		return
	}
	if c := drawCondition(rng); !s.has(c.operator, c.key) {
		s.conditions = append(s.conditions, c)
	}
}

// narrower gives a pattern that a pattern holds: one of its wildcards is filled
// in. Wildcards inside a variable are none.
func narrower(rng *rand.Rand, pattern string) string {
	at := wildcard(rng, pattern)
	if at < 0 {
		return pattern
	}
	if pattern == "*" {
		return "*" // neither an action nor an ARN can be told from it
	}
	fill := one(rng, []string{"", "*a", "a*", "*-*", "x", "*?"})
	if pattern[at] == '?' {
		fill = one(rng, []string{"a", "1", "s"})
	}
	return pattern[:at] + fill + pattern[at+1:]
}

// wildcard picks a * or ? behind the last place where a pattern names what it is
// about, so that an ARN stays one; -1 if there is none.
func wildcard(rng *rand.Rand, pattern string) int {
	var places []int
	for i := range len(pattern) {
		if pattern[i] == '*' || pattern[i] == '?' {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return -1
	}
	return one(rng, places)
}

// wider gives a pattern that holds a pattern: a letter becomes a wildcard, or
// the tail a star. What stands before the last colon stays, variables too.
func wider(rng *rand.Rand, pattern string) string {
	start := strings.LastIndexByte(pattern, ':') + 1
	if strings.Contains(pattern, "${") || start >= len(pattern) {
		return pattern
	}
	at := start + rng.IntN(len(pattern)-start)
	switch {
	case pattern[at] == '*':
		return pattern
	case chance(rng, 40):
		return pattern[:at] + "*"
	case chance(rng, 50):
		return pattern[:at] + "*" + pattern[at+1:]
	default:
		return pattern[:at] + "?" + pattern[at+1:]
	}
}
