package analyze

import (
	"encoding/json"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// block is a Condition element under construction.
type block map[string]map[string][]string

func (b block) add(operator, key string, values ...string) {
	if len(values) == 0 {
		return
	}
	if b[operator] == nil {
		b[operator] = make(map[string][]string)
	}
	b[operator][key] = append(b[operator][key], values...)
}

// statement makes a document of one Allow that nobody wrote; its version knows
// no variables.
func statement(elements map[string]any) *policy.Document {
	elements["Effect"] = "Allow"
	for name, value := range map[string]string{"Principal": "*", "Action": "*", "Resource": "*"} {
		if _, ok := elements[name]; !ok {
			elements[name] = value
		}
	}
	text, err := json.Marshal(map[string]any{"Version": policy.Version2008, "Statement": []any{elements}})
	if err != nil {
		panic(err) // texts, lists and maps of texts
	}
	return policy.Parse(text)
}

// Keys by what their values name.
var (
	accountKeys = []string{
		"aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceOwner", "aws:VpceAccount", "s3:DataAccessPointAccount",
	}
	organizationKeys     = []string{"aws:PrincipalOrgID", "aws:SourceOrgID", "aws:VpceOrgID"}
	organizationPathKeys = []string{"aws:PrincipalOrgPaths", "aws:SourceOrgPaths", "aws:VpceOrgPaths"}
	arnKeys              = []string{"aws:SourceArn", "aws:SourceVpcArn", "s3:DataAccessPointArn"}
)

// outside describes the requests from outside a zone: the caller is of no
// inside account, and no key says that the request comes from inside. Keys that
// the documents do not use are left out, and those that every request carries.
func (t *Trust) outside(owner string, docs []*policy.Document, fixed map[string]string) *policy.Document {
	used, set := make(map[string]bool), sets(docs)
	eachCondition(docs, func(_ *policy.Document, c *policy.Condition) { used[authz.FoldKey(c.Key)] = true })
	inside := t.mentioned(owner, docs)
	b := block{}
	add := func(operator, key string, values ...string) {
		folded := authz.FoldKey(key)
		if _, known := fixed[key]; known || !used[folded] && folded != "aws:principalaccount" {
			return
		}
		if set[folded] {
			operator = "ForAllValues:" + operator
		}
		b.add(operator, folded, values...)
	}
	for _, key := range accountKeys {
		add("StringNotEquals", key, inside...)
	}
	add("StringNotEqualsIgnoreCase", "aws:PrincipalIsAWSService", "true") // no outsider of interest is one
	for _, key := range organizationKeys {
		add("StringNotEquals", key, t.Organizations...)
	}
	for _, org := range t.Organizations {
		for _, key := range organizationPathKeys {
			add("StringNotLike", key, org+"/*")
		}
	}
	for _, account := range inside {
		for _, key := range arnKeys {
			add("ArnNotLike", key, "arn:*:*:*:"+account+":*")
		}
	}
	return statement(map[string]any{"Condition": b})
}

// maxMentioned bounds the inside accounts that are told apart where a policy
// matches accounts by a pattern.
const maxMentioned = 500

// mentioned lists the inside accounts that documents can tell from others: those
// whose id stands in them. Where a pattern may match any account they are all
// listed, up to a limit.
func (t *Trust) mentioned(owner string, docs []*policy.Document) []string {
	all := patternOfAccounts(docs) && len(t.Accounts) <= maxMentioned
	out := []string{owner}
	for _, account := range t.Accounts {
		if account != owner && (all || slices.ContainsFunc(docs, func(d *policy.Document) bool {
			return strings.Contains(string(d.Raw), account)
		})) {
			out = append(out, account)
		}
	}
	return out
}

// patternOfAccounts tells whether a condition compares accounts with wildcards
// beside digits.
func patternOfAccounts(docs []*policy.Document) (found bool) {
	eachCondition(docs, func(_ *policy.Document, c *policy.Condition) {
		for _, v := range c.Values {
			account := v.Text
			if parts := strings.SplitN(v.Text, ":", 6); len(parts) == 6 {
				account = parts[4]
			}
			wild := strings.ContainsAny(account, "*?")
			found = found || wild && strings.Trim(account, "*?0123456789") == "" && strings.ContainsAny(account, "0123456789")
		}
	})
	return found
}
