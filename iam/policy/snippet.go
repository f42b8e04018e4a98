package policy

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// snippetWidth is the number of characters of a line that are shown. Policies
// are often written in a single line.
const snippetWidth = 100

// snippet shows the line in which a span begins and marks the span below it,
// each with a line feed before it. A span that does not fit the text gives
// nothing.
func snippet(span Span, text []byte) string {
	start := span.Start.Offset
	if start < 0 || start > len(text) {
		return ""
	}
	from := bytes.LastIndexByte(text[:start], '\n') + 1
	to := len(text)
	if i := bytes.IndexByte(text[start:], '\n'); i >= 0 {
		to = start + i
	}
	before, at := tail(text[from:start]), bytes.TrimRight(text[start:to], "\r")
	marked := at[:min(len(at), max(0, span.End.Offset-start))]
	shown := head(at, snippetWidth-utf8.RuneCountInString(before))
	carets := max(1, min(utf8.RuneCount(marked), utf8.RuneCountInString(shown)))
	number := fmt.Sprint(span.Start.Line)
	return fmt.Sprintf("\n    %s | %s%s\n    %*s | %*s", number, before, shown,
		len(number), "", utf8.RuneCountInString(before)+carets, strings.Repeat("^", carets))
}

// tail gives the last characters before the span, at most half of the width.
func tail(line []byte) string {
	at := len(line)
	for n := 0; at > 0 && n < snippetWidth/2; n++ {
		_, size := utf8.DecodeLastRune(line[:at])
		at -= size
	}
	if at > 0 {
		return "…" + printable(string(line[at:]))
	}
	return printable(string(line))
}

// head gives the first characters from the span on.
func head(line []byte, width int) string {
	at := 0
	for n := 0; at < len(line) && n < width; n++ {
		_, size := utf8.DecodeRune(line[at:])
		at += size
	}
	if at < len(line) {
		return printable(string(line[:at])) + "…"
	}
	return printable(string(line))
}
