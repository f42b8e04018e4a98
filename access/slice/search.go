package slice

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a search.
const (
	defaultFound = 20
	mostFound    = 1000
)

// A Found is the answer of a search, best first.
type Found struct {
	Query     string  `json:"query"`
	Results   []Thing `json:"results"`
	Total     int     `json:"total"`
	Truncated bool    `json:"truncated"`
}

// Search finds things by name, ARN, account name, tag value and action name,
// whatever the case. Best is a name or ARN that is the text itself, then one
// that begins with it, one with a word that begins with it, one that holds it;
// then ARNs, names of accounts and tag values that do.
func (d *Directory) Search(query string, limit int) Found {
	f := Found{Query: query, Results: []Thing{}}
	text := strings.TrimSpace(folded(query))
	if text == "" {
		return f
	}
	if limit <= 0 {
		limit = defaultFound
	}
	best := &finds{d: d, limit: min(limit, mostFound)}
	for from := 0; ; {
		i := strings.Index(d.text[from:], text)
		if i < 0 {
			break
		}
		at := d.entryAt(from + i)
		f.Total++
		best.offer(find{at, d.quality(at, text)})
		from = d.starts[at] + len(d.textOf(at))
	}
	for _, one := range best.list {
		f.Results = append(f.Results, d.thing(one.entry))
	}
	f.Truncated = f.Total > len(f.Results)
	return f
}

// A find is an entry and how well it fits, the best 0.
type find struct {
	entry, quality int
}

// finds keeps the best.
type finds struct {
	d     *Directory
	limit int
	list  []find
}

func (f *finds) offer(one find) {
	if len(f.list) == f.limit && f.order(f.list[len(f.list)-1], one) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(f.list, one, f.order)
	f.list = slices.Insert(f.list, at, one)
	if len(f.list) > f.limit {
		f.list = f.list[:f.limit]
	}
}

// order puts the better find first: by quality, kind, and the shorter name.
func (f *finds) order(a, b find) int {
	if a.quality != b.quality {
		return a.quality - b.quality
	}
	d := f.d
	if c := cmp.Compare(d.entries[a.entry].list, d.entries[b.entry].list); c != 0 {
		return c
	}
	x, y := d.nameOf(a.entry), d.nameOf(b.entry)
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y), cmp.Compare(a.entry, b.entry))
}

func (d *Directory) nameOf(i int) string {
	name, _, _ := strings.Cut(d.textOf(i), string(fieldMark))
	return name
}

// quality tells how an entry fits a text that it holds.
func (d *Directory) quality(i int, text string) int {
	fields := strings.SplitN(d.textOf(i), string(fieldMark), 4)
	for len(fields) < 4 {
		fields = append(fields, "")
	}
	name, arn, account := fields[0], fields[1], fields[2]
	switch {
	case name == text || arn == text:
		return 0
	case strings.HasPrefix(name, text):
		return 1
	case beginsWord(name, text):
		return 2
	case strings.Contains(name, text):
		return 3
	case strings.Contains(arn, text):
		return 4
	case strings.Contains(account, text):
		return 5
	default:
		return 6
	}
}

// beginsWord tells whether a word of a name begins with a text.
func beginsWord(name, text string) bool {
	for from := 0; from < len(name); {
		i := strings.Index(name[from:], text)
		if i < 0 {
			return false
		}
		at := from + i
		if before, _ := utf8.DecodeLastRuneInString(name[:at]); at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return true
		}
		from = at + 1
	}
	return false
}
