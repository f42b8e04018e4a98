package trial

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A statement is one of a policy, as JSON.
type statement map[string]any

// A draft is a policy that can still be cut down. Raw is a text that is no
// policy and stands instead of statements.
type draft struct {
	name       string
	statements []statement
	raw        string
}

func (d *draft) empty() bool { return d == nil || d.raw == "" && len(d.statements) == 0 }

func (d *draft) text() string {
	if d.raw != "" {
		return d.raw
	}
	list := d.statements
	if list == nil {
		list = []statement{}
	}
	text, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": list})
	return string(text)
}

// A person is a user, group or role with its policies.
type person struct {
	snapshot.Identity
	own      []*draft
	boundary *draft
	trust    *draft
}

// A thing is a resource with its policy.
type thing struct {
	snapshot.Resource
	policy *draft
}

// A world is a small organization in parts that can be taken out one by one, so
// that a disagreement can be shown without what has no part in it.
type world struct {
	accounts   []string
	organized  bool
	strayed    bool // the second account is in no organization
	people     []*person
	things     []*thing
	scps, rcps []*draft
	gaps       []snapshot.Gap
}

const (
	first    = "111122223333"
	second   = "444455556666"
	third    = "777788889999"
	stranger = "123456789012"

	organizationID = "o-world00000"
	rootID         = "r-root"
	everything     = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	everybody      = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
)

func userARN(account, name string) string  { return "arn:aws:iam::" + account + ":user/" + name }
func groupARN(account, name string) string { return "arn:aws:iam::" + account + ":group/" + name }
func roleARN(account, name string) string  { return "arn:aws:iam::" + account + ":role/" + name }
func queueARN(account string) string       { return "arn:aws:sqs:eu-west-1:" + account + ":jobs" }

const (
	bucketOne = "arn:aws:s3:::data-one" // of the first account
	bucketTwo = "arn:aws:s3:::data-two" // of the second
	keyARN    = "arn:aws:kms:eu-west-1:" + first + ":key/11111111-2222-3333-4444-555555555555"
	pointARN  = "arn:aws:s3:eu-west-1:" + first + ":accesspoint/door"
)

// build makes the snapshot. Policies without statements are not attached,
// except that a role always has a trust policy.
func (w *world) build() (*snapshot.Snapshot, error) {
	b := snapshot.NewBuilder(snapshot.Data{})
	d := b.Data()
	d.Sources = []snapshot.Source{{Name: "world", Kind: "aws"}}
	d.Gaps = slices.Clone(w.gaps)
	w.buildAccounts(b)
	for _, p := range w.people {
		d.Identities = append(d.Identities, p.build(b))
	}
	for _, t := range w.things {
		r := t.Resource
		if !t.policy.empty() {
			a := b.Attach("", t.policy.text(), "", 0)
			r.Policy = &a
		}
		d.Resources = append(d.Resources, r)
	}
	return b.Build()
}

func (w *world) buildAccounts(b *snapshot.Builder) {
	for _, id := range w.accounts {
		a := snapshot.Account{
			ID: id, OrganizationKnown: true,
			Collected: []string{"AWS::IAM", "AWS::IAM::Role", snapshot.TypeBucket, snapshot.TypeAccessPoint, snapshot.TypeKey, "AWS::SQS::Queue"},
		}
		if w.organized && !(w.strayed && id == second) {
			a.Organization, a.Parent = organizationID, rootID
		}
		b.Data().Accounts = append(b.Data().Accounts, a)
	}
	if w.organized {
		b.Data().Organizations = []snapshot.Organization{w.organization(b)}
	}
}

func (w *world) organization(b *snapshot.Builder) snapshot.Organization {
	o := snapshot.Organization{
		ID: organizationID, ManagementAccount: "999999999999", Root: rootID,
		SCPsEnabled: true, RCPsEnabled: len(w.rcps) > 0,
	}
	o.SCPs = attachAll(b, everything, append([]string{rootID}, w.accounts...), w.scps)
	if o.RCPsEnabled {
		o.RCPs = attachAll(b, everybody, append([]string{rootID}, w.accounts...), w.rcps)
	}
	return o
}

