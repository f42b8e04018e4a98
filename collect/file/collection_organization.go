package file

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A node is the root, a unit or an account of an organization, as accounts.json
// and ous.json describe it: what it hangs on and the ARNs of its policies.
type node struct {
	parent     string
	scps, rcps []string
}

func (t *tree) organizations(dir string) error {
	ids, _, err := t.list(dir)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := t.organization(id, filepath.Join(dir, id)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) organization(id, dir string) error {
	about, features, err := t.organizationMetadata(filepath.Join(dir, "metadata.json"))
	if err != nil {
		return err
	}
	units, err := t.nodes(filepath.Join(dir, "ous.json"))
	if err != nil {
		return err
	}
	accounts, err := t.nodes(filepath.Join(dir, "accounts.json"))
	if err != nil {
		return err
	}
	if err := t.structure(filepath.Join(dir, "structure.json"), units, accounts); err != nil {
		return err
	}
	org := snapshot.Organization{ID: id, ManagementAccount: about["rootAccountId"], Root: about["rootOu"]}
	if about["id"] != "" {
		org.ID = about["id"] // directory names are lower-cased
	}
	if err := t.units(&org, units, filepath.Join(dir, "ous")); err != nil {
		return err
	}
	for account, n := range accounts {
		t.members[account] = member{org.ID, n.parent}
	}
	if org.SCPs, err = t.orgPolicies(filepath.Join(dir, "scps"), authz.LayerSCP, units, accounts); err != nil {
		return err
	}
	if org.RCPs, err = t.orgPolicies(filepath.Join(dir, "rcps"), authz.LayerRCP, units, accounts); err != nil {
		return err
	}
	org.SCPsEnabled = t.enabled(org.ID, features, "SERVICE_CONTROL_POLICY", org.SCPs, snapshot.MissingSCPs)
	org.RCPsEnabled = t.enabled(org.ID, features, "RESOURCE_CONTROL_POLICY", org.RCPs, snapshot.MissingRCPs)
	data := t.data()
	data.Organizations = append(data.Organizations, org)
	return nil
}

// enabled tells whether a type of policy is in force: metadata.json says so, or
// one is attached, which cannot be while the type is off. If neither tells,
// nobody looked.
// Source: Organizations User Guide "Disabling a policy type" (enable-policy-type):
// it detaches all policies of the type.
func (t *tree) enabled(org string, features map[string]bool, kind string, policies []snapshot.OrgPolicy, what string) bool {
	on, told := features[kind]
	attached := slices.ContainsFunc(policies, func(p snapshot.OrgPolicy) bool { return len(p.Targets) > 0 })
	if !told && !attached {
		t.untold[org] = append(t.untold[org], what)
	}
	return on || attached
}

func (t *tree) hasOrganization(id string) bool {
	return slices.ContainsFunc(t.data().Organizations, func(o snapshot.Organization) bool { return o.ID == id })
}

// organizationMetadata reads {id, rootOu, rootAccountId, features: {TYPE: bool}}.
func (t *tree) organizationMetadata(path string) (about map[string]string, features map[string]bool, err error) {
	about, features = make(map[string]string), make(map[string]bool)
	_, err = t.json(path, func(c *cursor) error {
		return c.object(func(key string) error {
			if key == "features" {
				return c.object(func(kind string) (err error) {
					features[kind], err = c.flag()
					return err
				})
			}
			text, _, err := c.scalar()
			about[key] = text
			return err
		})
	})
	return about, features, err
}

// nodes reads accounts.json or ous.json: an object of nodes by id.
func (t *tree) nodes(path string) (map[string]*node, error) {
	out := make(map[string]*node)
	_, err := t.json(path, func(c *cursor) error {
		return c.object(func(id string) error {
			n := &node{}
			out[id] = n
			return n.read(c)
		})
	})
	return out, err
}

func (n *node) read(c *cursor) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "ou", "parent":
			n.parent, err = c.text()
		case "scps":
			n.scps, err = c.texts()
		case "rcps":
			n.rcps, err = c.texts()
		default:
			err = c.skip()
		}
		return err
	})
}

