package reach

import (
	"errors"
	"fmt"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// start reads FROM: what Snapshot.FindPrincipal takes, the ARN of a resource
// that runs as a role, an account outside (its id or root ARN) or an identity
// of it. An instance and a function begin as themselves, one hop before their
// role.
func (x *Explorer) start(from string) (*actor, error) {
	if r := x.running(from); r != nil && (r.Role != "" || r.Type == snapshot.TypeInstance && r.InstanceProfile != "" || len(x.runsAsUnread(r)) > 0) {
		return compute(r), nil
	}
	p, err := x.snap.FindPrincipal(from)
	if err == nil && p.Kind == authz.KindService {
		// Cognito's name is a service's and a provider's; roles trust the provider.
		if q, err := authz.ParsePrincipal(from, "sts:AssumeRoleWithWebIdentity"); err == nil && from == "cognito-identity.amazonaws.com" {
			p = q
		}
	}
	if err == nil {
		return x.actorOf(p), nil
	}
	var unknown *snapshot.UnknownPrincipalError
	if !errors.As(err, &unknown) {
		return nil, err
	}
	if a := x.outsider(from); a != nil {
		return a, nil
	}
	if r := x.snap.Resource(from); r != nil && r.ARN == from && r.Type != snapshot.TypeInstance {
		return nil, fmt.Errorf("reach from %s: the resource runs as no role, so it reaches nothing", from)
	}
	return nil, err
}

// runsAsUnread are the gaps about what a resource runs as.
func (x *Explorer) runsAsUnread(r *snapshot.Resource) (out []snapshot.Gap) {
	for _, g := range x.snap.Gaps(snapshot.GapQuestion{Account: r.Account, Region: r.Region, Subject: r.ARN, Layer: authz.LayerIdentity}) {
		if g.Subject == r.ARN && g.Layer == authz.LayerIdentity {
			out = append(out, g)
		}
	}
	return out
}

func (x *Explorer) running(from string) *snapshot.Resource {
	if strings.HasPrefix(from, "i-") {
		return x.snap.Instance(from)
	}
	if r := x.snap.Resource(from); r != nil && r.ARN == from {
		return r
	}
	return nil
}

// outsider reads an account that the snapshot does not hold, or its identity.
func (x *Explorer) outsider(from string) *actor {
	if isAccount(from) {
		from = "arn:aws:iam::" + from + ":root"
	}
	p, err := authz.ParsePrincipal(from, "")
	if err != nil || !isAccount(p.Account) || !x.k.Outside(p) {
		return nil
	}
	if p.Kind == authz.KindRoot {
		return x.account(p.Account)
	}
	p.OpenSession = p.Kind == authz.KindRole
	return x.actorOf(p)
}

func isAccount(id string) bool {
	return len(id) == 12 && strings.Trim(id, "0123456789") == ""
}
