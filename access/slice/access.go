package slice

import (
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// access is what one caller has, or is kept from, at one target.
type access struct {
	holder    int // card
	principal string
	through   string // ARN of the group that it comes from, or ""
	target    string
	pattern   bool
	verdict   permission.Verdict
	layer     authz.Layer // of a denial
	actions   []string
	within    []string // parts of the target; absent: all
	exact     bool
	// conditions that it rests on.
	conditions []permission.Condition
}

// levelWords are the access levels, what changes most first.
var levelWords = [...]string{"permissions", "write", "tagging", "read", "list"}

// levelNames are their cards' names.
var levelNames = [...]string{"Change permissions", "Write", "Tag", "Read", "List"}

// level is the level of an action, by number; one that the catalog does not
// know counts as a write, so that it is not overlooked.
func (p *picture) level(action string) int {
	word := "write"
	if l := p.k.Catalog.Levels(action); l != 0 {
		word = l.Primary().String()
	}
	for i, w := range levelWords {
		if w == word {
			return i
		}
	}
	return 1
}

// byLevel parts the actions of an access by level and leaves out what is not
// wanted.
func (s *sheet) byLevel(a *access) (out [len(levelWords)][]string) {
	for _, action := range s.spelledOut(a) {
		level, ok := s.levels[action]
		if !ok {
			level = s.p.level(action)
			service, _, _ := strings.Cut(action, ":")
			if !s.p.wantsKind(service, levelWords[level]) {
				level = unwanted
			}
			s.levels[action] = level
		}
		if level != unwanted {
			out[level] = append(out[level], action)
		}
	}
	return out
}

const unwanted = -1

// spelledOut: grants of patterns hold globs such as s3:*.
func (s *sheet) spelledOut(a *access) []string {
	if !a.pattern {
		return a.actions
	}
	var out []string
	for _, action := range a.actions {
		if strings.ContainsAny(action, "*?") {
			out = append(out, s.p.k.Catalog.Match(action)...)
		} else {
			out = append(out, action)
		}
	}
	return out
}

func askOf(a *access) asking {
	return asking{principal: a.principal, actions: a.actions, target: a.target, within: a.within, exact: a.exact}
}
