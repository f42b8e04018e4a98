package check_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"

	"sightline/iam/check"
	"sightline/iam/policy"
)

// A drawer draws policies from small alphabets: random ones then often speak
// of the same things.
type drawer struct {
	rng  *rand.Rand
	kind check.Kind
	// The keys and principals that a pair speaks of: few, so that its
	// statements meet.
	keys  []keySpec
	names []principalText
}

func newDrawer(rng *rand.Rand) *drawer {
	d := &drawer{rng: rng}
	if d.once(2) {
		d.kind = check.Resource
	}
	for range 3 {
		d.keys = append(d.keys, pick(d, keySpecs...))
	}
	for range 5 {
		d.names = append(d.names, pick(d, principalTexts...))
	}
	return d
}

func pick[T any](d *drawer, list ...T) T { return list[d.rng.IntN(len(list))] }

// once in n times.
func (d *drawer) once(n int) bool { return d.rng.IntN(n) == 0 }

// some picks one to three values.
func (d *drawer) some(list []string) any {
	n := 1 + d.rng.IntN(3)
	out := []string{}
	for range n {
		out = append(out, pick(d, list...))
	}
	if d.once(40) {
		return []string{}
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}

var actionTexts = []string{
	"*", "s3:*", "s3:Get*", "s3:GetObject", "s3:getobject", "s3:Put*", "s3:?etObject", "s3:*Object", "sqs:SendMessage", "*:Get*", "s3:GetObject?*",
}

var resourceTexts = []string{
	"*", "arn:aws:s3:::logs/*", "arn:aws:s3:::logs/a", "arn:aws:s3:::logs/a*", "arn:aws:s3:::*/a", "arn:aws:s3:::logs", "arn:aws:s3:::log?",
	"arn:aws:s3:::logs/*b*", "arn:aws:sqs:*:*:q", "arn:aws:sqs", "arn:aws:s3:::logs/${aws:username}/*", "arn:aws:s3:::logs/${aws:username, 'a'}",
	"arn:aws:s3:::${aws:PrincipalTag/team}/*", "arn:aws:s3:::logs/${*}", "arn:aws:s3:::logs/😀*", "arn:aws:s3:::logs/?", "arn:*:s3:::logs/*", "*a",
}

type principalText struct{ kind, text string }

var principalTexts = []principalText{
	{"", "*"},
	{"", "*"},
	{"AWS", "*"},
	{"AWS", "111122223333"},
	{"AWS", "arn:aws:iam::111122223333:root"},
	{"AWS", "arn:aws:iam::111122223333:user/alice"},
	{"AWS", "arn:aws:iam::111122223333:role/app"},
	{"AWS", "arn:aws:iam::444455556666:role/app"},
	{"AWS", "arn:aws:sts::111122223333:assumed-role/app/job"},
	{"AWS", "arn:aws:sts::111122223333:federated-user/eve"},
	{"AWS", "arn:aws:iam::111122223333:user/*"},
	{"AWS", "AIDAEXAMPLEEXAMPLEEX"},
	{"Service", "sns.amazonaws.com"},
	{"Service", "*"},
	{"Federated", "accounts.google.com"},
	{"Federated", "arn:aws:iam::111122223333:oidc-provider/oidc.example.com"},
	{"CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
}

// A keySpec is a condition key with the values that policies list, by family of
// operators.
type keySpec struct {
	name  string
	typ   string // of the operators that are at home
	multi bool
}

var keySpecs = []keySpec{
	{"aws:PrincipalTag/team", "String", false},
	{"s3:prefix", "String", false},
	{"aws:username", "String", false},
	{"aws:SourceIp", "Address", false},
	{"s3:max-keys", "Numeric", false},
	{"aws:CurrentTime", "Date", false},
	{"aws:SecureTransport", "Bool", false},
	{"aws:SourceArn", "Arn", false},
	{"aws:TagKeys", "String", true},
	{"aws:PrincipalOrgID", "String", false},
	{"example:Blob", "Binary", false},
	{"aws:PrincipalArn", "Arn", false},
	{"aws:PrincipalAccount", "String", false},
	{"kms:CallerAccount", "String", false},
}

var familyOperators = map[string][]string{
	"String": {
		"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike", "StringLike",
	},
	"Numeric": {
		"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
	},
	"Date":    {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
	"Bool":    {"Bool"},
	"Binary":  {"BinaryEquals"},
	"Address": {"IpAddress", "NotIpAddress"},
	"Arn":     {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"},
}

var familyTexts = map[string][]string{
	"String": {
		"a", "b", "A", "a*", "*a", "?", "a?", "*", "", "ab", "ſ\u212A", "sk", "😀", "o-a", "111122223333", "1111*", "${aws:username}", "${aws:PrincipalTag/team}",
		"${aws:username, 'a'}", "${aws:nosuch, 'b'}", "a${*}", "${s3:prefix}*", "home/${aws:username}",
	},
	"Numeric": {"5", "10", "5.0", "7.5", "-1", "010", "ten", "1e1", "10.00000000000000000001"},
	"Date":    {"2026-06-01T00:00:00Z", "2026-06", "1780272000", "2026-06-01T00:00:00.001Z", "soon"},
	"Bool":    {"true", "false", "TRUE", "maybe"},
	"Binary":  {"YWJjZA==", "YWJj", "!"},
	"Address": {"10.0.0.0/8", "10.1.0.0/16", "10.0.0.1", "10.0.0.77/24", "2001:db8::/32", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104", "any", "2001:db8::1/32"},
	"Arn": {
		"arn:aws:sns:us-east-1:111122223333:orders", "arn:aws:sns:*:111122223333:*", "arn:aws:sns:*:*:o*", "arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:*",
		"arn:aws:iam::1111*:user/?lice", "*", "arn:aws:sns", "arn:aws:s3:::${aws:username}", "arn:aws:sns:*:${aws:PrincipalAccount}:*", "arn:*:sns:us-*:*:orders",
	},
}

// document draws a policy.
func (d *drawer) document(odd bool) *policy.Document {
	var statements []any
	for range 1 + d.rng.IntN(4) {
		statements = append(statements, d.statement(odd))
	}
	doc := map[string]any{"Version": "2012-10-17", "Statement": statements}
	if d.once(8) {
		doc["Version"] = "2008-10-17"
	}
	return parsed(doc)
}

func parsed(doc any) *policy.Document {
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return policy.Parse(text)
}

func (d *drawer) statement(odd bool) map[string]any {
	s := map[string]any{"Effect": "Allow"}
	if d.once(3) {
		s["Effect"] = "Deny"
	}
	s[d.twin("Action", 6)] = d.some(actionTexts)
	if d.kind == check.Identity || !d.once(5) {
		s[d.twin("Resource", 6)] = d.some(resourceTexts)
	}
	if d.kind == check.Resource {
		s[d.twin("Principal", 8)] = d.principal()
	}
	if block := d.conditions(); len(block) > 0 {
		s["Condition"] = block
	}
	if odd && d.once(6) {
		d.spoil(s)
	}
	return s
}

// spoil breaks a statement, as slips do.
func (d *drawer) spoil(s map[string]any) {
	switch d.rng.IntN(4) {
	case 0:
		s["Effect"] = "allow"
	case 1:
		s["Condition"] = map[string]any{"StringEqualz": map[string]any{"aws:username": "a"}}
	case 2:
		s["Action"] = 7
	case 3:
		delete(s, "Effect")
	}
}

func (d *drawer) twin(element string, n int) string {
	if d.once(n) {
		return "Not" + element
	}
	return element
}

func (d *drawer) principal() any {
	out := make(map[string][]string)
	for range 1 + d.rng.IntN(3) {
		p := pick(d, d.names...)
		if p.kind == "" {
			return "*"
		}
		out[p.kind] = append(out[p.kind], p.text)
	}
	return out
}

func (d *drawer) conditions() map[string]map[string]any {
	block := make(map[string]map[string]any)
	for range max(0, d.rng.IntN(6)-2) {
		k := pick(d, d.keys...)
		family := k.typ
		if d.once(25) {
			family = pick(d, "String", "Numeric", "Bool", "Arn", "Address")
		}
		name := d.operator(k, family)
		if block[name] == nil {
			block[name] = make(map[string]any)
		}
		if strings.HasPrefix(name, "Null") {
			block[name][k.name] = pick(d, "true", "false")
			continue
		}
		block[name][k.name] = d.some(familyTexts[family])
	}
	return block
}

func (d *drawer) operator(k keySpec, family string) string {
	if d.once(7) {
		return "Null"
	}
	name := pick(d, familyOperators[family]...)
	if d.once(4) {
		name += "IfExists"
	}
	if k.multi && !d.once(10) || d.once(60) {
		name = pick(d, "ForAllValues:", "ForAnyValue:") + name
	}
	return name
}

// vary changes a document a little.
func (d *drawer) vary(doc *policy.Document, odd bool) *policy.Document {
	var raw struct {
		Version   string
		Statement []map[string]any
	}
	if json.Unmarshal(doc.Raw, &raw) != nil {
		return d.document(odd)
	}
	at := d.rng.IntN(len(raw.Statement))
	other := d.statement(odd)
	switch d.rng.IntN(6) {
	case 0:
		raw.Statement = append(raw.Statement, other)
	case 1:
		raw.Statement = slices.Delete(raw.Statement, at, at+1)
		if len(raw.Statement) == 0 {
			raw.Statement = append(raw.Statement, other)
		}
	case 2:
		delete(raw.Statement[at], "Condition")
	case 3:
		raw.Statement[at]["Condition"] = d.conditions()
	case 4:
		for _, name := range []string{"Resource", "NotResource", "Action", "NotAction"} {
			if _, has := raw.Statement[at][name]; has && d.once(2) {
				raw.Statement[at][name] = other[name]
				if other[name] == nil {
					raw.Statement[at][name] = "*"
				}
			}
		}
	case 5:
		slices.Reverse(raw.Statement)
		raw.Statement = append(raw.Statement, raw.Statement[0])
	}
	return parsed(map[string]any{"Version": raw.Version, "Statement": raw.Statement})
}
