package snapshot

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Limits. Build keeps to those of documents and entries, so that what it makes
// can be saved and read again.
const (
	// MaxFileBytes is the longest file that is read, after decompression.
	MaxFileBytes = 2 << 30
	// MaxDocumentBytes is the longest single policy text. AWS's own limits lie
	// far below: 20 kB for a bucket policy.
	MaxDocumentBytes = 8 << 20
	// MaxEntryBytes is the longest single value of a list, as JSON.
	MaxEntryBytes = 64 << 20
	// MaxEntries is the greatest number of values in one list.
	MaxEntries = 4_000_000
)

// A FormatError says where a file is no snapshot of this format.
type FormatError struct {
	Offset int64  // in bytes from 0, after decompression
	Place  string // such as "resources[17]"; empty before the first field
	Reason string
	Err    error // the cause, or nil
}

// Error gives one line.
func (e *FormatError) Error() string {
	text := "snapshot file, byte " + fmt.Sprint(e.Offset)
	if e.Place != "" {
		text += ", " + e.Place
	}
	text += ": " + e.Reason
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *FormatError) Unwrap() error { return e.Err }

// Recognize tells from its first bytes whether a file may be a snapshot in the
// portable format; a compressed file may be one.
func Recognize(head []byte) bool {
	if isGzip(head) {
		return true
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	rest, ok := bytes.CutPrefix(head, []byte("{"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return ok && bytes.HasPrefix(rest, []byte(`"format"`)) && bytes.Contains(rest, []byte(`"`+FileFormat+`"`))
}

func isGzip(head []byte) bool { return len(head) >= 2 && head[0] == 0x1f && head[1] == 0x8b }

// Decode reads the portable file format, plain or compressed with gzip. The
// content must have the hash that the file names: a truncated or edited file
// is refused. Policy documents are not parsed yet.
//
// Errors: *FormatError with the place, or what the reader returned.
func Decode(r io.Reader) (*Snapshot, error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	head, err := buffered.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read snapshot file: %w", err)
	}
	var plain io.Reader = buffered
	if isGzip(head) {
		unzip, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, &FormatError{Reason: "the gzip header is damaged", Err: err}
		}
		plain = bufio.NewReaderSize(unzip, 1<<16)
	}
	return decode(plain, MaxFileBytes)
}

func decode(plain io.Reader, limit int64) (*Snapshot, error) {
	limited := &limitedReader{r: plain, left: limit, limit: limit}
	d := decoder{json: json.NewDecoder(limited), input: limited, at: -1}
	d.json.DisallowUnknownFields()
	if err := d.file(); err != nil {
		return nil, err
	}
	s, err := freeze(d.data)
	if err != nil {
		return nil, &FormatError{Offset: d.json.InputOffset(), Reason: "the content contradicts itself", Err: err}
	}
	if s.id != d.id {
		return nil, &FormatError{Offset: d.json.InputOffset(), Place: "id", Reason: fmt.Sprintf(
			"the file says %.40q, its content has %q: it was edited or damaged", d.id, s.id)}
	}
	return s, nil
}

// A limitedReader fails, and does not just end, behind its limits: that of the
// file and that of one value, whose text the JSON decoder holds as a whole.
type limitedReader struct {
	r           io.Reader
	left, limit int64
	value       int64 // read since the value began
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("the file is longer than %d bytes", l.limit)
	}
	if l.value > MaxEntryBytes {
		return 0, fmt.Errorf("one value is longer than %d bytes", MaxEntryBytes)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	l.value += int64(n)
	return n, err
}

// A decoder reads the object field by field and its lists entry by entry, so
// that only one entry's text is held beside what was made of it.
type decoder struct {
	json  *json.Decoder
	input *limitedReader
	data  Data
	id    string
	place string // the field
	at    int    // the position in its list, or -1
}

func (d *decoder) fail(reason string, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		reason, err = "the file ends too early: it is truncated", nil
	}
	place := d.place
	if d.at >= 0 {
		place += "[" + strconv.Itoa(d.at) + "]"
	}
	return &FormatError{Offset: d.json.InputOffset(), Place: place, Reason: reason, Err: err}
}

// expect reads one delimiter.
func (d *decoder) expect(want json.Delim, what string) error {
	token, err := d.json.Token()
	if err != nil {
		return d.fail("no valid JSON", err)
	}
	if token != want {
		return d.fail("expected "+what, nil)
	}
	return nil
}

