package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"sightline/access/finding"
)

// A Set is what is written.
type Set struct {
	Findings []finding.Finding
	// Analyzers gives names to the ids of analyzers.
	Analyzers map[string]string
	// Version of the program.
	Version string
}

// Formats lists the names of the formats.
func Formats() []string { return []string{"asff", "csv", "ocsf", "sarif"} }

// Write writes a set in a format of Formats.
func Write(w io.Writer, format string, s Set) error {
	write := map[string]func(io.Writer, Set) error{"asff": ASFF, "csv": CSV, "ocsf": OCSF, "sarif": SARIF}[format]
	if write == nil {
		return fmt.Errorf("%q is no format: write one of %s", format, strings.Join(Formats(), ", "))
	}
	return write(w, s)
}

// indented writes one JSON value for people to look at, too.
func indented(w io.Writer, v any) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(text.Bytes())
	return err
}

func (s *Set) analyzer(f *finding.Finding) string {
	if name := s.Analyzers[f.Analyzer]; name != "" {
		return name
	}
	return f.Analyzer
}

// pairs words a map, sorted: "key=value; key=value".
func pairs(m map[string]string) string {
	var list []string
	for k, v := range m {
		list = append(list, k+"="+v)
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

// shortened keeps a text below a number of characters.
func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
