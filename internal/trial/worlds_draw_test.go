package trial

import (
	"math/rand/v2"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A drawer draws a world from a seed and notes which features it used.
type drawer struct {
	rng  *rand.Rand
	used map[string]int
}

func pick[T any](d *drawer, list ...T) T { return list[d.rng.IntN(len(list))] }

// once in n times.
func (d *drawer) once(n int) bool { return d.rng.IntN(n) == 0 }

func (d *drawer) note(feature string) { d.used[feature]++ }

// noted is once, with a note.
func (d *drawer) noted(n int, feature string) bool {
	if !d.once(n) {
		return false
	}
	d.note(feature)
	return true
}

func drawWorld(seed uint64, used map[string]int) *world {
	d := &drawer{rng: rand.New(rand.NewPCG(seed, 1)), used: used}
	w := &world{accounts: []string{first, second}}
	if d.noted(2, "third account") {
		w.accounts = append(w.accounts, third)
	}
	d.organize(w)
	for _, account := range w.accounts {
		d.people(w, account)
	}
	d.things(w)
	if seed%2 == 0 {
		d.gap(w, int(seed/2))
	}
	return w
}

func (d *drawer) organize(w *world) {
	if w.organized = d.once(3); !w.organized {
		return
	}
	d.note("organization")
	w.strayed = d.noted(3, "account outside the organization")
	for range 1 + d.rng.IntN(2) {
		w.scps = append(w.scps, d.policy("SCP", spot{deny: 80, note: "SCP"}))
	}
	if d.once(2) {
		w.rcps = []*draft{d.policy("RCP", spot{deny: 100, note: "RCP", everybody: true})}
	}
}

func (d *drawer) people(w *world, account string) {
	users, roles := []string{"ann", "bob"}, []string{"app", "ops"}
	if account == third {
		users, roles = users[:1], roles[:1]
	}
	crew := d.person(snapshot.KindGroup, "crew", account, groupARN(account, "crew"))
	w.people = append(w.people, crew)
	for _, name := range users {
		p := d.person(snapshot.KindUser, name, account, userARN(account, name))
		if d.noted(3, "group") {
			p.Groups = []string{crew.ARN}
		}
		w.people = append(w.people, p)
	}
	for _, name := range roles {
		p := d.person(snapshot.KindRole, name, account, roleARN(account, name))
		p.trust = d.trust("trust of " + p.ARN)
		w.people = append(w.people, p)
	}
}

func (d *drawer) person(kind, name, account, arn string) *person {
	p := &person{Identity: snapshot.Identity{Kind: kind, Name: name, Account: account, ARN: arn}}
	for range 1 + d.rng.IntN(2) {
		p.own = append(p.own, d.policy(arn, spot{deny: 30}))
	}
	if d.noted(20, "missing managed policy") {
		p.Attached = []string{"arn:aws:iam::" + account + ":policy/lost"}
	}
	if kind == snapshot.KindGroup {
		return p
	}
	if d.once(2) {
		p.Tags = map[string]string{"team": pick(d, "red", "blue")}
	}
	switch {
	case d.noted(5, "boundary"):
		p.boundary = d.policy("boundary of "+arn, spot{deny: 20})
	case d.noted(30, "missing boundary"):
		p.Boundary = "arn:aws:iam::" + account + ":policy/lost"
	}
	return p
}

func (d *drawer) things(w *world) {
	w.things = []*thing{
		d.bucket(bucketOne, first), d.bucket(bucketTwo, second),
		d.thing(queueARN(first), "AWS::SQS::Queue", first, 2), d.thing(queueARN(second), "AWS::SQS::Queue", second, 2),
		d.key(), d.point(),
	}
}

func (d *drawer) thing(arn, kind, account string, policyOnceIn int) *thing {
	t := &thing{Resource: snapshot.Resource{
		ARN: arn, Type: kind, Account: account, Name: arn[strings.LastIndexAny(arn, ":/")+1:], Region: "eu-west-1", PolicyRead: true, TagsRead: true,
	}}
	if d.once(2) {
		t.Tags = map[string]string{"team": "red"}
	}
	if d.once(policyOnceIn) {
		t.policy = d.policy("policy of "+arn, spot{deny: 40, on: arn})
	}
	return t
}

func (d *drawer) bucket(arn, account string) *thing {
	t := d.thing(arn, snapshot.TypeBucket, account, 2)
	list := []authz.ACLGrant{}
	t.Bucket = &snapshot.Bucket{Ownership: snapshot.OwnershipEnforced, ACL: &list}
	if d.noted(8, "access control list") {
		t.Bucket.Ownership = "ObjectWriter"
		list = append(list, authz.ACLGrant{Grantee: pick(d, account, authz.GranteeAllUsers, authz.GranteeAuthenticatedUsers, first), Permission: pick(d, "READ", "WRITE", "FULL_CONTROL")})
	}
	if d.noted(4, "public access block") {
		t.Bucket.PublicAccessBlock = &authz.PublicAccessBlock{IgnorePublicACLs: d.once(2), RestrictPublicBuckets: d.once(2)}
	}
	return t
}

// key: its policy mostly lets the account's policies decide, as AWS's own does.
func (d *drawer) key() *thing {
	t := d.thing(keyARN, snapshot.TypeKey, first, 1)
	t.KeyManager = "CUSTOMER"
	if d.once(2) {
		t.policy.statements = append(t.policy.statements, statement{
			"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": map[string]any{"AWS": "arn:aws:iam::" + first + ":root"},
		})
	}
	if d.noted(2, "KMS grant") {
		g := authz.Grant{ID: "g1", Grantee: pick(d, userARN(first, "bob"), roleARN(first, "app"), roleARN(second, "app")), Operations: []string{"Decrypt", "DescribeKey"}}
		if d.noted(2, "KMS grant with constraint") {
			g.ContextSubset = map[string]string{"for": "reports"}
		}
		t.Grants = []authz.Grant{g}
	}
	return t
}

func (d *drawer) point() *thing {
	t := d.thing(pointARN, snapshot.TypeAccessPoint, first, 2)
	t.Underlying = bucketOne
	if d.noted(4, "access point of another account's bucket") {
		t.Underlying = bucketTwo
	}
	return t
}

// gap hides one thing, as a refused call does; each kind in turn.
func (d *drawer) gap(w *world, turn int) {
	list := []struct {
		name                 string
		layer                authz.Layer
		account, subject     string
		call, kindOfResource string
	}{
		{"identity", authz.LayerIdentity, first, userARN(first, "ann"), "iam:ListUserPolicies", ""},
		{"boundary", authz.LayerBoundary, first, roleARN(first, "app"), "iam:GetRole", ""},
		{"bucket policy", authz.LayerResource, first, bucketOne, "s3:GetBucketPolicy", snapshot.TypeBucket},
		{"queue policy", authz.LayerResource, second, queueARN(second), "sqs:GetQueueAttributes", "AWS::SQS::Queue"},
		{"grants", authz.LayerGrant, first, keyARN, "kms:ListGrants", snapshot.TypeKey},
		{"SCP", authz.LayerSCP, second, "", "organizations:ListPoliciesForTarget", ""},
		{"RCP", authz.LayerRCP, first, "", "organizations:ListPoliciesForTarget", ""},
		{"group", authz.LayerIdentity, first, groupARN(first, "crew"), "iam:ListGroupPolicies", ""},
		{"trust", authz.LayerResource, second, roleARN(second, "app"), "iam:GetRole", snapshot.TypeRole},
	}
	g := &list[turn%len(list)]
	d.note("gap: " + g.name)
	w.refuse(g.layer, g.account, g.subject, g.call, g.kindOfResource)
}

// refuse notes a gap and takes away what the call would have brought.
func (w *world) refuse(layer authz.Layer, account, subject, call, kind string) {
	w.gaps = append(w.gaps, snapshot.Gap{
		Account: account, Call: call, Reason: "AccessDenied", MissingAction: call, Layer: layer, Subject: subject, Type: kind,
	})
	for _, t := range w.things {
		if t.ARN == subject && layer == authz.LayerResource {
			t.policy, t.PolicyRead = nil, false
		} else if t.ARN == subject && layer == authz.LayerGrant {
			t.Grants = nil
		}
	}
	for _, p := range w.people {
		if p.ARN == subject && layer == authz.LayerResource {
			p.trust = nil
		} else if p.ARN == subject && layer == authz.LayerBoundary {
			p.boundary, p.Boundary = nil, ""
		}
	}
}
