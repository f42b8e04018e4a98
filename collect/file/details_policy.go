package file

import "sightline/snapshot"

// A managedEntry is a managed policy as it is being read.
type managedEntry struct {
	arn, name, defaultID string
	hasVersions          bool
	versions             []managedVersion
}

type managedVersion struct {
	id        string
	isDefault bool
	doc       *document
}

func (p *detailsPage) policy() error {
	var m managedEntry
	p.c.peek()
	start := p.c.pos
	if err := p.c.object(func(key string) error { return p.policyMember(&m, key) }); err != nil {
		return err
	}
	a, err := p.iamARN(start, "policy", m.arn)
	if err != nil {
		return err
	}
	current, err := p.current(start, &m)
	if err != nil {
		return err
	}
	if m.name == "" {
		m.name = a.name
	}
	if a.account != ownerAWS {
		if _, err := p.owner(start, a); err != nil {
			return err
		}
		if err := p.unique(p.c, start, a); err != nil {
			return err
		}
	}
	p.addManaged(p.asManaged(&m, current))
	return nil
}

func (p *detailsPage) policyMember(m *managedEntry, key string) (err error) {
	switch key {
	case "Arn":
		m.arn, err = p.c.text()
	case "PolicyName":
		m.name, err = p.c.text()
	case "DefaultVersionId":
		m.defaultID, err = p.c.text()
	case "PolicyVersionList":
		m.hasVersions = true
		err = p.c.list(func() error { return p.version(m) })
	default:
		err = p.c.other(key)
	}
	return err
}

func (p *detailsPage) version(m *managedEntry) error {
	var v managedVersion
	err := p.c.object(func(key string) (err error) {
		switch key {
		case "VersionId":
			v.id, err = p.c.text()
		case "IsDefaultVersion":
			v.isDefault, err = p.c.flag()
		case "Document":
			v.doc, err = p.c.document(p.opts.MaxDocument)
		default:
			err = p.c.other(key)
		}
		return err
	})
	m.versions = append(m.versions, v)
	return err
}

// current picks the version in force. IsDefaultVersion and DefaultVersionId
// say the same twice; if they disagree, nobody can tell.
func (p *detailsPage) current(start int, m *managedEntry) (managedVersion, error) {
	if !m.hasVersions {
		return managedVersion{}, hint(p.c.failAt(start, "this policy has no PolicyVersionList"),
			"aws iam list-policies gives no documents; use aws iam get-account-authorization-details")
	}
	var found []managedVersion
	for _, v := range m.versions {
		if v.isDefault || m.defaultID != "" && v.id == m.defaultID {
			found = append(found, v)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return managedVersion{}, p.c.failAt(start, "the default version of this policy (%s) is not in its PolicyVersionList", quoted(m.defaultID))
	default:
		return managedVersion{}, p.c.failAt(start, "versions %s and %s of this policy both count as its default", quoted(found[0].id), quoted(found[1].id))
	}
}

func (p *detailsPage) asManaged(m *managedEntry, v managedVersion) snapshot.Managed {
	out := snapshot.Managed{ARN: m.arn, VersionID: v.id, Attachment: snapshot.Attachment{Name: m.name}}
	if v.doc != nil {
		out.Attachment = v.doc.attach(p.b, m.name, p.c.file)
	}
	return out
}
