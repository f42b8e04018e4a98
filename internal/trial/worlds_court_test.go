package trial

import (
	"strings"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// A question is one action on one resource; top is the resource of the world
// that it lies in.
type question struct{ kind, action, where, top string }

// questions are asked of every principal.
func questions() (out []question) {
	for _, o := range []string{bucketOne + "/a", bucketOne + "/p/x", bucketOne + "/ann/z", bucketTwo + "/a", bucketTwo + "/p/x", bucketTwo + "/red/z"} {
		top := o[:len(bucketOne)]
		out = append(out, question{"object", "s3:GetObject", o, top}, question{"object", "s3:PutObject", o, top})
	}
	for _, b := range []string{bucketOne, bucketTwo} {
		out = append(out, question{"bucket", "s3:ListBucket", b, b}, question{"bucket", "s3:GetBucketPolicy", b, b})
	}
	for _, q := range []string{queueARN(first), queueARN(second)} {
		out = append(out, question{"queue", "sqs:SendMessage", q, q})
	}
	for _, r := range []string{roleARN(first, "app"), roleARN(second, "app"), roleARN(second, "ops")} {
		out = append(out, question{"role", "sts:AssumeRole", r, r})
	}
	return append(out,
		question{"passed role", "iam:PassRole", roleARN(first, "ops"), roleARN(first, "ops")},
		question{"key", "kms:Decrypt", keyARN, keyARN}, question{"key", "kms:CreateGrant", keyARN, keyARN},
		question{"access point", "s3:GetObject", pointARN + "/object/a", pointARN},
		question{"access point", "s3:GetObject", pointARN + "/object/p/x", pointARN},
		question{"access point", "s3:ListBucket", pointARN, pointARN},
		question{"no resource", "s3:ListAllMyBuckets", "*", "*"}, question{"no resource", "sqs:ListQueues", "*", "*"},
	)
}

// A court holds one world and what was asked about it so far.
type court struct {
	k        *permission.Asker
	x        *reach.Explorer
	grants   map[question][]permission.Grant
	holders  map[question][]permission.Holder
	answers  map[question]reach.Answer
	failures []error
}

func newCourt(s *snapshot.Snapshot) *court {
	k := permission.New(s, eval.New(), catalog.Embedded())
	return &court{
		k: k, x: reach.New(k, reach.Options{}), grants: make(map[question][]permission.Grant),
		holders: make(map[question][]permission.Holder), answers: make(map[question]reach.Answer),
	}
}

// principals lists users, roles and root users.
func (c *court) principals() (out []authz.Principal) {
	s := c.k.Snapshot
	for i := range s.Identities() {
		if id := &s.Identities()[i]; id.Kind != snapshot.KindGroup {
			out = append(out, s.PrincipalOf(id))
		}
	}
	for i := range s.Data().Accounts {
		out = append(out, s.RootOf(s.Data().Accounts[i].ID))
	}
	return out
}

// must notes what should not have failed.
func must[T any](c *court, v T, err error) T {
	if err != nil {
		c.failures = append(c.failures, err)
	}
	return v
}

// once works a value out the first time it is asked for.
func once[K comparable, V any](c *court, m map[K]V, key K, work func() (V, error)) V {
	v, ok := m[key]
	if !ok {
		found, err := work()
		v = must(c, found, err)
		m[key] = v
	}
	return v
}

// grantsOf lists a principal's grants of one service: those of all services
// would take most of the time, and no question is about them.
func (c *court) grantsOf(p authz.Principal, service string) []permission.Grant {
	return once(c, c.grants, question{action: service, where: p.ARN}, func() ([]permission.Grant, error) {
		return c.k.Grants(p, permission.Filter{Service: service}, nil)
	})
}

func (c *court) access(p authz.Principal, action, where string) []permission.Holder {
	return once(c, c.holders, question{kind: p.ARN, action: action, where: where}, func() ([]permission.Holder, error) {
		return c.k.Access(p, c.actions(action), where, nil)
	})
}

func (c *court) who(action, where string) []permission.Holder {
	return once(c, c.holders, question{action: action, where: where}, func() ([]permission.Holder, error) {
		return c.k.Who(c.actions(action), where, nil)
	})
}

func (c *court) actions(text string) permission.Actions {
	a, err := permission.ParseActions(text)
	return must(c, a, err)
}

func (c *court) reach(from, to string) reach.Answer {
	return once(c, c.answers, question{action: from, where: to}, func() (reach.Answer, error) { return c.x.From(from, to) })
}

// A ruling is the single answer, against which the sets are held.
type ruling struct {
	c *court
	p authz.Principal
	question
	q        *permission.Question
	decision authz.Decision
	e        authz.Explanation
}

func (c *court) rule(p authz.Principal, asked question) *ruling {
	q, err := c.k.Question(p, asked.where, nil)
	if must(c, q, err) == nil {
		return nil
	}
	return &ruling{c, p, asked, q, q.Decide(asked.action), q.Explain(asked.action)}
}

func (r *ruling) denied() bool {
	return r.decision == authz.ExplicitlyDenied || r.decision == authz.ImplicitlyDenied
}

// gapped: the answer is open because something was not read.
func (r *ruling) gapped() bool { return r.decision == authz.Unknown && len(r.e.Gaps) > 0 }

// service is that of the action.
func (r *ruling) service() string {
	name, _, _ := strings.Cut(r.action, ":")
	return name
}

// own: the resource is of the principal's account.
func (r *ruling) own() bool { return r.where == "*" || r.q.Info.ResourceAccount == r.p.Account }

// decisive: the resource's own policy has the last word.
func (r *ruling) decisive() bool {
	return r.c.k.Engine.Facts().NeedsResourcePolicy(r.action, r.where)
}
