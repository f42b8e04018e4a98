package snapshot

import (
	"testing"
	"time"

	"sightline/iam/authz"
)

// The world of the tests: an organization o-1 with the management account 111…,
// the member 222… in the unit ou-dev, and an account 333… outside. It has one
// of each thing that a lookup or a stack must get right.
const (
	management = "111111111111"
	member     = "222222222222"
	outside    = "333333333333"

	aliceARN    = "arn:aws:iam::222222222222:user/staff/alice"
	bobARN      = "arn:aws:iam::222222222222:user/bob"
	devsARN     = "arn:aws:iam::222222222222:group/devs"
	appARN      = "arn:aws:iam::222222222222:role/service/app"
	adminARN    = "arn:aws:iam::111111111111:role/admin"
	readARN     = "arn:aws:iam::222222222222:policy/read"
	limitARN    = "arn:aws:iam::222222222222:policy/limit"
	awsReadARN  = "arn:aws:iam::aws:policy/ReadOnlyAccess"
	bucketARN   = "arn:aws:s3:::papers"
	oldARN      = "arn:aws:s3:::old"
	pointARN    = "arn:aws:s3:eu-west-1:222222222222:accesspoint/door"
	keyARN      = "arn:aws:kms:eu-west-1:222222222222:key/1234"
	awsKeyARN   = "arn:aws:kms:eu-west-1:222222222222:key/aws"
	instanceARN = "arn:aws:ec2:eu-west-1:222222222222:instance/i-0abc"
	profileARN  = "arn:aws:iam::222222222222:instance-profile/app"

	allowAll  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	allowRead = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}`
	trustEC2  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
)

func world() *Builder {
	b := &Builder{}
	d := b.Data()
	d.TakenAt = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	d.Sources = []Source{{Name: "world.json", Kind: "snapshot"}}
	d.Organizations = []Organization{{
		ID: "o-1", ManagementAccount: management, Root: "r-1",
		Units:       []Unit{{ID: "ou-dev", Name: "dev", Parent: "ou-all"}, {ID: "ou-all", Parent: "r-1"}},
		SCPsEnabled: true, RCPsEnabled: true,
		SCPs: []OrgPolicy{
			{ID: "p-full", Attachment: b.Attach("FullAWSAccess", allowAll, "", 0), Targets: []string{"r-1", "ou-all", "ou-dev", member}},
			{ID: "p-read", Attachment: b.Attach("ReadOnly", allowRead, "scp.json", 3), Targets: []string{"ou-dev"}},
		},
		RCPs: []OrgPolicy{{ID: "p-rcp", Attachment: b.Attach("RCPFullAWSAccess", allowAll, "", 0), Targets: []string{"r-1"}}},
	}}
	d.Accounts = []Account{
		{
			ID: member, Name: "dev", Organization: "o-1", Parent: "ou-dev", CanonicalID: "canon2",
			PublicAccessBlock: &authz.PublicAccessBlock{IgnorePublicACLs: true},
			Collected:         []string{"AWS::IAM", TypeBucket, TypeAccessPoint, TypeKey, TypeInstance},
		},
		{ID: management, Organization: "o-1", Parent: "r-1", Collected: []string{"AWS::IAM"}},
		{ID: outside, OrganizationKnown: true, CanonicalID: "canon3"},
	}
	addWorldIdentities(b)
	addWorldResources(b)
	return b
}

func addWorldIdentities(b *Builder) {
	trust := b.Attach("", trustEC2, "roles.json", 7)
	b.Data().Identities = []Identity{
		{
			Kind: KindUser, ARN: aliceARN, Name: "alice", Account: member, UniqueID: "AIDAALICE",
			Tags: map[string]string{"team": "red"}, Groups: []string{devsARN},
			Inline: []Attachment{b.Attach("own", allowRead, "", 0)}, Boundary: limitARN,
		},
		{
			Kind: KindUser, ARN: bobARN, Name: "bob", Account: member,
			Attached: []string{awsReadARN}, Boundary: "arn:aws:iam::222222222222:policy/lost",
		},
		{
			Kind: KindGroup, ARN: devsARN, Name: "devs", Account: member,
			Inline: []Attachment{b.Attach("shared", allowAll, "", 0)}, Attached: []string{readARN},
		},
		{
			Kind: KindRole, ARN: appARN, Name: "app", Account: member, UniqueID: "AROAAPP", Trust: &trust,
			Tags: map[string]string{"team": "blue", "Team": "green"}, InstanceProfiles: []string{profileARN},
			Attached: []string{readARN},
		},
		{Kind: KindRole, ARN: adminARN, Name: "admin", Account: management, Trust: &trust},
		{Kind: KindUser, ARN: "arn:aws:iam::111111111111:user/app", Name: "app", Account: management},
	}
	b.Data().Policies = []Managed{
		{ARN: readARN, Attachment: b.Attach("read", allowRead, "", 0)},
		{ARN: limitARN, Attachment: b.Attach("limit", allowAll, "", 0)},
	}
}

func addWorldResources(b *Builder) {
	policy := func(text string) *Attachment { a := b.Attach("", text, "", 0); return &a }
	acl := []authz.ACLGrant{{Grantee: "canon3", Permission: "READ"}, {Grantee: "canon2", Permission: "FULL_CONTROL"}}
	b.Data().Resources = []Resource{
		{
			ARN: bucketARN, Type: TypeBucket, Name: "papers", Account: member, Region: "eu-west-1",
			Policy: policy(allowAll), PolicyRead: true, Tags: map[string]string{"kind": "paper"}, TagsRead: true,
			Bucket: &Bucket{
				Ownership: OwnershipEnforced, ACL: &[]authz.ACLGrant{},
				PublicAccessBlock: &authz.PublicAccessBlock{BlockPublicPolicy: true},
			},
		},
		{
			ARN: oldARN, Type: TypeBucket, Name: "old", Account: member, Region: "eu-west-1", PolicyRead: true,
			Bucket: &Bucket{Ownership: "ObjectWriter", ACL: &acl},
		},
		{
			ARN: pointARN, Type: TypeAccessPoint, Name: "door", Account: member, Region: "eu-west-1",
			Policy: policy(allowRead), PolicyRead: true, Underlying: bucketARN,
			Bucket: &Bucket{PublicAccessBlock: &authz.PublicAccessBlock{BlockPublicACLs: true, RestrictPublicBuckets: true}},
		},
		{
			ARN: keyARN, Type: TypeKey, Account: member, Region: "eu-west-1", KeyManager: "CUSTOMER",
			Policy: policy(allowAll), PolicyRead: true,
			Grants: []authz.Grant{{ID: "g", Grantee: appARN, Operations: []string{"Encrypt", "Decrypt"}}},
		},
		{
			ARN: awsKeyARN, Type: TypeKey, Account: member, Region: "eu-west-1", KeyManager: "AWS",
			Policy: policy(allowRead), PolicyRead: true,
		},
		{ARN: instanceARN, Type: TypeInstance, Account: member, Region: "eu-west-1", InstanceProfile: profileARN},
		{ARN: "arn:aws:ec2:eu-west-1:222222222222:instance/i-0bare", Type: TypeInstance, Account: member, Region: "eu-west-1"},
	}
}

// build freezes a builder and fails the test if that is refused.
func build(t testing.TB, b *Builder) *Snapshot {
	t.Helper()
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// worldWith builds the world after a change.
func worldWith(t testing.TB, change func(d *Data)) *Snapshot {
	t.Helper()
	b := world()
	if change != nil {
		change(b.Data())
	}
	return build(t, b)
}

func principal(t testing.TB, s *Snapshot, text string) authz.Principal {
	t.Helper()
	p, err := s.FindPrincipal(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
