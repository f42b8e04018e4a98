package symbolic

import (
	"encoding/json"
	"math/rand/v2"
)

// plainKey is a condition key of random small policies with its operators and
// values.
type plainKey struct {
	name      string
	typ       KeyType
	operators []string
	values    []string
}

func plainKeys() []plainKey {
	texts := []string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"}
	return []plainKey{
		{"s3:prefix", KeyString, append(texts, "ArnLike", "ArnNotLike"), []string{"a", "A", "a*", "*b", "?", "k\u212A", "arn:aws:s3:::a", "arn:aws:s3:::*", ""}},
		{"aws:TagKeys", KeyString, []string{
			"ForAllValues:StringEquals", "ForAllValues:StringNotLike", "ForAnyValue:StringLike", "ForAnyValue:StringNotEquals", "ForAnyValue:StringEqualsIfExists", "StringEquals", "StringNotEqualsIfExists",
		}, []string{"a", "b", "a*", "*"}},
		{"s3:max-keys", KeyNumeric, []string{"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEqualsIfExists"}, []string{"5", "7.5", "10"}},
		{"aws:SourceIp", KeyAddress, []string{"IpAddress", "NotIpAddress", "NotIpAddressIfExists"}, []string{"10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "::/0", "10.1.2.3"}},
		{"aws:SecureTransport", KeyBool, []string{"Bool", "BoolIfExists"}, []string{"true", "false"}},
		{"aws:CurrentTime", KeyDate, []string{"DateLessThan", "DateGreaterThanEquals", "DateEquals"}, []string{"2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"}},
		{"aws:SourceArn", KeyARN, []string{"ArnLike", "ArnNotEquals", "StringLike", "ArnEqualsIfExists"}, []string{"arn:aws:sns:*:1:*", "arn:aws:sns:*:*:o*", "arn:aws:sns:us:1:orders", "*"}},
		{"aws:PrincipalArn", KeyARN, []string{"ArnLike", "ArnNotLike", "StringEquals"}, []string{"arn:aws:iam::1*:role/a*", "arn:aws:iam::111122223333:user/alice"}},
		{"aws:PrincipalAccount", KeyString, []string{"StringEquals", "StringNotEquals", "StringLike"}, []string{"111122223333", "1*", "4444*"}},
	}
}

func plainTypes(key string) KeyType {
	for _, k := range plainKeys() {
		if k.name == key || key == "aws:tagkeys" {
			return k.typ
		}
	}
	return map[string]KeyType{
		"aws:sourceip": KeyAddress, "aws:securetransport": KeyBool, "aws:currenttime": KeyDate, "aws:sourcearn": KeyARN,
		"aws:principalarn": KeyARN, "aws:principalaccount": KeyString,
	}[key]
}

func few(rng *rand.Rand, list []string) []string {
	var out []string
	for range 1 + rng.IntN(2) {
		out = append(out, list[rng.IntN(len(list))])
	}
	return out
}

// drawKeys chooses what a pair of policies speaks of: little, so that its
// statements meet.
func drawKeys(rng *rand.Rand) (out []plainKey) {
	for range 2 {
		out = append(out, plainKeys()[rng.IntN(len(plainKeys()))])
	}
	return out
}

// drawDocument draws a small policy without variables.
func drawDocument(rng *rand.Rand, keys []plainKey) []byte {
	var statements []any
	for range 1 + rng.IntN(3) {
		s := map[string]any{"Effect": "Allow"}
		if rng.IntN(3) == 0 {
			s["Effect"] = "Deny"
		}
		s[twin(rng, "Action")] = few(rng, []string{"*", "s:G*", "s:GetA", "s:*A", "S:get?", "s:P*"})
		s[twin(rng, "Resource")] = few(rng, []string{"*", "arn:a:s:::b/*", "arn:a:s:::b/a", "arn:a:s:::*a", "arn:a:s:::?/a"})
		s[twin(rng, "Principal")] = map[string][]string{"AWS": few(rng, []string{
			"*", "111122223333", "arn:aws:iam::111122223333:user/alice", "arn:aws:sts::111122223333:assumed-role/app/job", "arn:aws:iam::111122223333:role/app",
		})}
		block := map[string]map[string][]string{}
		for range rng.IntN(3) {
			k := keys[rng.IntN(len(keys))]
			operator := k.operators[rng.IntN(len(k.operators))]
			values := few(rng, k.values)
			if rng.IntN(6) == 0 {
				operator, values = "Null", []string{[]string{"true", "false"}[rng.IntN(2)]}
			}
			if block[operator] == nil {
				block[operator] = map[string][]string{}
			}
			block[operator][k.name] = values
		}
		s["Condition"] = block
		statements = append(statements, s)
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err)
	}
	return text
}

func twin(rng *rand.Rand, element string) string {
	if rng.IntN(7) == 0 {
		return "Not" + element
	}
	return element
}
