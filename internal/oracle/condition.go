package oracle

import "strings"

// conditionHolds: operators and keys are joined by AND; an absent or empty
// block is true.
// Source: IAM User Guide "Conditions with multiple context keys or values".
func (t *trial) conditionHolds(doc Document, s Statement) bool {
	for operator, keys := range s.Condition {
		for key, listed := range keys {
			if !t.holds(readTest(operator, doc.Version, s.Effect, listed), fold(key)) {
				return false
			}
		}
	}
	return true
}

// A test is one operator applied to one key's listed values.
type test struct {
	set      string // "", "ForAllValues" or "ForAnyValue"
	ifExists bool
	base     string // the operator without "Not"
	negated  bool
	version  string // of the document: tells whether variables count
	effect   string // of the statement: tells how a malformed ARN counts
	listed   List
}

func readTest(operator, version, effect string, listed List) test {
	c := test{version: version, effect: effect, listed: listed}
	if set, rest, found := strings.Cut(operator, ":"); found {
		c.set, operator = set, rest
	}
	operator, c.ifExists = strings.CutSuffix(operator, "IfExists")
	c.base, c.negated = strings.Replace(operator, "Not", "", 1), strings.Contains(operator, "Not")
	return c
}

// holds tells whether a test is true of the request; the key is folded.
func (t *trial) holds(c test, key string) bool {
	value, present := t.keys[key]
	switch {
	case c.base == "Null":
		return c.null(!present || len(value.Texts) == 0)
	case !present:
		return c.onAbsent()
	case c.set != "":
		return t.onSet(c, value.Texts)
	case value.Multi:
		// A multivalued key never meets a plain operator, not even a negated
		// one or one with IfExists, whatever the number of its values.
		return false
	default:
		return t.satisfies(c, value.Texts[0])
	}
}

// null: "true" asks for an absent or empty key, "false" for a present one; an
// empty text is present, other values ask for nothing.
func (c test) null(isNull bool) bool {
	for _, want := range c.listed {
		if isNull && strings.EqualFold(want, "true") || !isNull && strings.EqualFold(want, "false") {
			return true
		}
	}
	return false
}

// onAbsent: IfExists, ForAllValues and negation make an absent key true;
// ForAnyValue without IfExists makes it false.
func (c test) onAbsent() bool {
	return c.ifExists || c.set == "ForAllValues" || c.set == "" && c.negated
}

func (t *trial) onSet(c test, values []string) bool {
	for _, v := range values {
		if t.satisfies(c, v) != (c.set == "ForAllValues") {
			return c.set == "ForAnyValue"
		}
	}
	return c.set == "ForAllValues"
}

// satisfies tests one request value: a positive operator needs one listed
// value that matches, a negated one needs that none does. A malformed request
// address or ARN satisfies nothing. With a malformed ARN in the policy an Allow
// fails and a Deny holds.
func (t *trial) satisfies(c test, value string) bool {
	if c.base == "IpAddress" && !isAddress(value) || c.onARN() && !isARN(value) {
		return false
	}
	if c.onARN() && t.anyMalformedARN(c) {
		return c.effect == "Deny"
	}
	for _, listed := range c.listed {
		if t.matches(c, value, listed) {
			return !c.negated
		}
	}
	return c.negated
}

func (c test) onARN() bool { return c.base == "ArnEquals" || c.base == "ArnLike" }

// matches compares one request value with one listed value.
func (t *trial) matches(c test, value, listed string) bool {
	switch {
	case strings.HasPrefix(c.base, "String") || c.onARN():
		p, known := t.expand(listed, c.version)
		return known && matchText(c.base, value, p)
	case strings.HasPrefix(c.base, "Numeric"):
		return compare(c.base, readNumber(value), readNumber(listed))
	case strings.HasPrefix(c.base, "Date"):
		return compare(c.base, readDate(value), readDate(listed))
	case c.base == "Bool":
		return strings.EqualFold(value, "true") == strings.EqualFold(listed, "true")
	case c.base == "BinaryEquals":
		return sameBytes(value, listed)
	default:
		return inNetwork(value, listed)
	}
}
