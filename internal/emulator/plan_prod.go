package emulator

// fillProd is where work is done: instances with an identity, a boundary, a
// permission that hangs on tags, an auditor from another account.
func (w *World) fillProd(suffix string) {
	a := w.Account("prod")
	limit := Policy{Path: "/boundary/", Name: "Limit", Document: document(allow([]string{"s3:*", "sqs:*"}, "*"))}
	a.Policies = []Policy{limit, {Path: "/", Name: "Unused", Document: document(allow("*", "*"))}}
	a.Roles = append(a.Roles,
		Role{
			Identity: Identity{Path: "/", Name: "Admin", Attached: []string{administratorAccess}},
			Trust:    trust(principalOf(a.ARN("root")), nil),
		},
		Role{
			Identity: Identity{Path: "/app/", Name: "web", Inline: map[string]string{
				"read-data": document(allow([]string{"s3:GetObject", "s3:ListBucket"},
					[]string{"arn:aws:s3:::data-" + suffix, "arn:aws:s3:::data-" + suffix + "/*"})),
			}},
			Trust: trust(service("ec2"), nil), Profile: "web",
		},
		Role{Identity: Identity{Path: "/app/", Name: "worker"}, Trust: trust(service("lambda"), nil)},
		// The boundary leaves s3:* of it and takes the rest.
		Role{
			Identity: Identity{Path: "/ci/", Name: "deployer", Inline: map[string]string{
				"deploy+50%=ü": document(allow([]string{"s3:PutObject", "iam:CreateUser"}, "*")),
			}},
			Trust: trust(service("codebuild"), nil), Boundary: limit.ARN(a.ID),
		},
		// It stops the instances of its own team.
		Role{
			Identity: Identity{Path: "/", Name: "operator", Tags: map[string]string{"team": "blue", "owner": "Zoë"}, Inline: map[string]string{
				"own-team": document(statement{
					Effect: "Allow", Action: "ec2:StopInstances", Resource: "*",
					Condition: equals("aws:ResourceTag/team", "${aws:PrincipalTag/team}"),
				}),
			}},
			Trust: trust(principalOf(a.ARN("root")), nil),
		},
		Role{
			Identity: Identity{Path: "/", Name: "audit", Attached: []string{readOnlyAccess}},
			Trust:    trust(principalOf(w.Account("security").ARN("user/audit/auditor")), equals("sts:ExternalId", ExternalID)),
		},
		Role{Identity: Identity{Path: "/", Name: "cluster"}, Trust: trust(service("eks"), nil)},
	)
	a.Instances = []*Instance{
		{Label: "web", Region: Virginia, Profile: "web", Tags: map[string]string{"Name": "web", "team": "blue", "note": hostile}},
		{Label: "web-eu", Region: Ireland, Profile: "web", Tags: map[string]string{"team": "red"}},
		{Label: "bare", Region: Virginia},
	}
}

// fillProdData is what there is to reach in prod.
func (w *World) fillProdData(suffix string) {
	a := w.Account("prod")
	delegated := document(statement{Sid: "Account", Effect: "Allow", Principal: principalOf(a.ARN("root")), Action: "kms:*", Resource: "*"})
	a.Keys = []*Key{
		// worker has no policy at all: what it may do comes from the grant.
		{
			Alias: "orders", Region: Virginia, Policy: delegated, Tags: map[string]string{"team": "blue"},
			Grants: []Grant{{Name: "worker", Grantee: a.ARN("role/app/worker"), Operations: []string{"Decrypt", "GenerateDataKey"}}},
		},
		{Alias: "orders-eu", Region: Ireland, Policy: delegated},
	}
	a.Clusters = []Cluster{
		{Name: "orders", Region: Virginia, Role: a.ARN("role/cluster"), Tags: map[string]string{"team": "blue"}},
		{Name: "orders-eu", Region: Ireland, Role: a.ARN("role/cluster")},
	}
	a.Databases = []Database{
		{Name: "orders", Region: Virginia, Tags: map[string]string{"team": "blue"}},
		{Name: "orders-aurora", Region: Virginia, Aurora: true},
		{Name: "orders-eu", Region: Ireland},
	}
	auditor := w.Account("security").ARN("user/audit/auditor")
	shared := statement{
		Sid: "Partners", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shared-" + suffix + "/*",
		Principal: map[string]any{"AWS": []string{auditor, "arn:aws:iam::" + Outsider + ":root"}},
	}
	a.Buckets = []Bucket{
		{Label: "data", Name: "data-" + suffix, Region: Virginia, Ownership: enforced, Block: true, Tags: map[string]string{"team": "blue", "größe": "50 + 1"}},
		{Label: "shared", Name: "shared-" + suffix, Region: Virginia, Ownership: enforced, Policy: document(shared)},
		// No ownership controls at all, as buckets had before 2023.
		{Label: "europe", Name: "europe-" + suffix, Region: Ireland},
	}
}
