package smt

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sightline/iam/condition"
)

// order compares two numbers or instants.
func order(c condition.Comparison, a, b term) term {
	switch c {
	case condition.CompareLess:
		return apply("<", a, b)
	case condition.CompareLessEquals:
		return apply("<=", a, b)
	case condition.CompareGreater:
		return apply(">", a, b)
	case condition.CompareGreaterEquals:
		return apply(">=", a, b)
	default:
		return equal(a, b)
	}
}

// decimal reads a number: a sign, digits, and a fraction.
func decimal(value string) term {
	if !regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`).MatchString(value) {
		refuse("%q is no number", value)
	}
	digits := strings.TrimLeft(value, "+-")
	if !strings.Contains(digits, ".") {
		digits += ".0"
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	t := term(whole + "." + fraction)
	if strings.HasPrefix(value, "-") {
		return apply("-", t)
	}
	return t
}

// layouts are the forms of a date that AWS documents.
var layouts = [...]string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01"}

// instant reads a date, or seconds since 1970, as milliseconds.
func instant(value string) term {
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil && len(value) > 4 && len(value) < 15 {
		return number(seconds * 1000)
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, value); err == nil {
			return number(at.UnixMilli())
		}
	}
	refuse("%q is no date of a form that is known here", value)
	return ""
}

// inNetwork tells whether an address lies in a range. An IPv6 range with host
// bits set holds nothing. Source: docs/semantics/ip-addresses.md.
func inNetwork(s slot, value string) term {
	network, err := netip.ParsePrefix(value)
	if err != nil {
		address, err := netip.ParseAddr(value)
		if err != nil || address.Zone() != "" {
			refuse("%q is no range of addresses", value)
		}
		network = netip.PrefixFrom(address, address.BitLen())
	}
	switch {
	case network.Addr().Is4In6():
		refuse("%q: an IPv4 address written as IPv6", value)
	case network.Addr().Is4():
		return and(s.is4, leading(s.v4, network.Masked()))
	case network.Masked() != network:
		return no
	}
	return and(not(s.is4), leading(s.v6, network))
}

// leading compares the bits of the network.
func leading(address term, network netip.Prefix) term {
	if network.Bits() == 0 {
		return yes
	}
	width := network.Addr().BitLen()
	var bits strings.Builder
	for _, b := range network.Addr().AsSlice() {
		fmt.Fprintf(&bits, "%08b", b)
	}
	extract := fmt.Sprintf("(_ extract %d %d)", width-1, width-network.Bits())
	return equal(apply(extract, address), term("#b"+bits.String()[:network.Bits()]))
}
