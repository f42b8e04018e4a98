package analyze

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// The accounts of random resources: the owner, another of the zone, and others.
const (
	homeAccount    = "111122223333"
	sisterAccount  = "222233334444"
	partnerAccount = "444455556666"
	strangeAccount = "777788889999"
	homeOrg        = "o-exampleorgid"
	strangeOrg     = "o-strangeorg"
)

// A drawer draws resources with their policies from small alphabets, so that
// random statements often speak of the same things.
type drawer struct{ rng *rand.Rand }

func draw[T any](d *drawer, list ...T) T { return list[d.rng.IntN(len(list))] }

// once in n times.
func (d *drawer) once(n int) bool { return d.rng.IntN(n) == 0 }

func (d *drawer) some(list []string) []string {
	out := make([]string, 1+d.rng.IntN(2))
	for i := range out {
		out[i] = draw(d, list...)
	}
	return out
}

// A species is a type of resource with its actions.
type species struct {
	kind, arn string
	actions   []string // known ones
	patterns  []string
	resources []string
}

func allSpecies() []species {
	const s3, sqs, kms = "arn:aws:s3:::demo", "arn:aws:sqs:us-east-1:" + homeAccount + ":q", "arn:aws:kms:us-east-1:" + homeAccount + ":key/1a2b3c4d-5e6f-7a8b-9c0d-1a2b3c4d5e6f"
	return []species{
		{typeBucket, s3, []string{"s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetBucketAcl"}, []string{"s3:*", "s3:Get*", "*"}, []string{s3, s3 + "/*", s3 + "/in/*", "*", "arn:aws:s3:::demo*"}},
		{"AWS::SQS::Queue", sqs, []string{"sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteQueue"}, []string{"sqs:*", "sqs:S*"}, []string{sqs, "*"}},
		{typeKey, kms, []string{"kms:Decrypt", "kms:Encrypt", "kms:DescribeKey"}, []string{"kms:*", "kms:De*"}, []string{"*", kms}},
		{typeRole, "arn:aws:iam::" + homeAccount + ":role/r", []string{"sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession"}, []string{"sts:*"}, nil},
	}
}

type principalText struct{ kind, text string }

