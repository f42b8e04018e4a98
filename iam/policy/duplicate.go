package policy

import "strings"

// fewMembers is how many members are compared pair by pair, without a map.
const fewMembers = 12

// duplicates reports the members of an object whose name stands before them
// already, and tells whether there are any. Condition keys are compared
// without case.
func (p *parser) duplicates(object int, fold bool) (any bool) {
	count := p.tree.count(object)
	switch {
	case count < 2:
		return false
	case count <= fewMembers && !fold:
		return p.fewDuplicates(object)
	}
	seen := make(map[string]int, count)
	for child := range p.tree.children(object) {
		name := p.node(child).name
		if fold {
			name = strings.ToLower(name)
		}
		if first, twice := seen[name]; twice {
			p.duplicate(first, child)
			any = true
			continue
		}
		seen[name] = child
	}
	return any
}

func (p *parser) fewDuplicates(object int) (any bool) {
	for child := range p.tree.children(object) {
		if first := p.firstNamed(object, p.node(child).name); first < child {
			p.duplicate(first, child)
			any = true
		}
	}
	return any
}

func (p *parser) firstNamed(object int, name string) int {
	for child := range p.tree.children(object) {
		if p.node(child).name == name {
			return child
		}
	}
	return len(p.tree.nodes)
}

func (p *parser) duplicate(first, second int) {
	n, before := p.node(second), p.node(first)
	message := quote(n.name) + " stands twice in one object"
	if n.name != before.name {
		message = quote(n.name) + " and " + quote(before.name) + " are the same condition key"
	}
	p.report(second, CodeDuplicateKey, n.nameSpan(), message,
		"which one counts is unknown: keep one, or merge them")
}
