package reach

import (
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A cluster whose description was refused may run as any role: nothing is
// found, and the answer says why it is not complete.
func TestFromAResourceWhoseRoleWasNotRead(t *testing.T) {
	const cluster = "arn:aws:eks:eu-west-1:111122223333:cluster/c"
	var b snapshot.Builder
	d := b.Data()
	d.Accounts = []snapshot.Account{{ID: "111122223333", OrganizationKnown: true, Collected: []string{"AWS::IAM", "AWS::EKS::Cluster"}}}
	d.Resources = []snapshot.Resource{{ARN: cluster, Type: "AWS::EKS::Cluster", Account: "111122223333", Region: "eu-west-1", PolicyRead: true}}
	d.Gaps = []snapshot.Gap{{
		Account: "111122223333", Region: "eu-west-1", Call: "eks:DescribeCluster", Layer: authz.LayerIdentity,
		Subject: cluster, Type: "AWS::EKS::Cluster", Reason: "refused",
	}}
	answer, err := From(askerOf(t, &b), cluster, "", Options{})
	if err != nil || !answer.Incomplete || len(answer.Gaps) != 1 || len(answer.Paths) != 0 {
		t.Fatalf("%+v, %v", answer, err)
	}
}
