package oracle

import (
	"bytes"
	"encoding/base64"
	"math/big"
	"net/netip"
	"regexp"
	"strings"
	"time"
)

// matchText applies the string and ARN operators.
func matchText(base, value string, p pattern) bool {
	switch base {
	case "StringEquals":
		return p.String() == value
	case "StringEqualsIgnoreCase":
		// Lower-cased and compared; EqualFold would take in more letters.
		a, b := strings.ToLower(p.String()), strings.ToLower(value)
		return a == b
	case "StringLike":
		return glob(p, units(value))
	default:
		return matchARN(p, units(value))
	}
}

// matchARN compares the six parts one by one; a lone star matches every ARN.
// Source: IAM User Guide "ARN condition operators".
func matchARN(p, value pattern) bool {
	if isLoneStar(p) {
		return true
	}
	wants, parts := p.split(), value.split()
	for i, want := range wants {
		if !glob(want, parts[i]) {
			return false
		}
	}
	return len(wants) == 6
}

func isLoneStar(p pattern) bool { return len(p) == 1 && p[0] == star }

// anyMalformedARN: a listed ARN is malformed if, its variables replaced, it has
// fewer than six parts. One with a variable without value is not: it just does
// not match.
func (t *trial) anyMalformedARN(c test) bool {
	for _, listed := range c.listed {
		p, known := t.expand(listed, c.version)
		if known && !isLoneStar(p) && len(p.split()) != 6 {
			return true
		}
	}
	return false
}

func isARN(value string) bool {
	return strings.HasPrefix(value, "arn:") && strings.Count(value, ":") >= 5
}

// compare applies the numeric and date operators; nil stands for text that
// is neither: it equals nothing and has no order.
func compare(base string, value, listed *big.Rat) bool {
	if value == nil || listed == nil {
		return false
	}
	order := value.Cmp(listed)
	switch strings.TrimPrefix(strings.TrimPrefix(base, "Numeric"), "Date") {
	case "Equals":
		return order == 0
	case "LessThan":
		return order < 0
	case "LessThanEquals":
		return order <= 0
	case "GreaterThan":
		return order > 0
	default:
		return order >= 0
	}
}

var (
	number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)
	epoch  = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	year   = regexp.MustCompile(`^[0-9]{4}$`)
	date   = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$`)
)

// readNumber reads a sign, digits and a fraction, exactly; nil for other text.
func readNumber(text string) *big.Rat {
	if !number.MatchString(text) {
		return nil
	}
	n, _ := new(big.Rat).SetString(text)
	return n
}

// The W3C forms of ISO 8601, with the fraction of the seconds left open.
var dateForms = [...]string{
	"2006", "2006-01", "2006-01-02",
	"2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00",
}

// readDate reads a date of the W3C forms, or seconds since 1970, in whole
// milliseconds; nil for other text. Four digits alone are a year.
func readDate(text string) *big.Rat {
	if epoch.MatchString(text) && !year.MatchString(text) {
		seconds, _ := new(big.Rat).SetString(text)
		return wholeMilliseconds(seconds)
	}
	if !date.MatchString(text) {
		return nil // time.Parse is laxer: one-digit hours, a comma before the fraction
	}
	for _, form := range dateForms {
		if at, err := time.Parse(form, text); err == nil {
			return big.NewRat(at.UnixMilli(), 1)
		}
	}
	return nil
}

func wholeMilliseconds(seconds *big.Rat) *big.Rat {
	ms := seconds.Mul(seconds, big.NewRat(1000, 1))
	return new(big.Rat).SetInt(new(big.Int).Quo(ms.Num(), ms.Denom()))
}

// sameBytes compares what two base64 texts stand for.
func sameBytes(a, b string) bool {
	x, errX := base64.StdEncoding.DecodeString(a)
	y, errY := base64.StdEncoding.DecodeString(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func isAddress(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Zone() == ""
}

// inNetwork: an address without prefix is that host. Host bits of an IPv4
// network are ignored; an IPv6 network with host bits holds nothing, and so
// does a malformed one. IPv4-mapped addresses and networks count as IPv4.
func inNetwork(value, listed string) bool {
	network, ok := readNetwork(listed)
	if !ok {
		return false
	}
	if network.Addr().Is6() && network != network.Masked() {
		return false
	}
	address, _ := netip.ParseAddr(value)
	return network.Contains(address.Unmap())
}

func readNetwork(text string) (netip.Prefix, bool) {
	if !strings.Contains(text, "/") {
		address, _ := netip.ParseAddr(text)
		return netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()), isAddress(text)
	}
	network, err := netip.ParsePrefix(text)
	if err == nil && network.Addr().Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(network.Addr().Unmap(), network.Bits()-96)
	}
	return network, err == nil
}