// attachAll: beside the policy that allows everything, everywhere, further ones
// stand at the root and at the accounts in turn.
func attachAll(b *snapshot.Builder, full string, targets []string, drafts []*draft) []snapshot.OrgPolicy {
	out := []snapshot.OrgPolicy{{ID: "p-full0000", Attachment: b.Attach("full", full, "", 0), Targets: targets}}
	for i, d := range drafts {
		if !d.empty() {
			out = append(out, snapshot.OrgPolicy{
				ID: fmt.Sprintf("p-%08d", i), Attachment: b.Attach(d.name, d.text(), "", 0), Targets: []string{targets[i%len(targets)]},
			})
		}
	}
	return out
}

func (p *person) build(b *snapshot.Builder) snapshot.Identity {
	id := p.Identity
	for _, d := range p.own {
		if !d.empty() {
			id.Inline = append(id.Inline, b.Attach(d.name, d.text(), "", 0))
		}
	}
	if !p.boundary.empty() {
		id.Boundary = "arn:aws:iam::" + id.Account + ":policy/limit-of-" + id.Name
		b.Data().Policies = append(b.Data().Policies, snapshot.Managed{
			ARN: id.Boundary, Attachment: b.Attach(p.boundary.name, p.boundary.text(), "", 0),
		})
	}
	if p.trust != nil {
		a := b.Attach("", p.trust.text(), "", 0)
		id.Trust = &a
	}
	return id
}

// drafts lists all policies of the world.
func (w *world) drafts() (out []*draft) {
	for _, p := range w.people {
		out = append(append(out, p.own...), p.boundary, p.trust)
	}
	for _, t := range w.things {
		out = append(out, t.policy)
	}
	out = append(append(out, w.scps...), w.rcps...)
	return slices.DeleteFunc(out, (*draft).empty)
}

// String lists the policies and what else bears on answers, a line each.
func (w *world) String() string {
	var b strings.Builder
	for _, d := range w.drafts() {
		fmt.Fprintf(&b, "  %s: %s\n", d.name, d.text())
	}
	for _, p := range w.people {
		if extra := p.extra(); extra != "" {
			fmt.Fprintf(&b, "  %s:%s\n", p.ARN, extra)
		}
	}
	for _, t := range w.things {
		if extra := t.extra(); extra != "" {
			fmt.Fprintf(&b, "  %s:%s\n", t.ARN, extra)
		}
	}
	for _, g := range w.gaps {
		fmt.Fprintf(&b, "  gap: %s (layer %s)\n", g, g.Layer)
	}
	fmt.Fprintf(&b, "  accounts %v, organized %v, strayed %v", w.accounts, w.organized, w.strayed)
	return b.String()
}

func (p *person) extra() (text string) {
	if len(p.Tags) > 0 {
		text += fmt.Sprintf(" tags %v", p.Tags)
	}
	if len(p.Groups) > 0 {
		text += fmt.Sprintf(" in %v", p.Groups)
	}
	if len(p.Attached) > 0 {
		text += fmt.Sprintf(" attached %v", p.Attached)
	}
	if p.Boundary != "" {
		text += " boundary " + p.Boundary
	}
	return text
}

func (t *thing) extra() (text string) {
	if len(t.Tags) > 0 {
		text += fmt.Sprintf(" tags %v", t.Tags)
	}
	if len(t.Grants) > 0 {
		text += fmt.Sprintf(" grants %+v", t.Grants)
	}
	if t.Underlying == bucketTwo {
		text += " of another account's bucket " + t.Underlying
	}
	if t.Bucket != nil && t.Bucket.Ownership != snapshot.OwnershipEnforced {
		text += fmt.Sprintf(" list %+v", aclOf(t.Bucket))
	}
	if t.Bucket != nil && t.Bucket.PublicAccessBlock != nil {
		text += fmt.Sprintf(" block %+v", *t.Bucket.PublicAccessBlock)
	}
	return text
}

func aclOf(b *snapshot.Bucket) []authz.ACLGrant {
	if b.ACL == nil {
		return nil
	}
	return *b.ACL
}
