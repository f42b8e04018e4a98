package policy

// PointerTo gives the JSON pointer (RFC 6901) of the innermost element that
// holds a span of this document: of a value, a clause, a condition or a
// statement. It is empty for the whole document and for a text above MaxSize.
// The text is read again each time: use it for messages, not in loops.
func (d *Document) PointerTo(span Span) string {
	if len(d.Raw) > MaxSize {
		return ""
	}
	t := readTree(string(d.Raw))
	inner := 0
	for inner < len(t.nodes) {
		next := t.childHolding(inner, span)
		if next < 0 {
			break
		}
		inner = next
	}
	return t.pointer(inner)
}

// childHolding finds the child whose name and value hold the span, or -1.
func (t *tree) childHolding(parent int, span Span) int {
	for child := range t.children(parent) {
		extent := t.nodes[child].extent()
		if extent.Start.Offset <= span.Start.Offset && span.End.Offset <= extent.End.Offset {
			return child
		}
	}
	return -1
}
