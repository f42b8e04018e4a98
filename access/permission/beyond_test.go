package permission_test

import (
	"fmt"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// A bucket policy that tells more parts apart than are asked one by one must
// not make an answer look certain of them, nor take long.
func TestTooManyPartsAreSaid(t *testing.T) {
	var b snapshot.Builder
	d, account := b.Data(), "111122223333"
	var patterns []string
	for i := range 200 {
		patterns = append(patterns, fmt.Sprintf("%q", fmt.Sprintf("arn:aws:s3:::box/*%d*/secret", i)))
	}
	deny := b.Attach("policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":[`+
		strings.Join(patterns, ",")+`]}]}`, "", 0)
	d.Sources = []snapshot.Source{{Name: "test", Kind: "aws"}}
	d.Accounts = []snapshot.Account{{ID: account, OrganizationKnown: true, Collected: []string{"AWS::IAM", snapshot.TypeBucket}}}
	d.Identities = []snapshot.Identity{{
		Kind: snapshot.KindUser, Name: "ann", Account: account, ARN: "arn:aws:iam::" + account + ":user/ann",
		Inline: []snapshot.Attachment{b.Attach("all", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`, "", 0)},
	}}
	d.Resources = []snapshot.Resource{{
		ARN: "arn:aws:s3:::box", Type: snapshot.TypeBucket, Account: account, PolicyRead: true, Policy: &deny,
		Bucket: &snapshot.Bucket{Ownership: snapshot.OwnershipEnforced},
	}}
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	k := permission.New(s, eval.New(), catalog.Embedded())
	p := s.PrincipalOf(s.Identity("arn:aws:iam::" + account + ":user/ann"))
	actions, err := permission.ParseActions("s3:GetObject")
	if err != nil {
		t.Fatal(err)
	}
	holders, err := k.Access(p, actions, "arn:aws:s3:::box", nil)
	if err != nil || len(holders) == 0 || !speaksOfMore(holders[0].Except) {
		t.Errorf("who-can: %+v, %v", holders, err)
	}
	grants, err := k.Grants(p, permission.Filter{Action: "s3:GetObject"}, nil)
	if err != nil || len(grants) == 0 || !speaksOfMore(grants[0].Except) {
		t.Errorf("what-can: %+v, %v", grants, err)
	}
}

func speaksOfMore(list []permission.Exception) bool {
	for _, e := range list {
		if e.Resource == "arn:aws:s3:::box/*" && len(e.Conditions) == 1 && strings.Contains(e.Conditions[0].Text, "too many") {
			return true
		}
	}
	return false
}
