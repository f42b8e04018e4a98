package smt

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// A node is one expression of the solver's output: an atom, or a list. The atom
// of a string is its content.
type node struct {
	atom string
	list []node
}

var errCut = errors.New("the output ends too early")

// readNode reads one expression and gives what stands behind it.
func readNode(s string) (n node, rest string, err error) {
	s = strings.TrimLeft(s, " \t\r\n")
	switch {
	case s == "":
		return n, "", errCut
	case s[0] == '(':
		return readList(s[1:])
	case s[0] == '"':
		return readString(s[1:])
	}
	end := strings.IndexAny(s, " \t\r\n()")
	if end < 0 {
		end = len(s)
	}
	return node{atom: s[:end]}, s[end:], nil
}

func readList(s string) (n node, rest string, err error) {
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		if s == "" {
			return n, "", errCut
		}
		if s[0] == ')' {
			return n, s[1:], nil
		}
		var item node
		if item, s, err = readNode(s); err != nil {
			return n, "", err
		}
		n.list = append(n.list, item)
	}
}

// readString reads a string without its first quote; "" in it is one quote.
func readString(s string) (n node, rest string, err error) {
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '"')
		if at < 0 {
			return n, "", errCut
		}
		b.WriteString(s[:at])
		s = s[at+1:]
		if !strings.HasPrefix(s, `"`) {
			return node{atom: unescape(b.String())}, s, nil
		}
		b.WriteByte('"')
		s = s[1:]
	}
}

// unescape reads \u{X} and \uXXXX.
func unescape(s string) string {
	escape := regexp.MustCompile(`\\u(\{[0-9a-fA-F]{1,5}\}|[0-9a-fA-F]{4})`)
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		code, _ := strconv.ParseUint(strings.Trim(e[2:], "{}"), 16, 32)
		return string(rune(code))
	})
}

// number reads 5, 5.0, (- 5.0), (/ 1 2) and what is made of them.
func (n node) number() *big.Rat {
	if len(n.list) == 0 {
		r, ok := new(big.Rat).SetString(n.atom)
		if !ok {
			return new(big.Rat)
		}
		return r
	}
	r := n.list[1].number()
	switch {
	case n.list[0].atom == "-" && len(n.list) == 2:
		return r.Neg(r)
	case n.list[0].atom == "/" && len(n.list) == 3:
		return r.Quo(r, n.list[2].number())
	}
	return r
}
