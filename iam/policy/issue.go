package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error gives the issue in one line, "3:14 /Statement/0/Effect unknown-effect:
// unknown effect "allow"". Columns count from 1 here, as editors show them.
func (i Issue) Error() string {
	return fmt.Sprintf("%s %s: %s", i.place(), i.Code, i.Message)
}

func (i Issue) place() string {
	at := fmt.Sprintf("%d:%d", i.Span.Start.Line, i.Span.Start.Column+1)
	if i.Pointer == "" {
		return at
	}
	return at + " " + printable(i.Pointer)
}

// FormatIssue writes an issue for people, on several lines without a final
// line feed:
//
//	bucket.json:7:21 /Statement/1/Condition/StringEqual
//	    unknown condition operator "StringEqual"
//	    7 |   "Condition": {"StringEqual": {
//	      |                 ^^^^^^^^^^^^^
//	    hint: did you mean "StringEquals"?
//
// Columns count from 1. The two lines in the middle show the text that was
// parsed; with a nil text they are left out. An empty file leaves out the name.
func FormatIssue(file string, issue Issue, text []byte) string {
	var b strings.Builder
	if file != "" {
		b.WriteString(printable(file) + ":")
	}
	b.WriteString(issue.place() + "\n    " + issue.Message)
	if text != nil {
		b.WriteString(snippet(issue.Span, text))
	}
	if issue.Hint != "" {
		b.WriteString("\n    hint: " + issue.Hint)
	}
	return b.String()
}

// An issueList keeps the first MaxIssues issues and counts the others.
type issueList struct {
	kept []Issue
	left int
}

func (l *issueList) full() bool { return len(l.kept) >= MaxIssues }

func (l *issueList) add(i Issue) {
	if l.full() {
		l.left++
		return
	}
	l.kept = append(l.kept, i)
}

// sorted gives the issues by position. The one that counts the rest comes last
// and stands at the end of the text.
func (l *issueList) sorted(end Position) []Issue {
	slices.SortStableFunc(l.kept, func(a, b Issue) int {
		return cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset)
	})
	if l.left > 0 {
		l.kept = append(l.kept, Issue{
			Code:    CodeMoreIssues,
			Message: fmt.Sprintf("%d more issues are not shown", l.left),
			Span:    Span{end, end},
		})
	}
	return l.kept
}

// quoteLimit is the number of bytes of the user's text that a message repeats.
const quoteLimit = 80

// quote repeats a part of the user's text in a message: in double quotes,
// without control characters, and cut if long.
func quote(text string) string {
	if len(text) <= quoteLimit {
		return strconv.Quote(text)
	}
	cut := quoteLimit
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strconv.Quote(text[:cut] + "…")
}

// printable replaces what a terminal would take as a command.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, text)
}
