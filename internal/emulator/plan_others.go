package emulator

// fillManagement has an administrator by group, whom no service control policy
// touches, and a policy whose text decodes to something else if it is decoded
// once too often.
func (w *World) fillManagement(suffix string) {
	a := w.Account("management")
	a.Policies = []Policy{{Path: "/staff/", Name: "Percent", Document: document(
		allow("s3:GetObject", []string{"arn:aws:s3:::home-" + suffix + "/100%25/${aws:username}/*", "arn:aws:s3:::home-" + suffix + "/größe+a%2Fb/日本/*"}),
	)}}
	a.Groups = []Group{
		{Identity{Path: "/", Name: "admins", Attached: []string{administratorAccess}}},
		{Identity{Path: "/staff/", Name: "everybody", Attached: []string{a.Policies[0].ARN(a.ID)}, Inline: map[string]string{
			"own-keys": document(allow([]string{"iam:ListAccessKeys"}, "arn:aws:iam::*:user/${aws:username}")),
		}}},
	}
	a.Users = []User{
		{Identity{Path: "/staff/", Name: "alice", Tags: map[string]string{"cost center": "4 + 2 = 6 @ home", "Ünit": "Ärger"}}, []string{"admins", "everybody"}},
		{Identity{Path: "/staff/", Name: "b+o=b,c.d@e-f", Inline: map[string]string{
			"read": document(allow("s3:GetObject", "arn:aws:s3:::home-"+suffix+"/50%/*")),
		}}, []string{"everybody"}},
		{Identity{Path: "/", Name: "idle"}, nil},
	}
	a.Buckets = []Bucket{{Label: "home", Name: "home-" + suffix, Region: Virginia, Ownership: enforced}}
}

// fillDev has the same administrator as prod, whom no policy cuts there, roles
// for outsiders, and the buckets that the world may read, or seems to.
func (w *World) fillDev(suffix string) {
	a := w.Account("dev")
	a.Roles = append(a.Roles, Role{
		Identity: Identity{Path: "/", Name: "Admin", Attached: []string{administratorAccess}},
		Trust:    trust(principalOf(a.ARN("root")), nil),
	})
	a.Roles = append(a.Roles, openRoles(a)...)
	a.Users = []User{{Identity{Path: "/", Name: "carol", Attached: []string{readOnlyAccess}}, nil}}
	world := statement{Sid: "World", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site-" + suffix + "/*"}
	a.Instances = []*Instance{{Label: "bastion", Region: Ireland, Tags: map[string]string{"Name": "bastion"}}}
	a.Buckets = []Bucket{
		{Label: "site", Name: "site-" + suffix, Region: Virginia, Ownership: enforced, Policy: document(world)},
		{Label: "by-acl", Name: "by-acl-" + suffix, Region: Virginia, Ownership: "ObjectWriter", ACL: "public-read"},
		{Label: "acl-blocked", Name: "acl-blocked-" + suffix, Region: Ireland, Ownership: "ObjectWriter", ACL: "public-read", Block: true},
	}
}

// openRoles are roles that outsiders get into: a vendor, whoever runs a workflow
// at GitHub, and one repository's main branch.
func openRoles(a *Account) []Role {
	const issuer = "token.actions.githubusercontent.com"
	github := func(conditions map[string]string) string {
		return document(statement{
			Effect: "Allow", Principal: map[string]string{"Federated": a.ARN("oidc-provider/" + issuer)},
			Action: "sts:AssumeRoleWithWebIdentity", Condition: map[string]any{"StringEquals": conditions},
		})
	}
	return []Role{
		{Identity: Identity{Path: "/", Name: "vendor", Tags: map[string]string{"team": "security"}}, Trust: VendorTrust("Allow")},
		{Identity: Identity{Path: "/ci/", Name: "any-workflow"}, Trust: github(map[string]string{issuer + ":aud": "sts.amazonaws.com"})},
		{Identity: Identity{Path: "/ci/", Name: "main-branch"}, Trust: github(map[string]string{
			issuer + ":aud": "sts.amazonaws.com", issuer + ":sub": "repo:example-corp/site:ref:refs/heads/main",
		})},
	}
}

// VendorTrust is the trust policy of the vendor's role, with the effect that
// somebody gave it.
func VendorTrust(effect string) string {
	return document(statement{
		Effect: effect, Principal: principalOf("arn:aws:iam::" + Vendor + ":root"), Action: "sts:AssumeRole",
		Condition: equals("sts:ExternalId", VendorExternalID),
	})
}

// fillSecurity has the auditor, and an account in which nothing is public,
// whatever a bucket says.
func (w *World) fillSecurity(suffix string) {
	a, prod := w.Account("security"), w.Account("prod")
	a.Users = []User{{Identity{Path: "/audit/", Name: "auditor", Inline: map[string]string{
		"hop":         document(allow("sts:AssumeRole", prod.ARN("role/audit"))),
		"read-shared": document(allow("s3:GetObject", "arn:aws:s3:::shared-"+suffix+"/*")),
	}}, nil}}
	a.Buckets = []Bucket{{Label: "logs", Name: "logs-" + suffix, Region: Ireland, Ownership: "ObjectWriter", ACL: "public-read"}}
}

func (w *World) fillLegacy(suffix string) {
	a := w.Account("legacy")
	a.Roles = append(a.Roles, Role{
		Identity: Identity{Path: "/", Name: "batch", Inline: map[string]string{"all": document(allow("s3:*", "*"))}},
		Trust:    trust(service("batch"), nil),
	})
	a.Buckets = []Bucket{{Label: "old", Name: "old-" + suffix, Region: Virginia, Ownership: enforced}}
}
