package policy

import (
	"fmt"
	"strings"
)

// Parse reads a policy document. The result is never nil; everything wrong
// with the text stands in Issues, and what cannot be understood is marked
// Broken in its statement or in the document. A text that is no JSON gives
// exactly one issue, at its first fault.
//
// The document keeps text as Raw: do not change it afterwards.
//
// Source: IAM User Guide "Grammar of the IAM JSON policy language"
// (reference_policies_grammar), read 2026-11. Cases: grammar-edge.json.
func Parse(text []byte) *Document {
	doc := &Document{Raw: text}
	if len(text) > MaxSize {
		doc.Broken = true
		doc.Issues = []Issue{tooLarge(len(text))}
		return doc
	}
	p := parser{tree: readTree(string(text)), doc: doc}
	if fault := p.tree.fault; fault != nil {
		doc.Broken = true
		fault.Pointer = p.tree.pointer(p.tree.current)
		doc.Issues = []Issue{*fault}
		return doc
	}
	p.document()
	doc.Issues = p.issues.sorted(p.tree.mark().position())
	return doc
}

func tooLarge(size int) Issue {
	start := Position{Line: 1}
	return Issue{
		Code:    CodeTooLarge,
		Message: fmt.Sprintf("the text has %d bytes; a policy may have %d at most", size, MaxSize),
		Hint:    "no policy of AWS is that large: is this the right file?",
		Span:    Span{start, start},
	}
}

// A parser turns a tree into a document.
type parser struct {
	tree   *tree
	doc    *Document
	issues issueList
}

func (p *parser) node(index int) *node { return &p.tree.nodes[index] }

// report notes an issue about a node. Only issues that are kept cost the walk
// to their pointer.
func (p *parser) report(index int, code string, span Span, message, hint string) {
	issue := Issue{Code: code, Message: message, Hint: hint, Span: span}
	if !p.issues.full() {
		issue.Pointer = p.tree.pointer(index)
	}
	p.issues.add(issue)
}

// wrongType reports a value of a type that its element does not take.
func (p *parser) wrongType(index int, expected, hint string) {
	n := p.node(index)
	p.report(index, CodeWrongType, n.span(), "expected "+expected+", found "+n.kind.String(), hint)
}

func (p *parser) document() {
	p.checkByteOrderMark()
	if p.node(0).kind != kindObject {
		p.doc.Broken = true
		p.wrongType(0, "an object with a Statement", rootHint(p.node(0)))
		return
	}
	if p.duplicates(0, false) {
		p.doc.Broken = true
	}
	// Version comes first wherever it stands: it decides whether values hold
	// variables.
	p.eachRoot("Version", p.version)
	p.eachRoot("Id", p.id)
	found := p.eachRoot("Statement", p.statements)
	if p.foreignRoots(); !found && !p.doc.Broken {
		p.doc.Broken = true
		p.report(0, CodeMissingElement, p.node(0).span(), "the document has no Statement", "")
	}
}

func (p *parser) checkByteOrderMark() {
	if !strings.HasPrefix(p.tree.text, byteOrderMark) {
		return
	}
	span := Span{Position{Line: 1}, Position{Offset: len(byteOrderMark), Line: 1, Column: 1}}
	p.report(0, CodeByteOrderMark, span, "the text begins with a byte order mark",
		"it is skipped here; AWS wants UTF-8 without one")
}

func rootHint(n *node) string {
	content := strings.TrimSpace(n.text)
	switch {
	case n.kind == kindArray:
		return "one text holds one policy; an array of statements stands under Statement"
	case n.kind == kindString && strings.HasPrefix(content, "{"):
		return "this is a policy inside a JSON string: decode it once more"
	case n.kind == kindString && strings.HasPrefix(content, "%7B"):
		return "this is a percent-encoded policy inside a JSON string: decode both"
	}
	return ""
}

// eachRoot calls read for the first element of that name and tells whether
// there is one. Further ones are duplicates, reported already.
func (p *parser) eachRoot(name string, read func(int)) bool {
	for child := range p.tree.children(0) {
		if p.node(child).name == name {
			read(child)
			return true
		}
	}
	return false
}

func (p *parser) version(index int) {
	n := p.node(index)
	p.doc.VersionSpan = n.span()
	if n.kind != kindString {
		p.doc.Broken = true
		p.wrongType(index, "a string", `write "Version": "2012-10-17"`)
		return
	}
	p.doc.Version = n.text
	if n.text != Version2008 && n.text != Version2012 {
		p.doc.Broken = true
		p.report(index, CodeUnknownVersion, n.span(), "unknown version "+quote(n.text),
			"the versions are "+Version2012+" and "+Version2008+"; it is no date of the policy's own")
	}
}

// id reads Id, which has no meaning: a wrong type breaks nothing.
func (p *parser) id(index int) {
	n := p.node(index)
	if n.kind != kindString {
		p.wrongType(index, "a string", "")
		return
	}
	p.doc.ID, p.doc.IDSpan = n.text, n.span()
}

// statements reads Statement, an object or a list of objects.
func (p *parser) statements(index int) {
	switch p.node(index).kind {
	case kindObject:
		p.doc.Statements = []Statement{p.statement(index, 0)}
	case kindArray:
		p.statementList(index)
	default:
		p.doc.Broken = true
		p.wrongType(index, "a statement or an array of statements", "")
	}
}

func (p *parser) statementList(index int) {
	n, count := p.node(index), p.tree.count(index)
	if count > MaxStatements {
		p.doc.Broken = true
		p.report(index, CodeTooLarge, n.nameSpan(),
			fmt.Sprintf("the document has %d statements; it may have %d at most", count, MaxStatements), "")
		return
	}
	p.doc.Statements = make([]Statement, 0, count)
	for child := range p.tree.children(index) {
		p.doc.Statements = append(p.doc.Statements, p.statement(child, len(p.doc.Statements)))
	}
	if count == 0 {
		p.report(index, CodeEmptyElement, n.extent(), "the document has no statement: it says nothing", "")
	}
}

// foreignRoots reports the elements that the grammar does not have here. One
// that may have been meant for an element with a meaning breaks the document.
func (p *parser) foreignRoots() {
	for child := range p.tree.children(0) {
		n := p.node(child)
		switch n.name {
		case "Version", "Id", "Statement":
			continue
		}
		p.foreignRoot(child)
	}
}

func (p *parser) foreignRoot(index int) {
	name := p.node(index).name
	near := resembling(name, []string{"Version", "Id", ElementStatement})
	hint := didYouMean(near)
	switch {
	case name == "Sid": // near to Id, and as meaningless
	case isStatementElement(name):
		hint, p.doc.Broken = "it belongs in a statement", true
	case near != "" && near != "Id":
		p.doc.Broken = true
	}
	p.foreign(index, hint)
}

func (p *parser) foreign(index int, hint string) {
	n := p.node(index)
	p.report(index, CodeUnknownElement, n.nameSpan(), "unknown element "+quote(n.name), hint)
}