func principalTexts() []principalText {
	out := []principalText{
		{"", "*"},
		{"", "*"},
		{"AWS", "*"},
		{"Federated", "arn:aws:iam::" + homeAccount + ":oidc-provider/oidc.example.com"},
		{"Federated", "accounts.google.com"},
		{"CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
		{"Service", "sns.amazonaws.com"},
	}
	for _, account := range []string{homeAccount, sisterAccount, partnerAccount, partnerAccount, strangeAccount} {
		out = append(
			out, principalText{"AWS", account}, principalText{"AWS", "arn:aws:iam::" + account + ":root"}, principalText{"AWS", "arn:aws:iam::" + account + ":role/app"},
			principalText{"AWS", "arn:aws:iam::" + account + ":user/ann"}, principalText{"AWS", "arn:aws:sts::" + account + ":assumed-role/app/job"},
		)
	}
	return out
}

// A keySpec is a condition key with operators that leave no doubt how a finding
// means its value.
type keySpec struct {
	name, family string
	multi        bool
	values       []string
}

func keySpecs() []keySpec {
	accounts := []string{homeAccount, sisterAccount, partnerAccount, strangeAccount}
	return []keySpec{
		{"aws:PrincipalOrgID", "String", false, []string{homeOrg, strangeOrg}},
		{"aws:PrincipalOrgPaths", "Like", true, []string{homeOrg + "/*", strangeOrg + "/r-1/*", strangeOrg + "/*"}},
		{"aws:PrincipalAccount", "String", false, accounts},
		{"aws:PrincipalArn", "Arn", false, []string{
			"arn:aws:iam::" + partnerAccount + ":role/app", "arn:aws:iam::" + partnerAccount + ":role/*", "arn:aws:iam::" + homeAccount + ":*", "arn:aws:iam::*:role/app",
		}},
		{"aws:SourceIp", "Address", false, []string{"198.51.100.0/24", "198.51.100.7", "10.0.0.0/8"}},
		{"aws:SourceVpce", "String", false, []string{"vpce-1", "vpce-2"}},
		{"aws:SourceArn", "Arn", false, []string{
			"arn:aws:sns:us-east-1:" + homeAccount + ":t", "arn:aws:sns:us-east-1:" + partnerAccount + ":*", "arn:aws:s3:::other",
		}},
		{"aws:SourceAccount", "String", false, accounts},
		{"aws:userid", "String", false, []string{"AIDAEXAMPLE", "AROAEXAMPLE:job"}},
		{"aws:SecureTransport", "Bool", false, []string{"true", "false"}},
		{"sts:ExternalId", "String", false, []string{"7", "8"}},
		{"aws:UserAgent", "Like", false, []string{"curl*", "*"}},
	}
}

func operatorsOf(family string) []string {
	switch family {
	case "String":
		return []string{"StringEquals", "StringEquals", "StringEquals", "StringNotEquals", "StringEqualsIfExists"}
	case "Like":
		return []string{"StringLike", "StringLike", "StringNotLike"}
	case "Arn":
		return []string{"ArnLike", "ArnEquals", "ArnNotLike", "ArnLikeIfExists"}
	case "Address":
		return []string{"IpAddress", "IpAddress", "NotIpAddress"}
	default:
		return []string{"Bool"}
	}
}

// subject draws a resource with all that can let outsiders in.
func (d *drawer) subject() (*Subject, species) {
	sp := draw(d, allSpecies()...)
	s := &Subject{ARN: sp.arn, Type: sp.kind, Account: homeAccount, Policy: d.policy(&sp, 1+d.rng.IntN(4))}
	if sp.kind == typeBucket {
		d.bucket(s)
	}
	if sp.kind == typeKey && d.once(3) {
		s.Grants = []authz.Grant{{ID: "g", Grantee: "arn:aws:iam::" + draw(d, partnerAccount, homeAccount) + ":role/app", Operations: []string{"Decrypt", "DescribeKey"}}}
	}
	if d.once(3) {
		full := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
		s.RCP = []authz.Level{{Entity: "r-1", Policies: []authz.Policy{{Name: "full", Document: policy.Parse([]byte(full))}, {Name: "rcp", Document: d.perimeter(&sp)}}}}
	}
	return s, sp
}

func (d *drawer) bucket(s *Subject) {
	s.Owner = strings.Repeat("a", 64)
	for range d.rng.IntN(3) {
		s.ACL = append(s.ACL, authz.ACLGrant{
			Grantee:    draw(d, authz.GranteeAllUsers, authz.GranteeAuthenticatedUsers, partnerAccount, sisterAccount, s.Owner, strings.Repeat("b", 64)),
			Permission: draw(d, "READ", "WRITE", "READ_ACP", "FULL_CONTROL"),
		})
	}
	s.Block = authz.PublicAccessBlock{IgnorePublicACLs: d.once(4), RestrictPublicBuckets: d.once(5)}
	if d.once(2) {
		d.door(s)
	}
}

const doorARN = "arn:aws:s3:us-east-1:" + homeAccount + ":accesspoint/door"

// door draws an access point; its bucket mostly delegates to it.
func (d *drawer) door(s *Subject) {
	sp := species{typeBucket, doorARN, allSpecies()[0].actions, allSpecies()[0].patterns, []string{doorARN, doorARN + "/object/*", doorARN + "/object/in/*", "*", doorARN + "*"}}
	ap := AccessPoint{ARN: doorARN, Account: homeAccount, Policy: d.policy(&sp, 1+d.rng.IntN(2))}
	ap.Block.RestrictPublicBuckets = d.once(4)
	s.AccessPoints = []AccessPoint{ap}
	if d.once(3) {
		return
	}
	delegation := map[string]any{
		"Effect": "Allow", "Principal": map[string]string{"AWS": "*"}, "Action": "s3:*", "Resource": []string{s.ARN, s.ARN + "/*"},
		"Condition": map[string]any{"StringEquals": map[string]string{"s3:DataAccessPointAccount": homeAccount}},
	}
	doc := &policy.Document{Version: policy.Version2012, Statements: append(slices.Clone(s.Policy.Document.Statements), written([]any{delegation}).Statements...)}
	s.Policy = &authz.Policy{Name: "policy", Document: policy.Parse(policy.Print(doc))}
}

// zone draws a zone of trust around the owner.
func (d *drawer) zone() *Trust {
	if d.once(3) {
		return &Trust{Accounts: []string{homeAccount}}
	}
	return &Trust{Accounts: []string{homeAccount, sisterAccount}, Organizations: []string{homeOrg}}
}

func (d *drawer) policy(sp *species, n int) *authz.Policy {
	var list []any
	for range n {
		list = append(list, d.statement(sp, draw(d, "Allow", "Allow", "Allow", "Deny")))
	}
	return &authz.Policy{Name: "policy", Document: written(list)}
}

func written(statements []any) *policy.Document {
	text, err := json.Marshal(map[string]any{"Version": policy.Version2012, "Statement": statements})
	if err != nil {
		panic(err) // texts, lists and maps of texts
	}
	return policy.Parse(text)
}

func (d *drawer) statement(sp *species, effect string) map[string]any {
	s := map[string]any{"Effect": effect}
	actions := append(append([]string(nil), sp.actions...), sp.patterns...)
	name := "Action"
	if d.once(12) {
		name = "NotAction"
	}
	s[name] = d.some(actions)
	if sp.resources != nil {
		s["Resource"] = d.some(sp.resources)
	}
	name = "Principal"
	if d.once(8) {
		name = "NotPrincipal"
	}
	s[name] = d.principal(sp)
	if block := d.conditions(); len(block) > 0 {
		s["Condition"] = block
	}
	return s
}

// principal: tokens of providers are good for roles alone, canonical ids are of
// S3.
func (d *drawer) principal(sp *species) any {
	out := make(map[string][]string)
	for range 1 + d.rng.IntN(3) {
		p := draw(d, principalTexts()...)
		if p.kind == "Federated" && sp.kind != typeRole || p.kind == "CanonicalUser" && sp.kind != typeBucket {
			continue
		}
		if p.kind == "" {
			return "*"
		}
		out[p.kind] = append(out[p.kind], p.text)
	}
	if len(out) == 0 {
		return map[string][]string{"AWS": {partnerAccount}}
	}
	return out
}

func (d *drawer) conditions() map[string]map[string]any {
	block := make(map[string]map[string]any)
	for range max(0, d.rng.IntN(4)-1) {
		k := draw(d, keySpecs()...)
		name := draw(d, operatorsOf(k.family)...)
		var values any = d.some(k.values)
		switch {
		case d.once(12):
			name, values = "Null", draw(d, "true", "false")
		case k.multi:
			name = draw(d, "ForAnyValue:", "ForAnyValue:", "ForAllValues:") + name
		}
		if block[name] == nil {
			block[name] = make(map[string]any)
		}
		block[name][k.name] = values
	}
	return block
}

// perimeter draws a resource control policy as people write them.
func (d *drawer) perimeter(sp *species) *policy.Document {
	s := d.statement(sp, "Deny")
	delete(s, "NotPrincipal")
	s["Principal"] = "*"
	s["Resource"] = "*"
	if d.once(2) {
		s["Condition"] = map[string]any{"StringNotEqualsIfExists": map[string]any{"aws:PrincipalOrgID": homeOrg}, "BoolIfExists": map[string]any{"aws:PrincipalIsAWSService": "false"}}
	}
	return written([]any{s})
}
