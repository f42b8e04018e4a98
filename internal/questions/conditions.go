package questions

import (
	"fmt"
	"math/rand/v2"
)

// drawCondition makes a condition of any family. A key is always compared as
// the same type.
func drawCondition(rng *rand.Rand) limit {
	switch rng.IntN(10) {
	case 0, 1:
		return drawText(rng)
	case 2:
		return drawSet(rng)
	case 3:
		return drawNumber(rng)
	case 4:
		return drawDate(rng)
	case 5, 6:
		return drawAddress(rng)
	case 7:
		return drawARN(rng)
	case 8:
		return drawNull(rng)
	default:
		key := one(rng, []string{"aws:SecureTransport", "aws:MultiFactorAuthPresent"})
		return limit{"Bool" + ifExists(rng), key, []string{fmt.Sprint(chance(rng, 60))}}
	}
}

func ifExists(rng *rand.Rand) string {
	if chance(rng, 20) {
		return "IfExists"
	}
	return ""
}

// some draws one to three values.
func some(rng *rand.Rand, draw func() string) (list []string) {
	for range 1 + rng.IntN(3) {
		list = append(list, draw())
	}
	return list
}

func textKeys() []string {
	return []string{"aws:PrincipalTag/dept", "aws:RequestedRegion", "s3:x-amz-acl", "aws:ResourceTag/owner"}
}

func drawText(rng *rand.Rand) limit {
	operator := one(rng, []string{
		"StringEquals", "StringEquals", "StringLike", "StringLike", "StringNotEquals", "StringNotLike",
		"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
	})
	values := some(rng, func() string { return drawWord(rng, operator) })
	return limit{operator + ifExists(rng), one(rng, textKeys()), values}
}

// drawWord makes a value: a word, with a wildcard where the operator has them,
// and sometimes a variable.
func drawWord(rng *rand.Rand, operator string) string {
	word := one(rng, []string{"dev", "dev-1", "prod", "Prod", "us-east-1", "test", ""})
	switch operator {
	case "StringLike", "StringNotLike":
		return one(rng, []string{word, word + "*", "*" + word, word + "-?", "*e*", "p*d", "${aws:username}-*"})
	case "StringEquals", "StringNotEquals":
		if chance(rng, 10) {
			return "${aws:username}"
		}
	}
	return word
}

func drawSet(rng *rand.Rand) limit {
	operator := one(rng, []string{"StringEquals", "StringLike", "StringNotEquals"})
	values := some(rng, func() string {
		word := one(rng, []string{"a", "b", "c", "team-1", "team-2"})
		if operator == "StringLike" {
			return one(rng, []string{word, "team-*", "*", "?"})
		}
		return word
	})
	return limit{one(rng, []string{"ForAllValues:", "ForAnyValue:"}) + operator, "aws:TagKeys", values}
}

func drawNumber(rng *rand.Rand) limit {
	operator := one(rng, []string{
		"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
		"NumericGreaterThan", "NumericGreaterThanEquals",
	})
	values := some(rng, func() string { return one(rng, []string{"1", "5", "10", "10.5", "100"}) })
	return limit{operator + ifExists(rng), "s3:max-keys", values}
}

func drawDate(rng *rand.Rand) limit {
	operator := one(rng, []string{
		"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
	})
	value := fmt.Sprintf("2026-%02d-01T00:00:00Z", 1+rng.IntN(12))
	return limit{operator + ifExists(rng), "aws:CurrentTime", []string{value}}
}

func drawAddress(rng *rand.Rand) limit {
	operator := one(rng, []string{"IpAddress", "IpAddress", "NotIpAddress"})
	values := some(rng, func() string { return drawNetwork(rng) })
	return limit{operator + ifExists(rng), "aws:SourceIp", values}
}

func drawNetwork(rng *rand.Rand) string {
	switch rng.IntN(6) {
	case 0:
		return one(rng, []string{"2001:db8::/32", "2001:db8:8000::/33", "2001:db8::1/128"})
	case 1:
		return "203.0.113.7"
	default:
		bits := one(rng, []int{8, 9, 16, 24, 25, 28})
		return fmt.Sprintf("10.%d.%d.0/%d", rng.IntN(4)*64, rng.IntN(2)*128, bits)
	}
}

func drawARN(rng *rand.Rand) limit {
	operator := one(rng, []string{"ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"})
	values := some(rng, func() string {
		account := one(rng, []string{Owner, "444455556666", "*", "4444*"})
		return "arn:aws:" + one(rng, []string{"sns", "s3", "*"}) + ":" + one(rng, regions()) + ":" + account + ":" +
			one(rng, []string{"topic", "topic-*", "*", "t*:*"})
	})
	return limit{operator + ifExists(rng), "aws:SourceArn", values}
}

func drawNull(rng *rand.Rand) limit {
	key := one(rng, append(textKeys(), "aws:TagKeys", "aws:SourceIp", "aws:username", "s3:max-keys"))
	return limit{"Null", key, []string{fmt.Sprint(chance(rng, 50))}}
}
