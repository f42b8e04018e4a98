package emulator

// AWS managed policies that the plan attaches.
const (
	administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess"
	readOnlyAccess      = "arn:aws:iam::aws:policy/ReadOnlyAccess"
	securityAudit       = "arn:aws:iam::aws:policy/SecurityAudit"
)

// Regions that have something in them.
const (
	Virginia = "us-east-1"
	Ireland  = "eu-west-1"
)

// enforced is the ownership of new buckets: there are no access control lists.
const enforced = "BucketOwnerEnforced"

// hostile is a text that a careless page or terminal stumbles over: markup, a
// right-to-left override, a combining mark, a percent sign that decodes.
const hostile = "<script>alert('ü')</script> \u202eמשתמש e\u0301 %2F%20+ ${aws:username} \"q\" \\n"

// unit is an organizational unit; parents come first.
type unit struct{ name, parent string }

func units() []unit {
	return []unit{
		{"Workloads", ""},
		{"Production", "Workloads"},
		{"Development", "Workloads"},
		{"Security", ""},
		{"Übrige <b>\u202e", ""},
	}
}

// accounts lists the accounts before anything is in them. The last one is
// where a test lets the role be refused.
func accounts() []*Account {
	return []*Account{
		{Name: "management", Title: "master"},
		{Name: "prod", Title: "prod", Unit: "Production"},
		{Name: "dev", Title: "dev", Unit: "Development"},
		{Name: "security", Title: "security", Unit: "Security", Block: true},
		{Name: "legacy", Title: "legacy <script>alert(1)</script>", Unit: "Übrige <b>\u202e"},
	}
}

// scps cut the administrators of Production: nobody there deletes a bucket, and
// nothing but the two Regions is used (services without one excepted).
func (w *World) scps() []OrgPolicy {
	regions := document(
		statement{Sid: "NoBucketDeletion", Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*"},
		statement{
			Sid: "TwoRegions", Effect: "Deny", Action: []string{"ec2:*", "rds:*", "eks:*"}, Resource: "*",
			Condition: map[string]any{"StringNotEquals": map[string]any{"aws:RequestedRegion": []string{Virginia, Ireland}}},
		},
	)
	return []OrgPolicy{{Name: "Guardrails %41 ü", Document: regions, Targets: []string{w.Units["Production"]}}}
}

// rcps deny Production's buckets to everybody outside of the organization.
func (w *World) rcps() []OrgPolicy {
	perimeter := document(statement{
		Sid: "OnlyOurOrganization", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*",
		Condition: map[string]any{
			"StringNotEqualsIfExists": map[string]string{"aws:PrincipalOrgID": w.Organization},
			"BoolIfExists":            map[string]string{"aws:PrincipalIsAWSService": "false"},
		},
	})
	return []OrgPolicy{{Name: "Perimeter", Document: perimeter, Targets: []string{w.Units["Production"]}}}
}

// fill puts into the accounts what they shall hold. suffix makes the names of
// buckets, which are one for all of AWS, this run's own.
func (w *World) fill(suffix string) {
	for _, a := range w.Accounts {
		reader := Role{Identity: Identity{Path: "/", Name: ReaderRole, Attached: []string{securityAudit}}}
		reader.Trust = trust(principalOf(w.Account("management").ARN("root")), nil)
		a.Roles = append(a.Roles, reader)
	}
	w.fillManagement(suffix)
	w.fillProd(suffix)
	w.fillProdData(suffix)
	w.fillDev(suffix)
	w.fillSecurity(suffix)
	w.fillLegacy(suffix)
}
