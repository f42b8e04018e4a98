package analyze

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// A Fix is a Change in words: what to do, how, and why it is known to work.
// Sightline itself never writes to AWS.
type Fix struct {
	Kind        ChangeKind `json:"kind"`
	Description string     `json:"description"`
	// Before and Document are the policy's text now and after; empty if no policy
	// changes, or if none is left.
	Before   string `json:"before,omitempty"`
	Document string `json:"document,omitempty"`
	// Commands apply it, for the AWS CLI.
	Commands []string `json:"commands"`
	// Proof says what was proved, and how.
	Proof []string `json:"proof"`
	// Lost is what callers inside the zone, and services, lose by it. Unsure is
	// what could not be told.
	Lost         []LostAccess `json:"lost"`
	Unsure       []string     `json:"unsure,omitempty"`
	Alternatives []Fix        `json:"alternatives,omitempty"`
}

// A LostAccess is one action of a principal, with an example request.
type LostAccess struct {
	Principal string `json:"principal"`
	Action    string `json:"action"`
	Example   string `json:"example"`
}

// FixOf works out the best change that ends a finding, with its alternatives.
//
// Errors, for people: findings of other kinds and error findings have none; the
// access is not in this snapshot; nothing that is known here ends it.
func FixOf(s *snapshot.Snapshot, a *finding.Analyzer, f *finding.Finding) (*Fix, error) {
	if f.Error != "" {
		return nil, fmt.Errorf("the finding says that %s could not be analysed (%s): read it first", f.Resource, f.Error)
	}
	if f.Type != finding.TypeExternalAccess {
		return nil, fmt.Errorf("fixes are worked out for external access, not for %s", f.Type)
	}
	if strings.Contains(f.Resource, ":role/aws-reserved/") {
		return nil, fmt.Errorf("%s is made and kept by IAM Identity Center, which would undo a change: take the assignment of its permission set away, or archive the finding if the access is meant", f.Resource)
	}
	r, g, err := runFor(s, a, f.Resource)
	if err != nil {
		return nil, err
	}
	trust, doubted := r.zone(g)
	for _, access := range External(&g.Subject, trust) {
		c := r.candidate(g, &access, doubted)
		if finding.ID(a.ID, c) != f.ID {
			continue
		}
		list := Fixes(&g.Subject, trust, &access)
		if len(list) == 0 {
			return nil, fmt.Errorf("no single change that Sightline knows ends this access to %s without opening other ways: see the statements that grant it", f.Resource)
		}
		return g.words(&access, list), nil
	}
	return nil, fmt.Errorf("snapshot %s does not show this access to %s any more: scan again", s.ID(), f.Resource)
}

// runFor prepares the analysis of one resource.
func runFor(s *snapshot.Snapshot, a *finding.Analyzer, arn string) (*run, *gathered, error) {
	trust, err := a.Zone.Resolve(s)
	if err != nil {
		return nil, nil, err
	}
	kind, account, ok := lookup(s, arn)
	if !ok {
		return nil, nil, fmt.Errorf("snapshot %s holds no resource or role %s", s.ID(), arn)
	}
	g, err := gather(s, arn, kind, account)
	if err != nil {
		return nil, nil, err
	}
	return newRun(s, a, trust), g, nil
}

func lookup(s *snapshot.Snapshot, arn string) (kind, account string, ok bool) {
	if id := s.Identity(arn); id != nil && id.Kind == snapshot.KindRole {
		return snapshot.TypeRole, id.Account, true
	}
	if r := s.Resource(arn); r != nil && r.ARN == arn {
		return r.Type, r.Account, true
	}
	return "", "", false
}

func (g *gathered) words(a *Access, list []Change) *Fix {
	best := g.fix(a, &list[0])
	for i := range list[1:] {
		best.Alternatives = append(best.Alternatives, *g.fix(a, &list[i+1]))
	}
	return best
}

func (g *gathered) fix(a *Access, c *Change) *Fix {
	f := &Fix{Kind: c.Kind, Description: g.describe(a, c), Commands: g.commands(c), Lost: []LostAccess{}, Unsure: c.Unsure}
	if c.Statements != nil {
		f.Before = pretty(c.policyOf(&g.Subject).Document)
		if c.Document != nil {
			f.Document = pretty(c.Document)
		}
	}
	for _, l := range c.Lost {
		f.Lost = append(f.Lost, LostAccess{l.Principal, l.Action, Sentence(witness(l.Request))})
	}
	f.Proof = g.proof(a, c)
	return f
}

// pretty is the canonical text of a policy.
func pretty(d *policy.Document) string { return string(policy.Print(d)) }