func (d *decoder) file() error {
	if err := d.expect('{', "a JSON object"); err != nil {
		return err
	}
	if err := d.header(); err != nil {
		return err
	}
	seen := map[string]bool{"format": true, "version": true}
	for d.json.More() {
		name, err := d.name()
		if err != nil {
			return err
		}
		if d.place = name; seen[name] {
			return d.fail("the field stands twice", nil)
		}
		seen[name] = true
		if err := d.section(name); err != nil {
			return err
		}
	}
	d.place = ""
	if err := d.expect('}', "the end of the object"); err != nil {
		return err
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		return d.fail("something follows the object", err)
	}
	for _, name := range []string{"id", "takenAt", "sources", "accounts", "identities", "documents"} {
		if !seen[name] {
			return d.fail("the field "+name+" is missing", nil)
		}
	}
	return nil
}

// header reads format and version, which come first: they say how to read on.
func (d *decoder) header() error {
	var format string
	if err := d.first("format", &format); err != nil {
		return err
	}
	if format != FileFormat {
		return d.fail(fmt.Sprintf("%.40q is not %q", format, FileFormat), nil)
	}
	var version int
	if err := d.first("version", &version); err != nil {
		return err
	}
	if version != FileVersion {
		return d.fail(fmt.Sprintf("version %d is not known here, only %d is: use the version of Sightline that wrote the file", version, FileVersion), nil)
	}
	return nil
}

func (d *decoder) first(want string, value any) error {
	if !d.json.More() {
		return d.fail("expected the field "+want, d.peekError())
	}
	name, err := d.name()
	if err != nil {
		return err
	}
	if d.place = name; name != want {
		return d.fail("expected the field "+want+" here: this is no snapshot file", nil)
	}
	return d.value(value)
}

// peekError is why there is nothing more.
func (d *decoder) peekError() error {
	_, err := d.json.Token()
	return err
}

func (d *decoder) name() (string, error) {
	d.input.value = 0
	token, err := d.json.Token()
	if err != nil {
		return "", d.fail("no valid JSON", err)
	}
	name, ok := token.(string)
	if !ok || len(name) > 100 {
		return "", d.fail("expected the name of a field", nil)
	}
	return name, nil
}

func (d *decoder) value(into any) error {
	d.input.value = 0
	if err := d.json.Decode(into); err != nil {
		return d.fail("not as the format demands", err)
	}
	return nil
}

func (d *decoder) section(name string) error {
	switch name {
	case "id":
		return d.value(&d.id)
	case "takenAt":
		return d.value(&d.data.TakenAt)
	case "sources":
		return readList(d, &d.data.Sources)
	case "sample":
		return d.value(&d.data.Sample)
	case "organizations":
		return readList(d, &d.data.Organizations)
	case "accounts":
		return readList(d, &d.data.Accounts)
	case "identities":
		return readList(d, &d.data.Identities)
	case "policies":
		return readList(d, &d.data.Policies)
	case "resources":
		return readList(d, &d.data.Resources)
	case "gaps":
		return readList(d, &d.data.Gaps)
	case "notCollected":
		return readList(d, &d.data.NotCollected)
	case "documents":
		return d.documents()
	default:
		return d.fail("a field that the format does not have", nil)
	}
}

func readList[T any](d *decoder, list *[]T) error {
	if err := d.expect('[', "a list"); err != nil {
		return err
	}
	for d.at = 0; d.json.More(); d.at++ {
		if d.at == MaxEntries {
			return d.fail(fmt.Sprintf("the list is longer than %d entries", MaxEntries), nil)
		}
		var entry T
		if err := d.value(&entry); err != nil {
			return err
		}
		*list = append(*list, entry)
	}
	d.at = -1
	return d.expect(']', "the end of the list")
}

func (d *decoder) documents() error {
	if err := d.expect('{', "an object"); err != nil {
		return err
	}
	d.data.Documents = make(map[string]string)
	for d.json.More() {
		key, err := d.name()
		if err != nil {
			return err
		}
		d.place = "documents[" + key + "]"
		if _, twice := d.data.Documents[key]; twice {
			return d.fail("the document stands twice", nil)
		}
		var text string
		if err := d.value(&text); err != nil {
			return err
		}
		if len(d.data.Documents) == MaxEntries {
			return d.fail(fmt.Sprintf("more than %d documents", MaxEntries), nil)
		}
		d.data.Documents[key] = text
	}
	d.place = "documents"
	return d.expect('}', "the end of the object")
}
