package questions

import (
	"math/rand/v2"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// caller draws who asks. The caller of an identity policy is somebody of whom
// the request says nothing. Callers of a resource policy are of other accounts
// than the resource; root users are not among them, as other rules limit those.
func (s *Sampler) caller(rng *rand.Rand, req *authz.Request) {
	unless(&req.Context, "aws:ResourceAccount")
	if s.kind != policy.KindResource {
		req.Principal = authz.Principal{Kind: authz.KindUser, Account: Owner}
		unless(&req.Context, "aws:PrincipalArn")
		unless(&req.Context, "aws:PrincipalAccount")
		return
	}
	req.ResourceAccount = Elsewhere
	req.Principal = s.drawCaller(rng, req.Action)
	if req.Principal.Account != "" {
		req.Context.Set("kms:CallerAccount", req.Principal.Account)
	}
}

// unless makes a key absent that an evaluator would derive, unless it was drawn.
func unless(c *authz.Context, key string) {
	if _, set := c.Get(authz.FoldKey(key)); !set {
		c.SetAbsent(key)
	}
}

func (s *Sampler) drawCaller(rng *rand.Rand, action string) authz.Principal {
	if len(s.principals) > 0 && chance(rng, 70) {
		if p, ok := like(rng, one(rng, s.principals), action); ok {
			return p
		}
	}
	return somebody(rng, one(rng, append(accounts(), "666677778888")), action)
}

// like makes a caller that a value names, or a neighbour.
func like(rng *rand.Rand, v policy.PrincipalValue, action string) (authz.Principal, bool) {
	switch {
	case v.Type == policy.PrincipalCanonicalUser:
		return authz.Principal{Kind: authz.KindUser, CanonicalID: v.Text}, true
	case v.Text == "*" || v.Type == policy.PrincipalStar:
		return authz.Principal{}, chance(rng, 30)
	case len(v.Text) == 12:
		return somebody(rng, v.Text, action), true
	case strings.HasSuffix(v.Text, ":root"):
		return somebody(rng, strings.Split(v.Text, ":")[4], action), true
	case strings.Contains(v.Text, ":role/") && chance(rng, 50):
		parts := strings.Split(v.Text, ":")
		name := v.Text[strings.LastIndexByte(v.Text, '/')+1:]
		p, err := authz.ParsePrincipal("arn:aws:sts::"+parts[4]+":assumed-role/"+name+"/"+one(rng, users()), action)
		p.Role = v.Text
		return p, err == nil
	}
	p, err := authz.ParsePrincipal(v.Text, action)
	return p, err == nil
}

// somebody is a user, a role or a session of an account.
func somebody(rng *rand.Rand, account, action string) authz.Principal {
	text := one(rng, []string{
		"arn:aws:iam::" + account + ":user/" + one(rng, users()),
		"arn:aws:iam::" + account + ":role/" + one(rng, roles()),
		"arn:aws:sts::" + account + ":assumed-role/app/" + one(rng, users()),
	})
	p, err := authz.ParsePrincipal(text, action)
	if err != nil {
		panic(err) // made above
	}
	return p
}