// structure reads the tree {id: {children: {…}, accounts: [arn]}} for what
// hangs where, as far as the other two files do not tell.
func (t *tree) structure(path string, units, accounts map[string]*node) error {
	_, err := t.json(path, func(c *cursor) error { return hang(c, "", units, accounts) })
	return err
}

func hang(c *cursor, parent string, units, accounts map[string]*node) error {
	if isNull, err := c.null(); isNull || err != nil {
		return err
	}
	return c.object(func(id string) error {
		underneath(units, id, parent)
		return c.object(func(key string) error {
			switch key {
			case "children":
				return hang(c, id, units, accounts)
			case "accounts":
				arns, err := c.texts()
				for _, arn := range arns {
					underneath(accounts, arn[strings.LastIndexByte(arn, '/')+1:], id)
				}
				return err
			default:
				return c.skip()
			}
		})
	})
}

func underneath(nodes map[string]*node, id, parent string) {
	if nodes[id] == nil {
		nodes[id] = &node{}
	}
	if nodes[id].parent == "" {
		nodes[id].parent = parent
	}
}

// units lists the units; the node that hangs on nothing is the root.
func (t *tree) units(org *snapshot.Organization, units map[string]*node, dir string) error {
	for _, id := range slices.Sorted(maps.Keys(units)) {
		if units[id].parent == "" {
			if org.Root == "" {
				org.Root = id
			}
			continue
		}
		about, err := t.facts(filepath.Join(dir, strings.ToLower(id), "metadata.json"))
		if err != nil {
			return err
		}
		org.Units = append(org.Units, snapshot.Unit{ID: id, Name: about["name"], Parent: units[id].parent})
	}
	return nil
}

// orgPolicies reads the policies of one type: those that stand in the
// directory, and those that are attached but do not.
func (t *tree) orgPolicies(dir string, layer authz.Layer, units, accounts map[string]*node) ([]snapshot.OrgPolicy, error) {
	targets := make(map[string][]string)
	names := make(map[string]string) // lower-cased id → id
	for _, nodes := range []map[string]*node{units, accounts} {
		for id, n := range nodes {
			for _, arn := range n.policies(layer) {
				policy := arn[strings.LastIndexByte(arn, '/')+1:]
				targets[policy] = append(targets[policy], id)
				names[strings.ToLower(policy)] = policy
			}
		}
	}
	dirs, _, err := t.list(dir)
	if err != nil {
		return nil, err
	}
	for _, d := range dirs {
		if names[d] == "" {
			names[d] = d
		}
	}
	var out []snapshot.OrgPolicy
	for _, key := range slices.Sorted(maps.Keys(names)) {
		p, err := t.orgPolicy(filepath.Join(dir, key), names[key], layer, targets[names[key]])
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (n *node) policies(layer authz.Layer) []string {
	if layer == authz.LayerSCP {
		return n.scps
	}
	return n.rcps
}

func (t *tree) orgPolicy(dir, id string, layer authz.Layer, targets []string) (snapshot.OrgPolicy, error) {
	p := snapshot.OrgPolicy{ID: id, Targets: targets}
	about, err := t.facts(filepath.Join(dir, "metadata.json"))
	if err != nil {
		return p, err
	}
	if arn := about["arn"]; arn != "" {
		p.ID = arn[strings.LastIndexByte(arn, '/')+1:]
	}
	doc, err := t.document(filepath.Join(dir, "policy.json"), about["name"])
	if err != nil {
		return p, err
	}
	if doc != nil {
		p.Attachment = *doc
		return p, nil
	}
	p.Name = about["name"]
	t.gap(snapshot.Gap{
		Call: "organizations:DescribePolicy", Layer: layer, Subject: p.ID,
		Reason: "the directory holds no policy.json of it",
	})
	return p, nil
}

// othersInOrganization lists the accounts that the organization has and of
// which nothing was collected.
func (t *tree) othersInOrganization(collected []string) {
	data := t.data()
	for _, id := range slices.Sorted(maps.Keys(t.members)) {
		if slices.Contains(collected, id) {
			continue
		}
		m := t.members[id]
		data.Accounts = append(data.Accounts, snapshot.Account{
			ID: id, Partition: t.partition,
			Organization: m.organization, Parent: m.parent, OrganizationKnown: true,
		})
		t.lacksAll(id)
		t.lacksOf(id, m.organization)
	}
}
