package condition

import (
	"bytes"
	"encoding/base64"
	"net/netip"
	"strings"
)

// ParseBool is true for the word true in any case; everything else is false.
// Source: live captures, reference section 11.9. Case: bool-request-value-in-capitals-is-true.
func ParseBool(text string) bool { return strings.EqualFold(text, "true") }

// ParseAddress reads a request's IP address. An IPv4-mapped IPv6 address
// counts as IPv4; a zone makes it malformed.
// Case: ip-mapped-ipv4-address-counts-as-ipv4.
func ParseAddress(text string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}

// ParseNetwork reads a policy's CIDR range, or an address as that one host.
// Host bits of an IPv4 range are ignored; an IPv6 range with host bits set
// matches nothing and so is not ok.
// Source: live captures, reference section 11.11. Cases:
// ipv4-host-bits-in-the-policy-are-ignored, ip-without-prefix-is-one-host.
func ParseNetwork(text string) (netip.Prefix, bool) {
	if !strings.Contains(text, "/") {
		a, ok := ParseAddress(text)
		if !ok {
			return netip.Prefix{}, false
		}
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return netip.Prefix{}, false
	case p.Addr().Is4In6() && p.Bits() >= 96:
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked(), true
	case p.Addr().Is4():
		return p.Masked(), true
	default:
		return p, p == p.Masked()
	}
}

// EqualBinary compares two standard base64 texts by the bytes they stand for;
// a text that is no base64 equals nothing.
func EqualBinary(a, b string) bool {
	x, errX := base64.StdEncoding.DecodeString(a)
	y, errY := base64.StdEncoding.DecodeString(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
