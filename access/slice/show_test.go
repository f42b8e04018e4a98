package slice_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"sightline/access/slice"
)

func TestShow(t *testing.T) {
	x := sampleExplorer(t)
	for _, r := range []slice.Request{
		{Principal: "alice", Action: "sts:AssumeRole", Resource: "arn:aws:iam::222233334444:role/payments-reader"},
		{Principal: "dana", Action: "sts:AssumeRole", Resource: "arn:aws:iam::222233334444:role/payments-reader"},
		{Principal: "arn:aws:iam::444455556666:role/ci-deploy", Action: "sts:AssumeRole", Resource: "arn:aws:iam::222233334444:role/deploy"},
		{Principal: "alice", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::kestrel-backups-eu/db.dump"},
		{Principal: "role/bastion-admin", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::kestrel-backups-eu/db.dump"},
		{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::kestrel-web-preview/index.html"},
		{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::kestrel-shipping-labels/x.pdf"},
		{Principal: "*", Action: "s3:ListBucket", Resource: "arn:aws:s3:::kestrel-press-kit"},
		{Principal: "role/payments-app", Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:222233334444:key/1f9e6b2a-4c7d-4e8f-b1a3-6d5c0e9f7a11"},
		{Principal: "role/bastion-admin", Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:222233334444:key/2e8d7c3b-5a6f-4b9e-8c2d-7f1a0b4e6d22"},
		{Principal: "role/payments-reader", Action: "secretsmanager:GetSecretValue", Resource: "arn:aws:secretsmanager:eu-west-1:222233334444:secret:prod/payments/api-key-a41c9D"},
		{Principal: "123456789012", Action: "sts:AssumeRole", Resource: "arn:aws:iam::444455556666:role/contractor-audit"},
		{Principal: "arn:aws:iam::123456789012:root", Action: "sts:AssumeRole", Resource: "arn:aws:iam::444455556666:role/contractor-audit"},
		{Principal: "role/data-pipeline", Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:222233334444:key/2e8d7c3b-5a6f-4b9e-8c2d-7f1a0b4e6d22"},
	} {
		e, err := slice.Explain(x.Asker(), r)
		if err != nil {
			t.Log(err)
			continue
		}
		fmt.Println("\n##", e.Sentence)
		for _, l := range e.Layers {
			fmt.Printf("   %-28s %-10s %s\n", l.Title, l.State, l.Sentence)
		}
		for _, c := range e.Conditions {
			fmt.Println("   cond", c)
		}
		for _, c := range e.Changes {
			fmt.Println("   change", c)
		}
		for _, c := range e.Statements {
			fmt.Println("   stmt", c.Layer, c.Policy, c.Statement, c.File, c.Line, c.FirstLine, c.FromLine, c.ToLine, len(c.Text))
		}
		out, _ := json.Marshal(e.Example.Context)
		fmt.Println("   ", string(out))
	}
}
