package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// print writes one answer: JSON as it is, or a table made by rows.
func (a *app) print(answer any, rows func(w *table)) error {
	if a.output == "json" {
		return printJSON(a.stdout, answer)
	}
	t := &table{}
	rows(t)
	return t.flush(a.stdout)
}

func printJSON(w io.Writer, answer any) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(answer); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return writeJSON(w, text.Bytes())
}

// writeJSON writes encoded values, with escapes for the hidden characters that
// encoding/json leaves as they are: a terminal may obey them.
func writeJSON(w io.Writer, text []byte) error {
	if bytes.ContainsFunc(text, hiddenInJSON) {
		text = escapeHidden(text)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// hiddenInJSON leaves the line ends between values alone.
func hiddenInJSON(r rune) bool { return r != '\n' && hidden(r) }

func escapeHidden(text []byte) []byte {
	var out []byte
	for _, r := range string(text) {
		switch high, low := utf16.EncodeRune(r); {
		case !hiddenInJSON(r):
			out = utf8.AppendRune(out, r)
		case high == utf8.RuneError:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		}
	}
	return out
}

// table collects lines and rows of cells and aligns the cells of neighbouring
// rows. Control characters in names never reach the terminal.
type table struct {
	out  strings.Builder
	rows [][]string
}

// row adds a row; neighbouring rows are aligned with each other.
func (t *table) row(cells ...string) {
	for i := range cells {
		cells[i] = printable(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// line ends the rows before it and adds text of its own.
func (t *table) line(text string) {
	t.align()
	t.out.WriteString(printable(text))
	t.out.WriteByte('\n')
}

func (t *table) align() {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if i < len(row)-1 {
				widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			}
		}
	}
	for _, row := range t.rows {
		t.writeRow(row, widths)
	}
	t.rows = nil
}

func (t *table) writeRow(row []string, widths []int) {
	var line strings.Builder
	for i, cell := range row {
		line.WriteString(cell)
		if i < len(row)-1 {
			line.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
	}
	t.out.WriteString(strings.TrimRight(line.String(), " "))
	t.out.WriteByte('\n')
}

func (t *table) flush(w io.Writer) error {
	t.align()
	if _, err := io.WriteString(w, t.out.String()); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// printable replaces hidden characters, so that a name can neither drive the
// terminal nor look like another.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			return '\uFFFD'
		}
		return r
	}, text)
}

// hidden tells of control characters and of those that are not seen: marks
// that turn the direction of text, joiners, line separators.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// listed shortens a list for a table's cell.
func listed(items []string, most int) string {
	if len(items) <= most {
		return strings.Join(items, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:most], ", "), len(items)-most)
}
