package sample

import (
	"fmt"
	"path"
	"strings"
	"time"

	"sightline/snapshot"
)

func (a *assembly) identities(t *accountTable) error {
	for _, list := range []struct {
		kind, prefix string
		tables       []identityTable
	}{
		{snapshot.KindUser, "AIDA", t.Users},
		{snapshot.KindGroup, "AGPA", t.Groups},
		{snapshot.KindRole, "AROA", t.Roles},
	} {
		for i := range list.tables {
			id, err := a.identity(t.ID, list.kind, &list.tables[i])
			if err != nil {
				return fmt.Errorf("%s %s: %w", list.kind, list.tables[i].Name, err)
			}
			id.UniqueID = uniqueID(list.prefix, id.ARN)
			d := a.b.Data()
			d.Identities = append(d.Identities, id)
		}
	}
	return nil
}

func (a *assembly) identity(account, kind string, t *identityTable) (snapshot.Identity, error) {
	id := snapshot.Identity{
		Kind: kind, Name: t.Name, Account: account, Tags: t.Tags, PermissionSet: t.PermissionSet,
		ARN: iamARN(account, kind, path.Join("/", t.Path, t.Name)),
	}
	for _, g := range t.Groups {
		id.Groups = append(id.Groups, iamARN(account, snapshot.KindGroup, "/"+g))
	}
	if t.InstanceProfile != "" {
		id.InstanceProfiles = []string{profileARN(account, t.InstanceProfile)}
	}
	if kind == snapshot.KindRole {
		id.MaxSession = 3600
	}
	if err := a.policiesOf(&id, t); err != nil {
		return id, err
	}
	var err error
	if id.Created, err = day(t.Created); err != nil {
		return id, err
	}
	id.LastUsed, err = day(t.LastUsed)
	return id, err
}

func (a *assembly) policiesOf(id *snapshot.Identity, t *identityTable) (err error) {
	for _, name := range t.Inline {
		at, err := a.attach(name, name)
		if err != nil {
			return err
		}
		id.Inline = append(id.Inline, at)
	}
	for _, name := range t.Attached {
		arn, err := a.managedPolicy(id.Account, name)
		if err != nil {
			return err
		}
		id.Attached = append(id.Attached, arn)
	}
	if t.Boundary != "" {
		if id.Boundary, err = a.managedPolicy(id.Account, t.Boundary); err != nil {
			return err
		}
	}
	id.Trust, err = a.attachPointer("", t.Trust)
	return err
}

// managedPolicy adds a managed policy when it is first named and returns its
// ARN. "aws:service-role/NAME" is AWS's own, in the file aws-NAME.json.
func (a *assembly) managedPolicy(account, name string) (string, error) {
	arn, document := "arn:aws:iam::"+account+":policy/"+name, name
	if aws, ok := strings.CutPrefix(name, "aws:"); ok {
		name = path.Base(aws)
		arn, document = "arn:aws:iam::aws:policy/"+aws, "aws-"+name
	}
	if a.managed[arn] {
		return arn, nil
	}
	at, err := a.attach(name, document)
	if err != nil {
		return "", err
	}
	a.managed[arn] = true
	d := a.b.Data()
	d.Policies = append(d.Policies, snapshot.Managed{ARN: arn, Attachment: at})
	return arn, nil
}

func iamARN(account, kind, name string) string {
	return "arn:aws:iam::" + account + ":" + kind + name
}

func profileARN(account, name string) string {
	return iamARN(account, "instance-profile", "/"+name)
}

// day reads 2006-01-02; an empty text is no time.
func day(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, fmt.Errorf("%q is no day of the form 2006-01-02", text)
	}
	return &t, nil
}
