package file

import (
	"path/filepath"

	"sightline/snapshot"
)

// iam reads accounts/<id>/iam.
func (t *tree) iam(account, dir string) error {
	kinds, _, err := t.list(dir)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		path := filepath.Join(dir, kind)
		switch kind {
		case snapshot.KindUser, snapshot.KindGroup, snapshot.KindRole:
			err = t.each(path, func(d string) error { return t.identity(account, kind, d) })
		case "policy":
			err = t.each(path, func(d string) error { return t.managedPolicy(account, d) })
		case "aws":
			err = t.each(filepath.Join(path, "policy"), func(d string) error { return t.managedPolicy(ownerAWS, d) })
		default: // instance profiles, identity providers …
			err = t.resourcesIn(account, path, 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// each visits the directories in a directory.
func (t *tree) each(dir string, visit func(dir string) error) error {
	names, _, err := t.list(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := visit(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// iamFacts reads a metadata.json and checks the ARN in it.
func (t *tree) iamFacts(account, kind, dir string) (map[string]string, error) {
	file := filepath.Join(dir, "metadata.json")
	about, err := t.facts(file)
	if err != nil {
		return nil, err
	}
	if about["arn"] == "" {
		return nil, &Error{File: file, Message: "gives no arn, so nobody knows which " + kind + " this is", Hint: "run iam-collect again"}
	}
	a, err := parseIAM(about["arn"])
	switch {
	case err != nil:
		return nil, &Error{File: file, Message: err.Error()}
	case a.kind != kind:
		return nil, &Error{File: file, Message: "a " + kind + " should stand here, but its arn is " + quoted(about["arn"])}
	case a.account != account:
		return nil, &Error{File: file, Message: "the arn " + quoted(about["arn"]) + " is not of account " + account}
	}
	if about["name"] == "" {
		about["name"] = a.name
	}
	return about, nil
}

func (t *tree) identity(account, kind, dir string) error {
	about, err := t.iamFacts(account, kind, dir)
	if err != nil {
		return err
	}
	id := snapshot.Identity{
		Kind: kind, ARN: about["arn"], Name: about["name"], Account: account,
		UniqueID: about["id"], Boundary: about["permissionBoundary"],
	}
	if text := about["created"]; text != "" {
		if id.Created = parseTime(text); id.Created == nil {
			return &Error{File: filepath.Join(dir, "metadata.json"), Pointer: "/created", Message: quoted(text) + " is not a time"}
		}
	}
	if err := t.identityFiles(&id, dir); err != nil {
		return err
	}
	if kind == snapshot.KindRole {
		id.PermissionSet = snapshot.PermissionSetOf(id.ARN)
		trust, err := t.document(filepath.Join(dir, "trust-policy.json"), "")
		if err != nil {
			return err
		}
		t.attachTrust(&id, trust)
	}
	data := t.data()
	data.Identities = append(data.Identities, id)
	return nil
}

func (t *tree) identityFiles(id *snapshot.Identity, dir string) error {
	file := func(name string, read func(*cursor) error) error {
		_, err := t.json(filepath.Join(dir, name+".json"), read)
		return err
	}
	texts := func(into *[]string) func(*cursor) error {
		return func(c *cursor) (err error) {
			*into, err = c.texts()
			return err
		}
	}
	for _, err := range []error{
		file("tags", func(c *cursor) (err error) { id.Tags, err = c.tags(); return err }),
		file("managed-policies", texts(&id.Attached)),
		file("groups", texts(&id.Groups)),
		file("instance-profiles", texts(&id.InstanceProfiles)),
		file("inline-policies", func(c *cursor) error { return t.inline(id, c) }),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) inline(id *snapshot.Identity, c *cursor) error {
	list, err := c.inlinePolicies(t.opts.MaxDocument)
	t.attachInline(id, list, c.file)
	return err
}

// managedPolicy reads a policy's directory. AWS managed ones stand under every
// account; the highest version is in force.
func (t *tree) managedPolicy(owner, dir string) error {
	about, err := t.iamFacts(owner, "policy", dir)
	if err != nil {
		return err
	}
	m := snapshot.Managed{ARN: about["arn"], VersionID: about["defaultVersionId"], Attachment: snapshot.Attachment{Name: about["name"]}}
	for _, file := range []string{"current-policy.json", "policy.json"} {
		doc, err := t.document(filepath.Join(dir, file), about["name"])
		if err != nil {
			return err
		}
		if doc != nil {
			m.Attachment = *doc
			break
		}
	}
	t.addManaged(m)
	return nil
}
