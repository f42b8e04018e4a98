package questions

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// A key is what the documents say of one condition key.
type key struct {
	family   condition.Family
	several  bool
	boolean  bool
	patterns []string
}

func (s *Sampler) key(name string) *key {
	name = authz.FoldKey(name)
	if s.keys[name] == nil {
		s.keys[name] = &key{}
	}
	return s.keys[name]
}

// condition notes the type of a key and its values. A key that is compared as an
// ARN anywhere holds ARNs; Bool and string go together.
func (s *Sampler) condition(d *policy.Document, c policy.Condition) {
	k, family := s.key(c.Key), c.Operator.Family
	k.several = k.several || c.Operator.Qualifier != condition.QualifierNone
	k.boolean = k.boolean || family == condition.FamilyBool
	if family != condition.FamilyNull && family != condition.FamilyBool && k.family != condition.FamilyARN {
		k.family = family
	}
	if family == condition.FamilyNull {
		return
	}
	for _, v := range c.Values {
		k.patterns = append(k.patterns, v.Text)
		s.variables(d, v.Text)
	}
}

// variables notes the keys that a text speaks of.
func (s *Sampler) variables(d *policy.Document, text string) {
	if !d.HasVariables() {
		return
	}
	for _, segment := range policy.SplitVariables(text) {
		if segment.Kind == policy.SegmentVariable {
			s.key(segment.Text)
		}
	}
}

// context draws the keys. It gives the texts that variables stand for.
func (s *Sampler) context(rng *rand.Rand, near bool, c *authz.Context) map[string]string {
	values := make(map[string]string)
	for _, name := range s.names {
		k := s.keys[name]
		if s.follows(name) || chance(rng, 25) {
			continue
		}
		if !k.several {
			values[name] = k.value(rng, near, values)
			c.Set(name, values[name])
			continue
		}
		var many []string
		for range 1 + rng.IntN(3) {
			many = append(many, k.value(rng, near, values))
		}
		c.SetMulti(name, many...)
	}
	return values
}

// follows tells whether a key follows from the caller.
func (s *Sampler) follows(name string) bool {
	return s.kind == policy.KindResource &&
		(name == "aws:principalarn" || name == "aws:principalaccount" || name == "kms:calleraccount")
}

// value draws one value of the key's type.
func (k *key) value(rng *rand.Rand, near bool, values map[string]string) string {
	if k.boolean {
		return fmt.Sprint(chance(rng, 50))
	}
	pattern := ""
	if near && len(k.patterns) > 0 {
		pattern = one(rng, k.patterns)
	}
	switch k.family {
	case condition.FamilyNumeric:
		return numberNear(rng, pattern)
	case condition.FamilyDate:
		return dateNear(rng, pattern)
	case condition.FamilyIP:
		return addressNear(rng, pattern)
	case condition.FamilyARN:
		return arnNear(rng, pattern)
	default:
		return textNear(rng, substitute(pattern, values), near)
	}
}

func textNear(rng *rand.Rand, pattern string, near bool) string {
	if !near {
		return one(rng, []string{"", "alice", "bob", "dev", "dev-1", "prod", "a", "b", "team-3"})
	}
	text := mutate(rng, instance(rng, pattern, "aed-"), "aed-1")
	if chance(rng, 15) {
		return strings.ToUpper(text)
	}
	return text
}

func numberNear(rng *rand.Rand, pattern string) string {
	n, err := strconv.ParseFloat(pattern, 64)
	if err != nil {
		return strconv.Itoa(rng.IntN(120))
	}
	return strconv.FormatFloat(n+one(rng, []float64{-1, -0.5, 0, 0, 0.5, 1}), 'f', -1, 64)
}

func dateNear(rng *rand.Rand, pattern string) string {
	at, ok := condition.ParseDate(pattern)
	if !ok {
		at = time.Date(2026, time.Month(1+rng.IntN(12)), 15, 0, 0, 0, 0, time.UTC).UnixMilli()
	}
	at += one(rng, []int64{-1000, -1, 0, 0, 1, 1000})
	return time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z")
}

// addressNear draws the first or last address of a range, a neighbour of them,
// or any address.
func addressNear(rng *rand.Rand, pattern string) string {
	network, ok := condition.ParseNetwork(pattern)
	if !ok {
		return fmt.Sprintf("10.%d.%d.%d", rng.IntN(256), rng.IntN(256), rng.IntN(256))
	}
	first, last := network.Masked().Addr(), lastOf(network)
	address := one(rng, []netip.Addr{first, last, first.Prev(), last.Next()})
	if !address.IsValid() {
		return first.String()
	}
	return address.String()
}

func lastOf(network netip.Prefix) netip.Addr {
	bytes := network.Masked().Addr().AsSlice()
	for bit := network.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

func arnNear(rng *rand.Rand, pattern string) string {
	text := mutate(rng, instance(rng, pattern, "abst-:"), "abst-")
	if strings.HasPrefix(text, "arn:") && strings.Count(text, ":") >= 5 {
		return text
	}
	return "arn:aws:sns:us-east-1:" + Owner + ":topic-" + one(rng, users())
}
