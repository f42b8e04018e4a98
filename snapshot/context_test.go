package snapshot

import (
	"fmt"
	"strings"
	"testing"

	"sightline/iam/authz"
)

func shown(v authz.Value) string {
	switch {
	case v.State == authz.Absent:
		return "absent"
	case v.State == authz.Undetermined:
		return "undetermined"
	case v.Multi:
		return fmt.Sprint(v.Values)
	}
	return v.Values[0]
}

func TestContextFor(t *testing.T) {
	s := worldWith(t, nil)
	session := "arn:aws:sts::222222222222:assumed-role/app/nightly"
	tests := []struct{ name, who, resource, want string }{
		{"user", "alice", bucketARN, "aws:PrincipalArn=" + aliceARN + " aws:PrincipalAccount=222222222222 aws:PrincipalOrgID=o-1" +
			" aws:PrincipalOrgPaths=[o-1/r-1/ou-all/ou-dev/] aws:PrincipalType=User aws:username=alice aws:userid=AIDAALICE" +
			" aws:PrincipalIsAWSService=false aws:PrincipalTag/Team=red aws:PrincipalTag/other=absent"},
		{"user without a known id", "bob", "*", "aws:userid=undetermined aws:username=bob aws:PrincipalTag/team=absent"},
		{"role", "role/app", bucketARN, "aws:PrincipalArn=" + appARN + " aws:PrincipalType=AssumedRole aws:username=absent aws:userid=undetermined"},
		{"tags that differ by case", "role/app", bucketARN, "aws:PrincipalTag/team=undetermined"},
		{"session", session, bucketARN, "aws:PrincipalArn=" + appARN + " aws:userid=AROAAPP:nightly aws:PrincipalType=AssumedRole"},
		{"management account", "role/admin", "*", "aws:PrincipalOrgPaths=[o-1/r-1/]"},
		{"root", "222222222222/root", "*", "aws:PrincipalArn=arn:aws:iam::222222222222:root aws:PrincipalType=Account" +
			" aws:userid=222222222222 aws:username=absent aws:PrincipalTag/team=absent"},
		{"federated user", "arn:aws:sts::222222222222:federated-user/carol", "*", "aws:userid=222222222222:carol aws:PrincipalType=FederatedUser aws:PrincipalTag/x=undetermined"},
		{"account outside of organizations", "333333333333/root", "*", "aws:PrincipalOrgID=absent aws:PrincipalOrgPaths=absent"},
		{"anybody", "*", bucketARN, "aws:PrincipalArn=absent aws:PrincipalAccount=absent aws:PrincipalOrgID=absent aws:PrincipalOrgPaths=absent" +
			" aws:PrincipalType=Anonymous aws:PrincipalIsAWSService=absent aws:PrincipalTag/x=absent aws:username=absent aws:ResourceAccount=222222222222"},
		{"service", "ec2.amazonaws.com", appARN, "aws:PrincipalIsAWSService=true aws:PrincipalArn=absent aws:PrincipalAccount=absent aws:PrincipalType=undetermined"},
		{"resource", "alice", bucketARN, "aws:ResourceAccount=222222222222 aws:ResourceOrgID=o-1" +
			" aws:ResourceOrgPaths=[o-1/r-1/ou-all/ou-dev/] aws:ResourceTag/kind=paper aws:ResourceTag/x=absent"},
		{"object", "alice", bucketARN + "/k", "aws:ResourceAccount=222222222222 aws:ResourceTag/kind=undetermined"},
		{"resource whose tags nobody read", "alice", oldARN, "aws:ResourceTag/kind=undetermined"},
		{"role as resource", "alice", appARN, "aws:ResourceTag/team=undetermined aws:ResourceTag/x=absent"},
		{"no resource", "alice", "*", "aws:ResourceAccount=222222222222 aws:ResourceOrgID=o-1 aws:ResourceTag/x=absent"},
		{"unknown bucket", "alice", "arn:aws:s3:::elsewhere", "aws:ResourceAccount=undetermined aws:ResourceOrgID=undetermined aws:ResourceTag/x=undetermined"},
		{"bucket of an account outside", "alice", "arn:aws:kms:eu-west-1:333333333333:key/1", "aws:ResourceAccount=333333333333 aws:ResourceOrgID=absent"},
		{"account that is not there", "alice", "arn:aws:kms:eu-west-1:999999999999:key/1", "aws:ResourceAccount=999999999999 aws:ResourceOrgID=undetermined"},
		{"keys that nobody derives", "alice", bucketARN, "aws:SourceIp=undetermined"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx := authz.Context{Default: authz.Undetermined}
			s.ContextFor(principal(t, s, test.who), test.resource, &ctx)
			for _, pair := range strings.Fields(test.want) {
				key, want, _ := strings.Cut(pair, "=")
				if got := shown(ctx.Lookup(authz.FoldKey(key))); got != want {
					t.Errorf("%s is %s, want %s", key, got, want)
				}
			}
		})
	}
}

func TestContextForKeepsWhatIsGiven(t *testing.T) {
	s := worldWith(t, nil)
	given := authz.Context{}
	given.SetMulti("AWS:PrincipalOrgPaths", "mine")
	given.SetAbsent("aws:username")
	given.Set("aws:principaltag/TEAM", "mine")
	given.SetUndetermined("aws:ResourceAccount")
	given.SetPrefixDefault("aws:ResourceTag/", authz.Undetermined)
	s.ContextFor(principal(t, s, "alice"), bucketARN, &given)
	for key, want := range map[string]string{
		"aws:principalorgpaths": "[mine]", "aws:username": "absent", "aws:principaltag/team": "mine",
		"aws:resourceaccount": "undetermined", "aws:resourcetag/x": "undetermined", "aws:principalorgid": "o-1",
	} {
		if got := shown(given.Lookup(key)); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
}
