package policy

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A kind is a JSON type.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindArray
	kindObject
)

func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// A node is one value with its place. The nodes of a text stand in one slice
// in the order of the text, so the children of node i begin at i+1.
type node struct {
	kind  kind
	after int // index of the first node behind this one and its children
	text  string
	start mark
	end   mark
	// name and its place, for a member of an object
	name      string
	nameStart mark
	nameEnd   mark
}

func (n *node) span() Span     { return spanOf(n.start, n.end) }
func (n *node) nameSpan() Span { return spanOf(n.nameStart, n.nameEnd) }

// extent runs over the name, if there is one, and the value.
func (n *node) extent() Span {
	if n.nameEnd.offset > 0 {
		return spanOf(n.nameStart, n.end)
	}
	return n.span()
}

// A tree is a text read as JSON. Value 0 is the root.
type tree struct {
	scanner
	nodes   []node
	current int // the value that is being read
}

// open marks a node whose end has not been seen.
const open = math.MaxInt

// readTree reads a whole text. After a fault the tree is only good for pointers.
func readTree(text string) *tree {
	t := &tree{scanner: scanner{text: text, line: 1}}
	t.nodes = make([]node, 0, len(text)/32+8)
	if strings.HasPrefix(text, byteOrderMark) {
		t.step()
	}
	t.space()
	if t.at == len(text) {
		t.fail(CodeSyntax, t.mark(), "the text is empty", "a policy is a JSON object with a Statement")
		return t
	}
	if t.value(node{}, 0) {
		t.ending()
	}
	return t
}

const byteOrderMark = "\uFEFF"

func (t *tree) ending() {
	t.space()
	if t.at < len(t.text) {
		start := t.mark()
		found, _ := t.found()
		t.fail(CodeSyntax, start, "text after the end of the document: "+found, "one text holds one policy")
	}
}

// value reads one value into n, which may have its name already.
func (t *tree) value(n node, depth int) bool {
	index := len(t.nodes)
	t.current = index
	n.start, n.after = t.mark(), open
	t.nodes = append(t.nodes, n)
	if !t.content(index, depth) {
		return false
	}
	t.nodes[index].end = t.mark()
	t.nodes[index].after = len(t.nodes)
	return true
}

func (t *tree) content(index, depth int) (ok bool) {
	begin, n := t.at, &t.nodes[index]
	switch c := t.peek(); {
	case c == '"':
		n.kind = kindString
		n.text, ok = t.string()
		return ok
	case c == '{' || c == '[':
		return t.container(index, depth, c == '{')
	case c == '-' || isDigit(c):
		n.kind, ok = kindNumber, t.number()
	case isWord(c):
		n.kind, ok = t.literal()
	default:
		return t.unexpected("a value")
	}
	n.text = t.text[begin:t.at]
	return ok
}

// container reads an object or an array. The index, not the node, is kept: the
// slice may move.
func (t *tree) container(index, depth int, object bool) bool {
	start := t.mark()
	t.at++
	if depth >= MaxDepth {
		return t.fail(CodeTooDeep, start, fmt.Sprintf("values are nested more than %d deep", MaxDepth),
			"a policy needs six levels")
	}
	closing, item := byte(']'), t.value
	t.nodes[index].kind = kindArray
	if object {
		closing, item = '}', t.member
		t.nodes[index].kind = kindObject
	}
	return t.items(index, depth, closing, item)
}

// items reads members or elements up to the closing bracket.
func (t *tree) items(index, depth int, closing byte, item func(node, int) bool) bool {
	t.space()
	if t.peek() == closing {
		t.at++
		return true
	}
	for item(node{}, depth+1) {
		t.current = index
		t.space()
		switch t.peek() {
		case ',':
			t.at++
			t.space()
		case closing:
			t.at++
			return true
		default:
			return t.unexpected(`"," or "` + string(closing) + `"`)
		}
	}
	return false
}

// member reads the name of a member of an object, then its value.
func (t *tree) member(n node, depth int) (ok bool) {
	if t.peek() != '"' {
		return t.unexpected("a name in double quotes")
	}
	n.nameStart = t.mark()
	if n.name, ok = t.string(); !ok {
		return false
	}
	n.nameEnd = t.mark()
	t.space()
	if t.peek() != ':' {
		return t.unexpected(`":" after the name ` + quote(n.name))
	}
	t.at++
	t.space()
	return t.value(n, depth)
}

// children gives the indexes of a container's values.
func (t *tree) children(index int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		end := min(t.nodes[index].after, len(t.nodes))
		for i := index + 1; i < end && yield(i); i = t.nodes[i].after {
		}
	}
}

func (t *tree) count(index int) (n int) {
	for range t.children(index) {
		n++
	}
	return n
}

// pointer gives the JSON pointer (RFC 6901) of a node.
func (t *tree) pointer(target int) string {
	var b strings.Builder
	for parent := 0; parent < target && parent < len(t.nodes); {
		parent = t.childTowards(parent, target, &b)
	}
	return b.String()
}

// childTowards finds the child that holds the target and writes its step.
func (t *tree) childTowards(parent, target int, b *strings.Builder) int {
	position := 0
	for child := range t.children(parent) {
		if target < t.nodes[child].after {
			b.WriteByte('/')
			if t.nodes[parent].kind == kindObject {
				b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(t.nodes[child].name))
			} else {
				b.WriteString(strconv.Itoa(position))
			}
			return child
		}
		position++
	}
	return len(t.nodes)
}
