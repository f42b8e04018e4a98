package snapshot

import "strings"

// arnParts are the six parts of an ARN that lookups need; the resource keeps
// its own colons and slashes.
type arnParts struct {
	partition, service, region, account, resource string
}

// splitARN cuts without allocating; ok is false for a text that is no ARN.
func splitARN(text string) (p arnParts, ok bool) {
	rest, ok := strings.CutPrefix(text, "arn:")
	if !ok {
		return p, false
	}
	for _, part := range []*string{&p.partition, &p.service, &p.region, &p.account} {
		if *part, rest, ok = strings.Cut(rest, ":"); !ok {
			return p, false
		}
	}
	p.resource = rest
	return p, p.partition != "" && p.service != "" && rest != ""
}

// isAccountID tells whether a text is a 12-digit account id.
func isAccountID(text string) bool {
	if len(text) != 12 {
		return false
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}
