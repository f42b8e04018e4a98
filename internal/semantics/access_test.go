package semantics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// The accounts of the tables: 222… and 333… are of one organization.
const (
	queue     = "arn:aws:sqs:eu-west-1:222233334444:orders"
	clerk     = "arn:aws:iam::222233334444:user/clerk"
	courier   = "arn:aws:iam::333344445555:role/courier"
	mayAsk    = `{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"%s}`
	admits333 = `{"Effect": "Allow", "Principal": {"AWS": "333344445555"}, "Action": "sqs:SendMessage", "Resource": "*"}`
)

// accessCases are single facts about findings of external and internal access,
// by the name that the pages give them. access/analyze has the tables behind
// them.
func accessCases() []findingCase {
	if1 := `, "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}`
	unless2 := `{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-%d"}}}`
	tests := []struct {
		name         string
		clerk, guest string // identity policies
		queue        string
		change       func(*snapshot.Data)
		want         string
	}{
		{name: "inside-own-policy-is-enough", clerk: mayAskIf(""), want: "clerk INTRA_ACCOUNT"},
		{name: "inside-across-accounts-both-sides", guest: mayAskIf(""), queue: admits333, want: "courier INTRA_ORG"},
		{name: "inside-across-accounts-one-side-is-not-enough", guest: mayAskIf("")},
		{name: "inside-condition-of-an-allow", clerk: mayAskIf(if1), want: "clerk INTRA_ACCOUNT aws:SourceVpce=vpce-1"},
		{name: "inside-condition-of-a-deny", clerk: mayAskIf("") + "," + fmt.Sprintf(unless2, 1), want: "clerk INTRA_ACCOUNT aws:SourceVpce=vpce-1"},
		{name: "inside-conditions-that-exclude-each-other", clerk: mayAskIf(if1) + "," + fmt.Sprintf(unless2, 2)},
		{name: "inside-unread-principal-is-an-error", clerk: mayAskIf(""), want: "clerk INTRA_ACCOUNT ACCESS_DENIED", change: func(d *snapshot.Data) {
			d.Gaps = []snapshot.Gap{{Account: "222233334444", Call: "iam:ListUserPolicies", Reason: "AccessDenied", Layer: authz.LayerIdentity, Subject: clerk}}
		}},
		{name: "inside-what-nobody-collects-is-no-candidate", clerk: mayAskIf(""), change: func(d *snapshot.Data) { d.Resources[0].PolicyRead = false }},
	}
	var out []findingCase
	for _, c := range tests {
		out = append(out, findingCase{c.name, func() bool { return insiders(c.clerk, c.guest, c.queue, c.change) == c.want }})
	}
	return append(
		out,
		findingCase{"outside-service-without-guard", services("", "s3.amazonaws.com")},
		findingCase{"outside-service-with-the-account", services(`, "Condition": {"StringEquals": {"aws:SourceAccount": "222233334444"}}`, "")},
		findingCase{"outside-service-for-a-bucket-of-nobody-knows-whom", services(`, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::demo"}}`, "s3.amazonaws.com")},
	)
}

func mayAskIf(more string) string { return fmt.Sprintf(mayAsk, more) }

// insiders describes what an analyzer of internal access says of the queue.
func insiders(clerks, guests, resource string, change func(*snapshot.Data)) string {
	b := &snapshot.Builder{}
	d := b.Data()
	d.TakenAt = time.Unix(0, 0)
	d.Organizations = []snapshot.Organization{{ID: "o-example1", ManagementAccount: "222233334444", Root: "r-1"}}
	for _, id := range []string{"222233334444", "333344445555"} {
		d.Accounts = append(d.Accounts, snapshot.Account{ID: id, Organization: "o-example1", Parent: "r-1", Collected: []string{"AWS::IAM", "AWS::SQS::Queue"}})
	}
	document := func(text string) snapshot.Attachment {
		return b.Attach("policy", `{"Version": "2012-10-17", "Statement": [`+text+`]}`, "", 0)
	}
	trust := document(`{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}`)
	d.Identities = []snapshot.Identity{
		{Kind: snapshot.KindUser, ARN: clerk, Name: "clerk", Account: "222233334444", Inline: []snapshot.Attachment{document(clerks)}},
		{Kind: snapshot.KindRole, ARN: courier, Name: "courier", Account: "333344445555", Trust: &trust, Inline: []snapshot.Attachment{document(guests)}},
	}
	d.Resources = []snapshot.Resource{{ARN: queue, Type: "AWS::SQS::Queue", Account: "222233334444", Region: "eu-west-1", PolicyRead: true, TagsRead: true}}
	if resource != "" {
		a := document(resource)
		d.Resources[0].Policy = &a
	}
	if change != nil {
		change(d)
	}
	return said(b)
}

func said(b *snapshot.Builder) string {
	s, err := b.Build()
	if err != nil {
		return err.Error()
	}
	a, err := finding.New(finding.Analyzer{
		Name: "inside", Kind: finding.KindInternal, Zone: finding.Zone{Kind: finding.ZoneOrganization}, Include: []finding.Inclusion{{Resources: []string{queue}}},
	}, time.Unix(0, 0))
	if err != nil {
		return err.Error()
	}
	r, err := analyze.Inside(s, &a)
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, c := range r.Candidates {
		who := c.Principal["AWS"]
		words := []string{who[strings.LastIndexByte(who, '/')+1:], c.Internal.AccessType}
		for key, value := range c.Condition {
			words = append(words, key+"="+value)
		}
		if c.Error != "" {
			words = append(words, c.Error)
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, ", ")
}

// services tells whether the named service, or none, is reported for a topic
// that lets S3 publish.
func services(condition, want string) func() bool {
	return func() bool {
		text := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sns:Publish", "Resource": "*"` + condition + `}]}`
		s := &analyze.Subject{ARN: "arn:aws:sns:eu-west-1:222233334444:t", Type: "AWS::SNS::Topic", Account: "222233334444", Policy: &authz.Policy{Document: policy.Parse([]byte(text))}}
		var got []string
		for _, a := range analyze.External(s, &analyze.Trust{Accounts: []string{"222233334444"}, Services: true}) {
			got = append(got, a.Principal)
		}
		return strings.Join(got, " ") == want
	}
}

func TestAccess(t *testing.T) {
	names := make(map[string]bool)
	for _, c := range accessCases() {
		if names[c.name] {
			t.Errorf("%s stands there twice", c.name)
		}
		names[c.name] = true
		if !c.holds() {
			t.Errorf("%s does not hold", c.name)
		}
	}
}
