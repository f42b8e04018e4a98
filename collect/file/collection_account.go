package file

import (
	"path/filepath"
	"slices"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// readCollection reads the partitions of one iam-collect directory.
//
// In this layout a file that is not there means "none": iam-collect deletes
// what is empty. Where that cannot be, as with a KMS key without a key policy,
// it becomes a Gap.
func readCollection(source string, partitions []partition, o Options) (snapshot.Data, error) {
	var all snapshot.Builder
	left := o.MaxFiles
	for _, p := range partitions {
		t := newTree(source, p.name, o)
		t.left = left
		if err := t.read(p.dir); err != nil {
			return snapshot.Data{}, err
		}
		left = t.left
		if err := all.Merge(*t.data()); err != nil {
			return snapshot.Data{}, &Error{File: source, Message: err.Error(), Hint: "scan the directories one by one"}
		}
	}
	return *all.Data(), nil
}

func (t *tree) read(dir string) error {
	t.lacks("", snapshot.MissingGrants)
	t.lacks("", snapshot.MissingACLs)
	t.lacks("", snapshot.MissingSharing)
	t.lacks("", snapshot.MissingQualified)
	if err := t.organizations(filepath.Join(dir, "organizations")); err != nil {
		return err
	}
	dirs, _, err := t.list(filepath.Join(dir, "accounts"))
	if err != nil {
		return err
	}
	for _, id := range dirs {
		if !isAccountID(id) {
			return &Error{
				File: filepath.Join(dir, "accounts", id), Message: "an account's directory is named by its 12 digits, this one is not",
				Hint: "move it elsewhere",
			}
		}
		if err := t.account(id, filepath.Join(dir, "accounts", id)); err != nil {
			return err
		}
	}
	t.othersInOrganization(dirs)
	t.findUnread()
	return nil
}

func (t *tree) account(id, dir string) error {
	a := snapshot.Account{ID: id, Partition: t.partition}
	about, err := t.facts(filepath.Join(dir, "metadata.json"))
	if err != nil {
		return err
	}
	a.Name = about["name"]
	if err := t.membership(&a, filepath.Join(dir, "organization.json")); err != nil {
		return err
	}
	if a.PublicAccessBlock, err = t.publicAccessBlock(filepath.Join(dir, "s3-bpa.json")); err != nil {
		return err
	}
	before := len(t.data().Resources)
	if err := t.services(&a, dir); err != nil {
		return err
	}
	for _, r := range t.data().Resources[before:] {
		if !slices.Contains(a.Collected, r.Type) {
			a.Collected = append(a.Collected, r.Type)
		}
	}
	if len(a.Collected) == 0 {
		t.lacksAll(id)
	}
	data := t.data()
	data.Accounts = append(data.Accounts, a)
	return nil
}

// lacksAll notes an account of which nothing was collected.
func (t *tree) lacksAll(account string) {
	t.lacks(account, snapshot.MissingResources)
	t.lacks(account, snapshot.MissingResourcePolicies)
}

func (t *tree) services(a *snapshot.Account, dir string) error {
	dirs, _, err := t.list(dir)
	if err != nil {
		return err
	}
	for _, service := range dirs {
		path := filepath.Join(dir, service)
		switch service {
		case "iam":
			a.Collected = append(a.Collected, "AWS::IAM")
			err = t.iam(a.ID, path)
		case "ram":
			// After all services, since it adds to their resources.
		default:
			err = t.resourcesIn(a.ID, path, 0)
		}
		if err != nil {
			return err
		}
	}
	return t.shares(a.ID, filepath.Join(dir, "ram"))
}

// membership finds an account's organization. Without organization.json and
// without a place in any organization, nothing is known: iam-collect writes
// the same for "in none" and for "was not allowed to ask".
func (t *tree) membership(a *snapshot.Account, file string) error {
	about, err := t.facts(file)
	if err != nil {
		return err
	}
	m := t.members[a.ID]
	a.Organization, a.Parent = m.organization, m.parent
	if id := about["organizationId"]; id != "" && id != a.Organization {
		if a.Organization != "" {
			return &Error{File: file, Message: "names organization " + quoted(id) + ", but " + a.Organization + " lists the account as its own"}
		}
		a.Organization = id
	}
	a.OrganizationKnown = a.Organization != ""
	if !a.OrganizationKnown {
		t.lacks(a.ID, snapshot.MissingOrganization)
	}
	t.lacksOf(a.ID, a.Organization)
	return nil
}

// lacksOf notes what is not known of an account's organization.
func (t *tree) lacksOf(account, organization string) {
	missing := t.untold[organization]
	if !t.hasOrganization(organization) {
		missing = []string{snapshot.MissingSCPs, snapshot.MissingRCPs}
	}
	for _, what := range missing {
		t.lacks(account, what)
	}
}

// publicAccessBlock reads a PublicAccessBlockConfiguration; nil if there is
// none.
// Source: S3 API Reference, data type of this name.
func (t *tree) publicAccessBlock(path string) (*authz.PublicAccessBlock, error) {
	var b authz.PublicAccessBlock
	there, err := t.json(path, func(c *cursor) error {
		return c.object(func(key string) (err error) {
			switch key {
			case "BlockPublicAcls":
				b.BlockPublicACLs, err = c.flag()
			case "IgnorePublicAcls":
				b.IgnorePublicACLs, err = c.flag()
			case "BlockPublicPolicy":
				b.BlockPublicPolicy, err = c.flag()
			case "RestrictPublicBuckets":
				b.RestrictPublicBuckets, err = c.flag()
			default:
				err = c.skip()
			}
			return err
		})
	})
	if !there || err != nil {
		return nil, err
	}
	return &b, nil
}

// facts reads an object and gives its scalar members as text; nil if there is
// no such file.
func (t *tree) facts(path string) (facts map[string]string, err error) {
	_, err = t.json(path, func(c *cursor) error {
		facts = make(map[string]string)
		return c.object(func(key string) error {
			text, ok, err := c.scalar()
			if ok {
				facts[key] = text
			}
			return err
		})
	})
	return facts, err
}
