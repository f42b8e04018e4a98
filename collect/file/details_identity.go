package file

import (
	"strings"

	"sightline/snapshot"
)

// A detailsEntry is a user, group or role as it is being read.
type detailsEntry struct {
	snapshot.Identity
	groups []string // names
	inline []namedDocument
	trust  *document
}

type namedDocument struct {
	name string
	doc  *document
}

func (p *detailsPage) identity(kind string) error {
	e := detailsEntry{Identity: snapshot.Identity{Kind: kind}}
	p.c.peek()
	start := p.c.pos
	if err := p.c.object(func(key string) error { return p.identityMember(&e, key) }); err != nil {
		return err
	}
	a, err := p.iamARN(start, kind, e.ARN)
	if err != nil {
		return err
	}
	acc, err := p.owner(start, a)
	if err != nil {
		return err
	}
	if err := p.unique(p.c, start, a); err != nil {
		return err
	}
	p.add(acc, &e, a)
	return nil
}

// iamARN checks an entry's ARN.
func (p *detailsPage) iamARN(start int, kind, arn string) (iamARN, error) {
	if arn == "" {
		return iamARN{}, p.c.failAt(start, "this %s has no Arn", kind)
	}
	a, err := parseIAM(arn)
	if err != nil {
		return a, p.c.failAt(start, "%v", err)
	}
	if a.kind != kind {
		return a, p.c.failAt(start, "a %s stands here, but its ARN is %s", kind, quoted(arn))
	}
	return a, nil
}

// identityMember reads one element of UserDetail, GroupDetail or RoleDetail.
// Source: IAM API Reference, data types of these names.
func (p *detailsPage) identityMember(e *detailsEntry, key string) (err error) {
	c := p.c
	switch key {
	case "Arn":
		e.ARN, err = c.text()
	case "UserName", "GroupName", "RoleName":
		e.Name, err = c.text()
	case "UserId", "GroupId", "RoleId":
		e.UniqueID, err = c.text()
	case "CreateDate":
		e.Created, err = c.when()
	case "Tags":
		e.Tags, err = c.tags()
	case "UserPolicyList", "GroupPolicyList", "RolePolicyList":
		e.inline, err = c.inlinePolicies(p.opts.MaxDocument)
	case "AttachedManagedPolicies":
		e.Attached, err = c.attachedPolicies()
	case "GroupList":
		e.groups, err = c.texts()
	case "PermissionsBoundary":
		e.Boundary, err = c.textMember("PermissionsBoundaryArn")
	case "AssumeRolePolicyDocument":
		e.trust, err = c.document(p.opts.MaxDocument)
	case "InstanceProfileList":
		e.InstanceProfiles, err = c.arnsOf("Arn")
	case "RoleLastUsed":
		e.LastUsed, err = c.lastUsed()
	case "MaxSessionDuration":
		e.MaxSession, err = c.whole()
	default:
		err = c.other(key)
	}
	return err
}

// add puts a complete entry into the content.
func (p *detailsPage) add(acc *detailsAccount, e *detailsEntry, a iamARN) {
	id := &e.Identity
	id.Account = a.account
	if id.Name == "" {
		id.Name = a.name
	}
	p.attachInline(id, e.inline, p.c.file)
	if id.Kind == snapshot.KindRole {
		id.PermissionSet = snapshot.PermissionSetOf(id.ARN)
		p.attachTrust(id, e.trust.attachment(p.b, p.c.file))
	}
	data := p.data()
	if id.Kind == snapshot.KindGroup {
		acc.groups[strings.ToLower(id.Name)] = id.ARN
	}
	if len(e.groups) > 0 {
		acc.members = append(acc.members, membership{identity: len(data.Identities), groups: e.groups})
	}
	data.Identities = append(data.Identities, *id)
}
