package reach

import (
	"strings"

	"sightline/access/graph"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// An actor is somebody who moves: a caller, or compute that hands out a role.
type actor struct {
	kind graph.NodeKind
	// key tells actors apart, shown is what a reader sees: two sessions of a
	// role are two actors under one ARN.
	key, shown string
	account    string
	principal  authz.Principal
	identity   *snapshot.Identity // of a user, role or session
	resource   *snapshot.Resource // of compute
	outside    bool
}

// calls tells whether the actor can make requests as it is.
func (a *actor) calls() bool { return a.kind != NodeCompute }

// actorOf wraps a caller.
func (x *Explorer) actorOf(p authz.Principal) *actor {
	a := &actor{
		principal: p, key: p.ARN, shown: p.ARN, account: p.Account,
		identity: x.snap.IdentityOf(p), outside: x.k.Outside(p),
	}
	switch p.Kind {
	case authz.KindAnonymous:
		a.kind, a.key, a.shown = NodeAnyone, "*", "*"
	case authz.KindService:
		a.kind = NodeService
	case authz.KindProvider:
		a.kind = NodeProvider
	default: // an identity
	}
	return a
}

// asRole is a role in a session whose name the caller chose.
func (x *Explorer) asRole(role *snapshot.Identity) *actor { return x.actorOf(x.snap.PrincipalOf(role)) }

func compute(r *snapshot.Resource) *actor {
	return &actor{kind: NodeCompute, key: r.ARN, shown: r.ARN, account: r.Account, resource: r}
}

// account is some identity of an account outside, whatever its name.
func (x *Explorer) account(id string) *actor {
	arn := "arn:aws:iam::" + id + ":"
	return &actor{
		kind: NodeAccount, key: arn + "root", shown: arn + "root", account: id, outside: true,
		principal: authz.Principal{Kind: authz.KindRole, ARN: arn + "role/…", Role: arn + "role/…", Account: id, OpenSession: true},
	}
}

// context is what is known of the actor's requests. Which of its identities an
// account sends is not known.
func (x *Explorer) context(a *actor) *authz.Context {
	if a.kind != NodeAccount {
		return x.options.Given
	}
	var c authz.Context
	if x.options.Given != nil {
		c = x.options.Given.Clone()
	}
	c.Default = authz.Undetermined
	for _, key := range []string{"aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username"} {
		if _, given := c.Get(authz.FoldKey(key)); !given {
			c.SetUndetermined(key)
		}
	}
	return &c
}

func lastSegment(text string) string { return text[strings.LastIndexByte(text, '/')+1:] }
