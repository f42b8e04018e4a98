package symbolic

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"sightline/iam/condition"
)

// A typed is a type whose values fall into classes.
type typed struct {
	operators []string
	classes   func([]string) []string
	value     func(*rand.Rand) string
	listed    func(*rand.Rand) string
}

func typedValues() map[string]typed {
	number := func(rng *rand.Rand) string {
		return []string{"5", "5.0", "-1", "0", "9.99", "10", "1e1", "1e-2", "0.009", "+7", "007", "99999999999999999999"}[rng.IntN(12)]
	}
	date := func(rng *rand.Rand) string {
		return []string{
			"2026-06-01T00:00:00Z", "2026-06-01T00:00:00.001Z", "2026-06-01T00:00:00.002Z", "2026-05-31T22:00:00-02:00", "2026", "1780272000", "-86400", "1780272000.0009", "2026-06",
		}[rng.IntN(9)]
	}
	address := func(rng *rand.Rand) string {
		if rng.IntN(3) == 0 {
			return []string{"::", "2001:db8::1", "2001:db8::", "ffff::1", "::ffff:10.0.0.1", "::1:0:0:0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}[rng.IntN(7)]
		}
		return netip.AddrFrom4([4]byte{byte(10 * rng.IntN(3)), byte(255 * rng.IntN(2)), 0, byte(255 * rng.IntN(2))}).String()
	}
	network := func(rng *rand.Rand) string {
		a := address(rng)
		if ip := netip.MustParseAddr(a); ip.Is4() {
			return fmt.Sprintf("%s/%d", a, rng.IntN(33))
		}
		return fmt.Sprintf("%s/%d", a, rng.IntN(129))
	}
	binary := func(rng *rand.Rand) string { return []string{"YWJjZA==", "YWJj", "", "!", "YWJjZA"}[rng.IntN(5)] }
	numeric := []string{"Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"}
	dates := make([]string, len(numeric))
	for i := range numeric {
		dates[i], numeric[i] = "Date"+numeric[i], "Numeric"+numeric[i]
	}
	return map[string]typed{
		"numbers":   {numeric, numberClasses, number, number},
		"dates":     {dates, dateClasses, date, date},
		"addresses": {[]string{"IpAddress", "NotIpAddress"}, addressClasses, address, network},
		"binary":    {[]string{"BinaryEquals"}, binaryClasses, binary, binary},
	}
}

// TestEveryValueHasAClass: for each value there is a class that no condition
// tells apart from it, and each class is known by a value of the type.
func TestEveryValueHasAClass(t *testing.T) {
	rng := random(t, 5)
	for name, kind := range typedValues() {
		for range setting(t, "SIGHTLINE_WORDS", defaultWords) / 10 {
			var texts []string
			for range 1 + rng.IntN(4) {
				texts = append(texts, kind.listed(rng))
			}
			value, reps := kind.value(rng), kind.classes(texts)
			if !valid(kind.operators[0], value) {
				continue
			}
			signature := func(v string) (out string) {
				for _, o := range kind.operators {
					op, _ := condition.Parse(o)
					for _, text := range texts {
						matched, malformed := truth(op, []string{text}, v)
						out += fmt.Sprint(matched, malformed)
					}
				}
				return out
			}
			want, has := signature(value), false
			for _, r := range reps {
				has = has || signature(r) == want
				if !valid(kind.operators[0], r) {
					t.Fatalf("%s: the class %q of %q is no value", name, r, texts)
				}
			}
			if !has {
				t.Fatalf("%s: %q with %q is in none of the classes %q", name, value, texts, reps)
			}
		}
	}
}

func valid(operator, value string) bool {
	var ok bool
	switch op, _ := condition.Parse(operator); op.Family {
	case condition.FamilyNumeric:
		_, ok = condition.ParseNumber(value)
	case condition.FamilyDate:
		_, ok = condition.ParseDate(value)
	case condition.FamilyIP:
		_, ok = condition.ParseAddress(value)
	default:
		ok = condition.EqualBinary(value, value)
	}
	return ok
}
