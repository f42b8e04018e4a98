package emulator

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// element is a piece of XML that can be changed and printed again. Names keep
// their prefixes, so that name spaces survive.
type element struct {
	name     xml.Name
	attr     []xml.Attr
	children []*element
	text     string
}

func parseXML(text []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	top := &element{}
	open := []*element{top}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{name: t.Name, attr: append([]xml.Attr(nil), t.Attr...)}
			last.children, open = append(last.children, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(t)
		}
	}
	if len(top.children) != 1 || len(open) != 1 {
		return nil, errors.New("read XML: not one whole element")
	}
	return top.children[0], nil
}

func (e *element) print() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e.write(&b)
	return b.Bytes()
}

func (e *element) write(b *bytes.Buffer) {
	b.WriteString("<" + full(e.name))
	for _, a := range e.attr {
		b.WriteString(" " + full(a.Name) + `="`)
		_ = xml.EscapeText(b, []byte(a.Value)) // a buffer takes everything
		b.WriteString(`"`)
	}
	b.WriteString(">")
	for _, c := range e.children {
		c.write(b)
	}
	if len(e.children) == 0 {
		_ = xml.EscapeText(b, []byte(e.text))
	}
	b.WriteString("</" + full(e.name) + ">")
}

func full(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// child finds the first child of a name, or nil.
func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name.Local == name {
			return c
		}
	}
	return nil
}

// set gives a child its text and makes it if it is not there.
func (e *element) set(name, text string) {
	c := e.child(name)
	if c == nil {
		c = &element{name: xml.Name{Local: name}}
		e.children = append(e.children, c)
	}
	c.text, c.children = text, nil
}

// drop takes all children of a name out.
func (e *element) drop(name string) {
	var kept []*element
	for _, c := range e.children {
		if c.name.Local != name {
			kept = append(kept, c)
		}
	}
	e.children = kept
}
