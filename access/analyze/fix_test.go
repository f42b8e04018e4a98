package analyze_test

import (
	"fmt"
	"slices"
	"testing"

	"sightline/access/analyze"
	"sightline/iam/authz"
	"sightline/iam/policy"
)

const (
	owner   = "111122223333"
	sister  = "222233334444"
	partner = "444455556666"
)

func subject(kind, arn, text string) *analyze.Subject {
	return &analyze.Subject{ARN: arn, Type: kind, Account: owner, Policy: &authz.Policy{Name: "policy", Document: policy.Parse([]byte(text))}}
}

func organization() *analyze.Trust {
	return &analyze.Trust{Accounts: []string{owner, sister}, Organizations: []string{"o-exampleorgid"}}
}

// TestFixesKeepInsideAccess: each of these statements lets in outsiders and
// insiders alike, so that deleting it would take access from inside; the best
// fix ends the finding and takes nothing.
func TestFixesKeepInsideAccess(t *testing.T) {
	type row struct {
		name, kind, arn, statement string
		want                       analyze.ChangeKind
	}
	var rows []row
	for kind, arn := range map[string]string{
		"AWS::S3::Bucket":             "arn:aws:s3:::demo",
		"AWS::SQS::Queue":             "arn:aws:sqs:us-east-1:111122223333:q",
		"AWS::SNS::Topic":             "arn:aws:sns:us-east-1:111122223333:t",
		"AWS::KMS::Key":               "arn:aws:kms:us-east-1:111122223333:key/1a2b3c4d-5e6f-7a8b-9c0d-1a2b3c4d5e6f",
		"AWS::SecretsManager::Secret": "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-AbCdEf",
		"AWS::DynamoDB::Table":        "arn:aws:dynamodb:us-east-1:111122223333:table/t",
	} {
		action := map[string]string{
			"AWS::S3::Bucket": "s3:GetObject", "AWS::SQS::Queue": "sqs:SendMessage", "AWS::SNS::Topic": "sns:Publish",
			"AWS::KMS::Key": "kms:Decrypt", "AWS::SecretsManager::Secret": "secretsmanager:GetSecretValue", "AWS::DynamoDB::Table": "dynamodb:GetItem",
		}[kind]
		rest := fmt.Sprintf(`"Effect":"Allow","Action":%q,"Resource":"*"`, action)
		rows = append(rows,
			row{"everyone", kind, arn, `{` + rest + `,"Principal":"*"}`, analyze.AddCondition},
			row{"partner beside sister", kind, arn, `{` + rest + `,"Principal":{"AWS":["` + partner + `","` + sister + `"]}}`, analyze.AddCondition},
			row{"partner beside a service", kind, arn, `{` + rest + `,"Principal":{"AWS":"` + partner + `","Service":"cloudtrail.amazonaws.com"}}`, analyze.RemovePrincipal},
			row{"all but one", kind, arn, `{` + rest + `,"NotPrincipal":{"AWS":"555566667777"}}`, analyze.AddCondition},
		)
	}
	if len(rows) < 20 {
		t.Fatalf("%d findings, want 20", len(rows))
	}
	for _, r := range rows {
		t.Run(r.kind+"/"+r.name, func(t *testing.T) {
			s := subject(r.kind, r.arn, `{"Version":"2012-10-17","Statement":[`+r.statement+`]}`)
			found := analyze.External(s, organization())
			if len(found) != 1 {
				t.Fatalf("%d findings, want 1: %+v", len(found), found)
			}
			fixes := analyze.Fixes(s, organization(), &found[0])
			if len(fixes) == 0 {
				t.Fatal("no fix")
			}
			best := fixes[0]
			if best.Kind != r.want || len(best.Lost)+len(best.Unsure) != 0 {
				t.Errorf("best is %s, losing %v %v; want %s, losing nothing\n%s", best.Kind, best.Lost, best.Unsure, r.want, policy.Print(best.Document))
			}
			at := slices.IndexFunc(fixes, func(c analyze.Change) bool { return c.Kind == analyze.RemoveStatement })
			if at < 0 || len(fixes[at].Lost) == 0 {
				t.Errorf("removing the statement loses nothing: the case proves nothing")
			}
		})
	}
}

func TestFixOfARoleKeepsItsPolicy(t *testing.T) {
	s := subject("AWS::IAM::Role", "arn:aws:iam::111122223333:role/audit", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity"}]}`)
	found := analyze.External(s, organization())
	fixes := analyze.Fixes(s, organization(), &found[0])
	if len(fixes) == 0 || fixes[0].Kind != analyze.DenyStatement || fixes[0].Document == nil {
		t.Errorf("fixes: %+v", fixes)
	}
}
