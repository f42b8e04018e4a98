package answer_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/snapshot"
)

const (
	labels = "arn:aws:s3:::kestrel-shipping-labels"
	key    = "arn:aws:kms:eu-west-1:222233334444:key/1f9e6b2a-4c7d-4e8f-b1a3-6d5c0e9f7a11"
)

func sampleAsker(t *testing.T) *permission.Asker {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.NewWith(authz.DefaultFacts()), catalog.Embedded())
}

// TestMalformed: a question's form is wrong whatever exists, and the error
// begins with the parameter.
func TestMalformed(t *testing.T) {
	can := func(x answer.CanText) error { _, err := answer.ReadCan(x); return err }
	for _, c := range []struct {
		parameter string
		err       error
	}{
		{"action", can(answer.CanText{Principal: "a", Action: "GetObject"})},
		{"action", can(answer.CanText{Principal: "a", Action: "s3:*"})},
		{"resource", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "b"})},
		{"resource", can(answer.CanText{Principal: "a", Action: "s3:GetObject"})},
		{"context", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "*", Context: []string{"x"}})},
		{"context", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "*", Context: []string{"x=1"}})},
		{"context", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "*", Context: []string{""}})},
		{"absent", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "*", Absent: []string{""}})},
		{"absent", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "*", Absent: []string{"x"}})},
		{"absent", can(answer.CanText{Principal: "a", Action: "s3:GetObject", Resource: "*", Context: []string{"aws:X=1"}, Absent: []string{"AWS:x"}})},
	} {
		var q *answer.QuestionError
		if !errors.As(c.err, &q) || q.Parameter != c.parameter || !strings.HasPrefix(q.Error(), c.parameter) {
			t.Errorf("%v, want an error about %s", c.err, c.parameter)
		}
	}
}

func TestContext(t *testing.T) {
	ctx, err := answer.Context([]string{"aws:SourceIp=1.2.3.4", "aws:CalledVia=a=b", "x:Y=1", "X:y=2"}, []string{"aws:SourceVpc"})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]authz.State{"aws:SourceIp": authz.Present, "x:Y": authz.Present, "aws:SourceVpc": authz.Absent, "aws:Other": authz.Undetermined} {
		if got := ctx.Lookup(authz.FoldKey(key)).State; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if v := ctx.Lookup("x:y"); len(v.Values) != 2 {
		t.Errorf("a key given twice has %v", v.Values)
	}
}

func TestUnknownNames(t *testing.T) {
	k := sampleAsker(t)
	ask := func(x answer.CanText) error {
		q, err := answer.ReadCan(x)
		if err == nil {
			_, err = q.Ask(k)
		}
		return err
	}
	var principal *snapshot.UnknownPrincipalError
	if err := ask(answer.CanText{Principal: "nobody", Action: "s3:GetObject", Resource: "*"}); !errors.As(err, &principal) {
		t.Errorf("%v", err)
	}
	var resource *answer.UnknownResourceError
	if err := ask(answer.CanText{Principal: "alice", Action: "s3:GetObject", Resource: labels[:len(labels)-1]}); !errors.As(err, &resource) || len(resource.Near) == 0 {
		t.Errorf("%v", err)
	}
	for action, name := range map[string]string{
		"iam:CreateUser": "arn:aws:iam::222233334444:user/new", "s3:CreateBucket": "arn:aws:s3:::new-bucket-of-ours",
		"sqs:CreateQueue": "arn:aws:sqs:eu-west-1:222233334444:new", "lambda:CreateFunction": "arn:aws:lambda:eu-west-1:222233334444:function:new",
	} {
		if err := ask(answer.CanText{Principal: "alice", Action: action, Resource: name}); err != nil {
			t.Errorf("what %s makes need not be there: %v", action, err)
		}
	}
	for action, name := range map[string]string{"iam:CreateAccessKey": "arn:aws:iam::222233334444:user/new", "s3:PutObject": "arn:aws:s3:::new-bucket-of-ours/key"} {
		if err := ask(answer.CanText{Principal: "alice", Action: action, Resource: name}); !errors.As(err, &resource) {
			t.Errorf("%s of what is not there: %v", action, err)
		}
	}
	var question *answer.QuestionError
	for _, x := range []answer.CanText{
		{Principal: "alice", Action: "s3:GetObject", Resource: "*", Session: "x"}, {Principal: "payments-reader", Action: "s3:GetObject", Resource: "*", Session: "a b"},
	} {
		if err := ask(x); !errors.As(err, &question) || question.Parameter != "session" {
			t.Errorf("%v", err)
		}
	}
	if answer.KnownAction(k, "s3:GetObjekt") || !answer.KnownAction(k, "s3:Get*") || !answer.KnownAction(k, "read") {
		t.Error("known actions")
	}
}

// TestGapsMakeAnswersIncomplete: what was not read is in every answer that
// hangs on it, and lists are never null.
func TestGapsMakeAnswersIncomplete(t *testing.T) {
	k := sampleAsker(t)
	who, err := answer.ReadWhoCan("kms:Decrypt", key, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := who.Ask(k)
	if err != nil || !list.Incomplete || len(list.Gaps) != 1 || list.Gaps[0].MissingAction != "kms:GetKeyPolicy" || !who.Fits(k) {
		t.Errorf("%+v, %v", list, err)
	}
	whole, err := answer.ReadWhoCan("s3:GetObject", labels, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	public, err := whole.Ask(k)
	if err != nil || public.Incomplete {
		t.Errorf("%+v, %v", public, err)
	}
	what, err := answer.ReadWhatCan(answer.WhatCanText{Principal: "alice", Filter: permission.Filter{Service: "sagemaker"}})
	if err != nil {
		t.Fatal(err)
	}
	grants, err := what.Ask(k)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := answer.AskReach(k, reach.New(k, reach.Options{}), "alice", labels)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []any{list, public, grants, paths} {
		text, err := json.Marshal(one)
		if err != nil || strings.Contains(string(text), `"gaps":null`) || strings.Contains(string(text), `"notCollected":null`) || strings.Contains(string(text), `"grants":null`) {
			t.Errorf("%s, %v", text, err)
		}
	}
}
