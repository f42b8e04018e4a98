package finding

import (
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

func TestScopeOf(t *testing.T) {
	gap := func(g snapshot.Gap) func(*snapshot.Data) {
		return func(d *snapshot.Data) {
			g.Account, g.Reason = home, "AccessDenied"
			d.Gaps = append(d.Gaps, g)
		}
	}
	bucket := Finding{Candidate: reading()}
	other := Finding{Candidate: with(reading(), func(c *Candidate) { c.Resource = "arn:aws:s3:::deleted" })}
	throughPoint := Finding{Candidate: with(reading(), func(c *Candidate) {
		c.Sources = []Source{{Type: "S3_ACCESS_POINT", AccessPointARN: "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap"}}
	})}
	role := Finding{Candidate: Candidate{Type: TypeExternalAccess, Resource: roleARN, ResourceType: snapshot.TypeRole, Account: home}}
	lost := Finding{Candidate: Candidate{Type: TypeExternalAccess, Resource: roleARN + "2", ResourceType: snapshot.TypeRole, Account: home}}
	key := Finding{Candidate: Candidate{Type: TypeExternalAccess, Resource: "arn:aws:kms:eu-west-1:111122223333:key/1", ResourceType: snapshot.TypeKey, Account: home}}
	granted := Finding{Candidate: with(key.Candidate, func(c *Candidate) { c.Evidence = []Evidence{{Layer: "grant", Policy: "grant 1"}} })}
	withoutGrants := func(d *snapshot.Data) {
		d.Resources = append(d.Resources, snapshot.Resource{ARN: key.Resource, Type: key.ResourceType, Account: home, Region: "eu-west-1", PolicyRead: true})
		d.NotCollected = append(d.NotCollected, snapshot.NotCollected{What: snapshot.MissingGrants, Source: "x"})
	}
	listed := Finding{Candidate: with(reading(), func(c *Candidate) { c.Sources = append(c.Sources, Source{Type: "BUCKET_ACL"}) })}
	withoutLists := func(d *snapshot.Data) {
		d.Resources[0].Bucket.ACL = nil
		d.NotCollected = append(d.NotCollected, snapshot.NotCollected{What: snapshot.MissingACLs, Source: "x"})
	}
	queue := Finding{Candidate: Candidate{Type: TypeExternalAccess, Resource: "arn:aws:sqs:eu-west-1:111122223333:q", ResourceType: "AWS::SQS::Queue", Account: home}}
	shared := Finding{Candidate: Candidate{Type: TypeExternalAccess, Resource: "arn:aws:ec2:eu-west-1::snapshot/snap-1", ResourceType: snapshot.TypeVolumeSnapshot, Account: home}}
	sharedWith := func(read bool) func(*snapshot.Data) {
		return func(d *snapshot.Data) {
			d.Resources = append(d.Resources, snapshot.Resource{ARN: shared.Resource, Type: shared.ResourceType, Account: home, Region: "eu-west-1", SharingRead: read})
		}
	}
	throughRegions := Finding{Candidate: with(reading(), func(c *Candidate) {
		c.Sources = []Source{{Type: "S3_ACCESS_POINT", AccessPointARN: "arn:aws:s3::111122223333:accesspoint/ap.mrap"}}
	})}
	inside := Finding{Candidate: with(reading(), func(c *Candidate) {
		c.Type, c.Principal = TypeInternalAccess, map[string]string{"AWS": roleARN}
		c.Internal = &Internal{PrincipalOwnerAccount: home}
	})}
	for _, c := range []struct {
		sentence string
		finding  Finding
		change   func(*snapshot.Data)
		want     Coverage
		reason   string
	}{
		{"a bucket that was read is judged", bucket, nil, Judged, ""},
		{"not if its policy was refused", bucket, gap(snapshot.Gap{Call: "s3:GetBucketPolicy", Subject: bucketARN, Layer: authz.LayerResource}), Unjudged, "s3:GetBucketPolicy on " + bucketARN},
		{"not if its list was refused", bucket, gap(snapshot.Gap{Call: "s3:GetBucketAcl", Subject: bucketARN, Layer: authz.LayerACL}), Unjudged, "s3:GetBucketAcl"},
		{"not if nothing of the account was read", bucket, gap(snapshot.Gap{Call: "sts:AssumeRole"}), Unjudged, "sts:AssumeRole"},
		{"not if the account's public access block was refused", bucket, gap(snapshot.Gap{Call: "s3:GetAccountPublicAccessBlock", Type: snapshot.TypeAccount, Layer: authz.LayerPublicAccessBlock}), Unjudged, "s3:GetAccountPublicAccessBlock"},
		{"but if another bucket's was refused", bucket, gap(snapshot.Gap{Call: "s3:GetBucketPolicy", Subject: "arn:aws:s3:::other", Layer: authz.LayerResource}), Judged, ""},
		{"but if keys were refused", bucket, gap(snapshot.Gap{Call: "kms:ListKeys", Type: snapshot.TypeKey, Layer: authz.LayerResource}), Judged, ""},
		{"but if policies that only deny were refused", bucket, gap(snapshot.Gap{Call: "organizations:DescribePolicy", Layer: authz.LayerRCP}), Judged, ""},
		{"but if identities were refused", bucket, gap(snapshot.Gap{Call: "iam:GetAccountAuthorizationDetails", Layer: authz.LayerIdentity, Type: "AWS::IAM"}), Judged, ""},
		{"not if nobody looked for its policy", bucket, func(d *snapshot.Data) { d.Resources[0].PolicyRead = false; d.Resources[0].Policy = nil }, Unjudged, "policy was not read"},
		{"not if the policy has no text", bucket, func(d *snapshot.Data) { d.Resources[0].Policy = &snapshot.Attachment{Name: "x"} }, Unjudged, "text"},
		{"not if nobody looked at its list", bucket, func(d *snapshot.Data) { d.Resources[0].Bucket.ACL = nil }, Unjudged, "access control list"},

		{"but if the source holds no lists", bucket, withoutLists, Judged, ""},
		{"not if the access came from a list", listed, withoutLists, Unjudged, "access control list"},
		{"and if the list was refused, neither", bucket, func(d *snapshot.Data) {
			withoutLists(d)
			gap(snapshot.Gap{Call: "s3:GetBucketAcl", Subject: bucketARN, Layer: authz.LayerACL})(d)
		}, Unjudged, "s3:GetBucketAcl"},

		{"a key whose policy gave access is judged without grants", key, withoutGrants, Judged, ""},
		{"not if a grant gave it", granted, withoutGrants, Unjudged, "grants were not read"},
		{"not if grants were refused", key, func(d *snapshot.Data) {
			withoutGrants(d)
			gap(snapshot.Gap{Call: "kms:ListGrants", Subject: key.Resource, Layer: authz.LayerGrant})(d)
		}, Unjudged, "kms:ListGrants"},

		{"access through an access point needs the access points", throughPoint, nil, Unjudged, "access points of account"},
		{"and is judged where they were read", throughPoint, func(d *snapshot.Data) {
			d.Accounts[0].Collected = append(d.Accounts[0].Collected, snapshot.TypeAccessPoint)
		}, Judged, ""},
		{"and not if they were refused", throughPoint, func(d *snapshot.Data) {
			d.Accounts[0].Collected = append(d.Accounts[0].Collected, snapshot.TypeAccessPoint)
			gap(snapshot.Gap{Call: "s3:ListAccessPoints", Type: snapshot.TypeAccessPoint, Layer: authz.LayerResource})(d)
		}, Unjudged, "s3:ListAccessPoints"},

		{"access points of several Regions are a type of their own", throughRegions, func(d *snapshot.Data) {
			d.Accounts[0].Collected = append(d.Accounts[0].Collected, snapshot.TypeAccessPoint)
		}, Unjudged, "access points of account"},
		{"and are judged where they were read", throughRegions, func(d *snapshot.Data) {
			d.Accounts[0].Collected = append(d.Accounts[0].Collected, snapshot.TypeMultiRegionAccessPoint)
		}, Judged, ""},
		{"a snapshot is judged by its sharing", shared, sharedWith(true), Judged, ""},
		{"and not if nobody looked at it", shared, sharedWith(false), Unjudged, "with whom it is shared"},

		{"a bucket that is not there any more is gone", other, nil, Gone, ""},
		{"not if buckets were not listed", other, gap(snapshot.Gap{Call: "s3:ListAllMyBuckets", Type: snapshot.TypeBucket}), Unjudged, "s3:ListAllMyBuckets"},
		{"not if the account was not read", other, func(d *snapshot.Data) { d.Accounts = d.Accounts[1:]; d.Resources, d.Identities = nil, nil }, Unjudged, "account 111122223333 was not read"},
		{"not if buckets were not collected there", other, func(d *snapshot.Data) { d.Accounts[0].Collected = []string{"AWS::IAM"} }, Unjudged, "AWS::S3::Bucket were not read"},
		{"a bucket is gone whatever Regions were read", other, func(d *snapshot.Data) { d.Accounts[0].Regions = []string{"us-east-1"} }, Gone, ""},
		{"a key that is not there is gone", key, nil, Gone, ""},
		{"not if its Region was not read", key, func(d *snapshot.Data) { d.Accounts[0].Regions = []string{"us-east-1"} }, Unjudged, "Region eu-west-1 was not read"},
		{"not if keys of its Region were refused", key, gap(snapshot.Gap{Call: "kms:ListKeys", Type: snapshot.TypeKey, Region: "eu-west-1", Layer: authz.LayerResource}), Unjudged, "kms:ListKeys"},
		{"but if keys of another Region were", key, gap(snapshot.Gap{Call: "kms:ListKeys", Type: snapshot.TypeKey, Region: "us-east-1", Layer: authz.LayerResource}), Gone, ""},
		{"a queue is not gone where nobody reads queues", queue, nil, Unjudged, "AWS::SQS::Queue were not read"},

		{"a role has nothing to do with public access blocks", role, gap(snapshot.Gap{Call: "s3:GetAccountPublicAccessBlock", Type: snapshot.TypeAccount, Layer: authz.LayerPublicAccessBlock}), Judged, ""},
		{"a role that was read is judged", role, nil, Judged, ""},
		{"not if its trust policy was not", role, func(d *snapshot.Data) { d.Identities[0].Trust = nil }, Unjudged, "trust policy was not read"},
		{"not if identities were refused", role, gap(snapshot.Gap{Call: "iam:GetAccountAuthorizationDetails", Type: "AWS::IAM", Layer: authz.LayerIdentity}), Unjudged, "iam:GetAccountAuthorizationDetails"},
		{"a role that is not there is gone", lost, nil, Gone, ""},
		{"not if identities were not collected", lost, func(d *snapshot.Data) { d.Accounts[0].Collected = []string{snapshot.TypeBucket} }, Unjudged, "roles of account"},
		{"not if the source holds no roles", lost, func(d *snapshot.Data) {
			d.NotCollected = append(d.NotCollected, snapshot.NotCollected{What: snapshot.MissingRoles, Source: "x"})
		}, Unjudged, "roles of account"},

		{"internal access is judged where both sides were read", inside, nil, Judged, ""},
		{"not if the principal's policies were refused", inside, gap(snapshot.Gap{Call: "iam:GetRolePolicy", Subject: roleARN, Layer: authz.LayerIdentity}), Unjudged, "iam:GetRolePolicy"},
	} {
		j := ScopeOf(build(t, c.change), nil)(&c.finding)
		words := j.Reason
		if j.Coverage == Unjudged {
			words = j.staleness().Reason
		}
		if j.Coverage != c.want || !strings.Contains(words, c.reason) {
			t.Errorf("%s: %d %q", c.sentence, j.Coverage, words)
		}
	}
	own := map[string]Judgement{bucketARN: {Reason: "the work cap was reached"}}
	if j := ScopeOf(build(t, nil), own)(&bucket); j.Coverage != Unjudged || j.Reason != own[bucketARN].Reason {
		t.Errorf("what the analysis says does not count: %+v", j)
	}
}

func TestWatchedBy(t *testing.T) {
	f := Finding{Candidate: reading()}
	service := Finding{Candidate: with(reading(), func(c *Candidate) { c.Type = TypeServicePrincipalAccess })}
	tagged := func(d *snapshot.Data) {
		d.Resources[0].Tags = map[string]string{"team": "red"}
		d.Resources[0].TagsRead = true
	}
	for _, c := range []struct {
		sentence string
		analyzer Analyzer
		finding  Finding
		want     string
	}{
		{"what is watched is for the scope to judge", Analyzer{}, f, ""},
		{"an excluded account is left out", Analyzer{Exclude: []Exclusion{{Account: home}}}, f, "excludes"},
		{"an excluded tag is left out", Analyzer{Exclude: []Exclusion{{TagKey: "team", TagValue: "red"}}}, f, "excludes"},
		{"another tag is not", Analyzer{Exclude: []Exclusion{{TagKey: "team", TagValue: "blue"}}}, f, ""},
		{"what is not included is left out", Analyzer{Include: []Inclusion{{Accounts: []string{member}}}}, f, "does not watch"},
		{"service principals are left out", Analyzer{}, service, "service principals"},
		{"unless they are asked for", Analyzer{ServicePrincipals: true}, service, ""},
	} {
		j := refused().WatchedBy(&c.analyzer, build(t, tagged))(&c.finding)
		if (j.Coverage == Judged) != (c.want != "") || !strings.Contains(j.Reason, c.want) {
			t.Errorf("%s: %+v", c.sentence, j)
		}
	}
}
