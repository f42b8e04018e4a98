package snapshot

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// The header of the portable file format, see docs/formats/snapshot.md.
const (
	FileFormat  = "sightline-snapshot"
	FileVersion = 1
)

// Encode writes the portable file format. Equal snapshots give equal bytes,
// one list entry a line, so that two files can be compared by line.
func Encode(w io.Writer, s *Snapshot) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	e := newEncoder(buffered)
	e.open()
	e.field("format", FileFormat)
	e.field("version", FileVersion)
	e.field("id", s.id)
	e.field("takenAt", s.data.TakenAt)
	e.sections(&s.data)
	e.documents(s.data.Documents)
	e.close()
	if e.err == nil {
		e.err = buffered.Flush()
	}
	if e.err != nil {
		return fmt.Errorf("write snapshot %s: %w", s.id, e.err)
	}
	return nil
}

// An encoder writes one JSON object field by field; after the first error it
// writes nothing more.
type encoder struct {
	w     *bufio.Writer
	buf   bytes.Buffer
	json  *json.Encoder
	first bool
	err   error
}

func newEncoder(w *bufio.Writer) *encoder {
	e := &encoder{w: w, first: true}
	e.json = json.NewEncoder(&e.buf)
	e.json.SetEscapeHTML(false)
	return e
}

func (e *encoder) open()  { e.text("{") }
func (e *encoder) close() { e.text("\n}\n") }

func (e *encoder) text(t string) {
	if e.err == nil {
		_, e.err = e.w.WriteString(t)
	}
}

// value writes v compactly, without the line feed of json.Encoder.
func (e *encoder) value(v any) {
	if e.err != nil {
		return
	}
	e.buf.Reset()
	e.err = e.json.Encode(v)
	if e.err == nil && e.buf.Len() > MaxEntryBytes {
		e.err = fmt.Errorf("one value is longer than %d bytes: %.80s…", MaxEntryBytes, e.buf.Bytes())
	}
	if e.err == nil && replacesBytes(e.buf.Bytes()) {
		e.err = fmt.Errorf("a text is not valid UTF-8: %.200s", bytes.TrimSpace(e.buf.Bytes()))
	}
	if e.err == nil {
		_, e.err = e.w.Write(bytes.TrimSuffix(e.buf.Bytes(), []byte("\n")))
	}
}

// replacesBytes tells whether encoding/json has put U+FFFD for a byte that is
// no UTF-8, which would lose it: only then it writes the escape. In "\\ufffd"
// the backslash itself is escaped.
func replacesBytes(text []byte) bool {
	for {
		i := bytes.Index(text, []byte(`\ufffd`))
		if i < 0 {
			return false
		}
		backslashes := len(text[:i+1]) - len(bytes.TrimRight(text[:i+1], `\`))
		if backslashes%2 == 1 {
			return true
		}
		text = text[i+1:]
	}
}

func (e *encoder) name(name string) {
	if !e.first {
		e.text(",")
	}
	e.first = false
	e.text("\n\"" + name + "\":")
}

func (e *encoder) field(name string, v any) {
	e.name(name)
	e.value(v)
}

// sections writes the lists of the content; documents are left to the caller.
func (e *encoder) sections(d *Data) {
	writeList(e, "sources", d.Sources, true)
	if d.Sample {
		e.field("sample", true)
	}
	writeList(e, "organizations", d.Organizations, false)
	writeList(e, "accounts", d.Accounts, true)
	writeList(e, "identities", d.Identities, true)
	writeList(e, "policies", d.Policies, false)
	writeList(e, "resources", d.Resources, false)
	writeList(e, "gaps", d.Gaps, false)
	writeList(e, "notCollected", d.NotCollected, false)
}

func writeList[T any](e *encoder, name string, list []T, always bool) {
	if len(list) == 0 && !always {
		return
	}
	e.name(name)
	e.text("[")
	for i := range list {
		if i > 0 {
			e.text(",")
		}
		e.text("\n")
		e.value(&list[i])
	}
	e.text("]")
}

func (e *encoder) documents(texts map[string]string) {
	keys := make([]string, 0, len(texts))
	for key := range texts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	e.name("documents")
	e.text("{")
	for i, key := range keys {
		if i > 0 {
			e.text(",")
		}
		e.text("\n\"" + key + "\":")
		e.value(texts[key])
	}
	e.text("}")
}