func (g *gathered) describe(a *Access, c *Change) string {
	which := "statement " + places(c.Statements)
	where := "the " + documentName(g.Type)
	if c.AccessPoint != "" {
		where = "the policy of access point " + c.AccessPoint
	}
	switch c.Kind {
	case AddCondition:
		return fmt.Sprintf("Add a condition on %s to %s of %s, so that it serves callers from inside the zone of trust alone.", c.Key, which, where)
	case NarrowPrincipal:
		return fmt.Sprintf("Name the accounts of the zone of trust in %s of %s, in place of everybody.", which, where)
	case RemovePrincipal:
		return fmt.Sprintf("Take %s out of %s of %s.", a.Principal, which, where)
	case RemoveStatement:
		if c.Document == nil {
			return fmt.Sprintf("Delete %s: nothing is left of it without %s.", where, which)
		}
		return fmt.Sprintf("Remove %s of %s.", which, where)
	case DenyStatement:
		return fmt.Sprintf("Turn %s of %s from Allow to Deny: a trust policy cannot be empty.", which, where)
	case RevokeGrant:
		return "Revoke the grant " + c.Grant + "."
	case ChangeSharing:
		return "Stop sharing it with " + map[bool]string{true: "everybody", false: c.Unshare}[c.Unshare == "all"] + "."
	case ChangeACL:
		return "Take the grants to " + map[bool]string{true: "everybody", false: a.Principal}[a.Principal == "*"] + " out of the access control list."
	default:
		return "Block public access to the bucket."
	}
}

func places(at []int) string {
	out := make([]string, len(at))
	for i, n := range at {
		out[i] = fmt.Sprint(n)
	}
	return strings.Join(out, ", ")
}

func documentName(kind string) string {
	switch kind {
	case typeRole:
		return "trust policy"
	case typeBucket:
		return "bucket policy"
	case typeKey:
		return "key policy"
	default:
		return "resource policy"
	}
}

// proof says what is known of the change.
func (g *gathered) proof(a *Access, c *Change) []string {
	if c.Kind == ChangeSharing {
		return []string{"After it the resource is shared with nobody outside the zone of trust by this entry. It has no policy that could grant the access in another way."}
	}
	out := []string{"After it no request from outside the zone of trust gets this access: the resource was analysed again with the change, and the reasoner proved that there is none."}
	switch {
	case len(c.Unsure) > 0:
		out = append(out, "Of some access from inside it could not be told whether it stays; see below.")
	case len(c.Lost) > 0:
		out = append(out, fmt.Sprintf("It takes %d further pairs of principal and action from inside the zone or from services; each is listed with a request that works today.", len(c.Lost)))
	case c.Statements != nil:
		out = append(out, "Every request from inside the zone of trust, and of the services that the policy names, that it allows today it allows afterwards: proved for each account, named principal and action.")
	}
	out = append(out, g.cautions(c)...)
	if a.Request != nil {
		out = append(out, "Today the evaluator allows this: "+Sentence(witness(a.Request))+".")
	}
	return out
}

// cautions say whom a statement for everybody may have served without naming
// them, which no policy tells.
func (g *gathered) cautions(c *Change) (out []string) {
	if c.Statements == nil {
		return nil
	}
	mounts := false
	everybody := slices.ContainsFunc(c.Statements, func(at int) bool {
		st := &c.policyOf(&g.Subject).Document.Statements[at]
		for i := range st.Conditions {
			mounts = mounts || strings.EqualFold(st.Conditions[i].Key, "elasticfilesystem:AccessedViaMountTarget")
		}
		return slices.ContainsFunc(st.Principal.Values, func(v policy.PrincipalValue) bool { return v.Text == "*" })
	})
	if everybody {
		out = append(out, "Not counted: services of AWS that came in because everybody may, and callers without credentials. Name the services that need it in a statement of their own.")
	}
	if everybody && mounts {
		out = append(out, "Clients that mount the file system without IAM have no credentials: they lose it, also inside the network.")
	}
	return out
}

// quote makes one word of a POSIX shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// compact is a policy in one line, for commands.
func compact(d *policy.Document) string {
	var out bytes.Buffer
	if err := json.Compact(&out, policy.Print(d)); err != nil {
		return string(policy.Print(d))
	}
	return out.String()
}

func (g *gathered) grantsOf(permission string, list []authz.ACLGrant) (ids []string) {
	for _, x := range list {
		if x.Permission == permission && !slices.Contains(ids, x.Grantee) {
			ids = append(ids, x.Grantee)
		}
	}
	return ids
}

// mustJSON writes a text as JSON, which cannot fail.
func mustJSON(text string) []byte {
	out, _ := json.Marshal(text)
	return out
}
