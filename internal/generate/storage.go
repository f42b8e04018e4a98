package generate

import (
	"fmt"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// bucket makes a bucket: mostly closed and without a policy, one in five with
// one, one in a hundred public by its policy, one in two hundred by its list.
func (a *account) bucket(r *snapshot.Resource, team string, i int) {
	prefix := team
	p := a.rand.IntN(1000)
	switch {
	case p < 10:
		prefix = "public-" + team
	case p < 40:
		prefix = "backup-" + team
	case p < 60:
		prefix = "config-" + team
	}
	r.Name = fmt.Sprintf("%s-%d-%d", prefix, a.number, i)
	r.ARN = "arn:aws:s3:::" + r.Name
	owner := a.b.Data().Accounts[len(a.b.Data().Accounts)-1].CanonicalID
	acl := []authz.ACLGrant{{Grantee: owner, Permission: "FULL_CONTROL"}}
	r.Bucket = &snapshot.Bucket{
		Ownership: "BucketOwnerEnforced", ACL: &acl,
		PublicAccessBlock: &authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true},
	}
	objects := list(r.ARN + "/*")
	switch {
	case p < 10:
		r.Bucket.PublicAccessBlock = nil
		a.policy(r, allow(list("s3:GetObject"), objects).by("*").called("PublicRead"))
	case p >= 60 && p < 65:
		r.Bucket.PublicAccessBlock, r.Bucket.Ownership = nil, "ObjectWriter"
		acl = append(acl, authz.ACLGrant{Grantee: authz.GranteeAllUsers, Permission: "READ"})
	case p >= 800:
		a.policy(r, a.bucketStatements(r, objects, team)...)
	}
}

func (a *account) bucketStatements(r *snapshot.Resource, objects []string, team string) []statement {
	both := append(list(r.ARN), objects...)
	tls := deny(list("s3:*"), both, one("Bool", "aws:SecureTransport", "false")).by("*").called("OnlyTLS")
	switch a.rand.IntN(6) {
	case 0:
		return []statement{allow(list("s3:GetObject", "s3:ListBucket"), both).by("*").when(one("StringEquals", "aws:PrincipalOrgID", organizationID)), tls}
	case 1:
		return []statement{allow(list("s3:GetObject"), objects).by(awsPrincipal(roleARN(a.neighbour(), "etl-out"))), tls}
	case 2:
		return []statement{allow(list("s3:PutObject"), objects).by(service("logging.s3")).when(one("StringEquals", "aws:SourceAccount", a.id))}
	case 3:
		return []statement{allow(list("s3:PutObject"), objects).by(awsPrincipal(rootARN(outsider))).called("Partner")}
	case 4:
		return []statement{deny(list("s3:PutObject"), objects, one("Null", "s3:x-amz-server-side-encryption", "true")).by("*"), tls}
	default:
		return []statement{deny(list("s3:*"), both, condition{
			"StringNotEquals": {"aws:PrincipalTag/team": team},
			"ArnNotLike":      {"aws:PrincipalArn": a.roleARN("SightlineReader")},
		}).by("*")}
	}
}

// key makes a KMS key: mostly with the default key policy, the same text for
// all keys of the account.
func (a *account) key(r *snapshot.Resource, team string, i int) {
	id := a.hexID(32)
	r.ARN = a.arn("kms", r.Region, "key/"+id[:8]+"-"+id[8:12]+"-"+id[12:16]+"-"+id[16:20]+"-"+id[20:])
	r.Name, r.KeyManager = fmt.Sprintf("alias/%s-%d", team, i), "CUSTOMER"
	delegate := allow(list("kms:*"), everything).by(awsPrincipal(rootARN(a.id))).called("EnableIAMPolicies")
	switch {
	case a.chance(80):
		a.policy(r, delegate)
	case a.chance(50):
		a.policy(r, delegate, allow(list("kms:Decrypt", "kms:DescribeKey"), everything).by(awsPrincipal(rootARN(a.neighbour()))))
	default:
		a.policy(r, allow(list("kms:*"), everything).by(awsPrincipal(a.roleARN("backup-operator"))))
	}
	if len(a.functionRoles) > 0 && a.chance(20) {
		r.Grants = []authz.Grant{{
			ID: a.hexID(32), Grantee: a.roleARN(a.functionRoles[a.popular(len(a.functionRoles))]),
			Operations: []string{"Decrypt", "GenerateDataKey"},
		}}
	}
}
