package analyze_test

import (
	"strings"
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/snapshot"
)

func queueOnly() finding.Inclusion { return finding.Inclusion{Resources: []string{queueARN}} }

// scopeOf asks what was judged of a finding about somebody on the queue.
func scopeOf(r *analyze.Result, principal, account string) finding.Judgement {
	f := &finding.Finding{Candidate: finding.Candidate{
		Type: finding.TypeInternalAccess, Resource: queueARN, ResourceType: "AWS::SQS::Queue", Account: owner,
		Principal: map[string]string{"AWS": principal}, Internal: &finding.Internal{PrincipalOwnerAccount: account},
	}}
	return r.Scope(f)
}

// A principal whose policies were refused is an error of that principal alone:
// others are judged, and nothing is resolved that concerns it.
func TestInsideUnreadPrincipal(t *testing.T) {
	v := village{own: map[string]string{annARN: st(sendAllow), bobARN: st(sendAllow)}, change: func(d *snapshot.Data) {
		d.Identities[1].Inline = nil
		d.Gaps = []snapshot.Gap{{Account: owner, Call: "iam:ListUserPolicies", Reason: "AccessDenied", Layer: authz.LayerIdentity, Subject: bobARN}}
	}}
	r := insideOf(t, v.build(t), "organization", queueOnly())
	want := []string{"ann: sqs:SendMessage", "bob: ACCESS_DENIED (iam:ListUserPolicies on " + bobARN + " in account " + owner + ": AccessDenied)"}
	if got := lines(&r); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, c := range r.Candidates {
		if d := c.Internal; d == nil || d.PrincipalOwnerAccount != owner || d.PrincipalType != "IAM_USER" || d.AccessType != "INTRA_ACCOUNT" {
			t.Errorf("details %+v", d)
		}
	}
	if j := scopeOf(&r, bobARN, owner); j.Coverage != finding.Unjudged || !strings.Contains(j.Reason, "ListUserPolicies") {
		t.Errorf("bob: %+v", j)
	}
	for _, who := range []string{annARN, appARN, "arn:aws:iam::" + owner + ":user/gone"} {
		if j := scopeOf(&r, who, owner); j.Coverage != finding.Judged {
			t.Errorf("%s: %+v", who, j)
		}
	}
}

// Identities that nobody could list may be anybody: one error stands for them
// where they may get in.
func TestInsideHiddenIdentities(t *testing.T) {
	v := village{own: map[string]string{annARN: st(sendAllow)}, change: func(d *snapshot.Data) {
		d.Identities = append(d.Identities[:3:3], d.Identities[4:]...) // far is not known
		d.Gaps = []snapshot.Gap{{Account: sister, Call: "iam:GetAccountAuthorizationDetails", Reason: "AccessDenied", Layer: authz.LayerIdentity}}
	}}
	r := insideOf(t, v.build(t), "organization", queueOnly())
	if got := lines(&r); len(got) != 1 {
		t.Errorf("the queue lets nobody of %s in: %q", sister, got)
	}
	v.on = map[string]string{queueARN: st(`"Effect":"Allow","Principal":{"AWS":"` + sister + `"},"Action":"sqs:SendMessage","Resource":"*"`)}
	r = insideOf(t, v.build(t), "organization", queueOnly())
	if got := lines(&r); len(got) != 2 || !strings.HasPrefix(got[0], sister+": ACCESS_DENIED") {
		t.Errorf("got %q", got)
	}
	if j := scopeOf(&r, farARN, sister); j.Coverage != finding.Unjudged {
		t.Errorf("far is judged: %+v", j)
	}
}

// What nobody read of a resource is one error of the resource; what nobody
// collects is none, and nothing is judged.
func TestInsideUnreadResource(t *testing.T) {
	v := village{own: map[string]string{annARN: st(sendAllow), bobARN: st(sendAllow)}, change: func(d *snapshot.Data) {
		d.Resources[2].PolicyRead = false
		d.Gaps = []snapshot.Gap{{Account: owner, Region: "eu-west-1", Call: "sqs:GetQueueAttributes", Reason: "AccessDenied", Layer: authz.LayerResource, Subject: queueARN, Type: "AWS::SQS::Queue"}}
	}}
	r := insideOf(t, v.build(t), "organization", queueOnly())
	if len(r.Candidates) != 1 || r.Candidates[0].Error != finding.ErrorAccessDenied || r.Candidates[0].Principal != nil || scopeOf(&r, annARN, owner).Coverage != finding.Unjudged {
		t.Errorf("%+v", r.Candidates)
	}
	v.change = func(d *snapshot.Data) { d.Resources[2].PolicyRead = false }
	r = insideOf(t, v.build(t), "organization", queueOnly())
	if j := scopeOf(&r, annARN, owner); len(r.Candidates) != 0 || j.Coverage != finding.Unjudged || j.Reason == "" {
		t.Errorf("%+v %+v", r.Candidates, j)
	}
}

// Policies of the organization that were refused may take access away.
func TestInsideUnreadOrganizationPolicies(t *testing.T) {
	for layer, want := range map[authz.Layer]string{authz.LayerSCP: "FAILED_TO_EVALUATE_SCP", authz.LayerRCP: "FAILED_TO_EVALUATE_RCP"} {
		v := village{own: map[string]string{annARN: st(sendAllow), bobARN: st(`"Effect":"Allow","Action":"sqs:DeleteQueue","Resource":"arn:aws:sqs:*:*:other"`)}, change: func(d *snapshot.Data) {
			d.Organizations[0].SCPsEnabled, d.Organizations[0].RCPsEnabled = true, true
			d.Gaps = []snapshot.Gap{{Account: owner, Call: "organizations:ListPoliciesForTarget", Reason: "AccessDenied", Layer: layer}}
		}}
		r := insideOf(t, v.build(t), "organization", queueOnly())
		if len(r.Candidates) != 1 || r.Candidates[0].Undetermined == "" || r.Candidates[0].ServiceControlPolicyRestriction+r.Candidates[0].ResourceControlPolicyRestriction == "" {
			t.Fatalf("%s: %q", layer, lines(&r))
		}
		if c := r.Candidates[0]; c.ServiceControlPolicyRestriction != want && c.ResourceControlPolicyRestriction != want {
			t.Errorf("%s: %s, %s", layer, c.ServiceControlPolicyRestriction, c.ResourceControlPolicyRestriction)
		}
	}
}

// Exclusions leave out resources and principals, and say so of what was found
// before.
func TestInsideExclusions(t *testing.T) {
	v := village{own: map[string]string{annARN: st(sendAllow), bobARN: st(sendAllow), farARN: st(sendAllow)}, change: func(d *snapshot.Data) {
		d.Identities[1].Tags = map[string]string{"kind": "break-glass"}
	}, on: map[string]string{queueARN: st(`"Effect":"Allow","Principal":{"AWS":"` + sister + `"},"Action":"sqs:SendMessage","Resource":"*"`)}}
	s := v.build(t)
	zone, _ := finding.ParseZone("organization")
	with := func(text string) []string {
		e, err := finding.ParseExclusion(text)
		if err != nil {
			t.Fatal(err)
		}
		a, err := finding.New(finding.Analyzer{Name: "i", Kind: finding.KindInternal, Zone: zone, Include: []finding.Inclusion{queueOnly()}, Exclude: []finding.Exclusion{e}}, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		r, err := analyze.Inside(s, &a)
		if err != nil {
			t.Fatal(err)
		}
		return lines(&r)
	}
	for text, want := range map[string]string{
		"tag=kind:break-glass": "ann: sqs:SendMessage far: sqs:SendMessage",
		"account=" + sister:    "ann: sqs:SendMessage bob: sqs:SendMessage",
		"account=" + owner:     "",
	} {
		if got := strings.Join(with(text), " "); got != want {
			t.Errorf("without %s: %q, want %q", text, got, want)
		}
	}
}

// An account of which nobody knows whether it is of the organization may be:
// its principals are in doubt.
func TestInsideUnknownMembership(t *testing.T) {
	v := village{own: map[string]string{farARN: st(sendAllow)}, change: func(d *snapshot.Data) {
		d.Accounts[1].Organization, d.Accounts[1].Parent, d.Accounts[1].OrganizationKnown = "", "", false
		d.Organizations[0].ManagementAccount = owner
	}, on: map[string]string{queueARN: st(`"Effect":"Allow","Principal":{"AWS":"` + sister + `"},"Action":"sqs:SendMessage","Resource":"*"`)}}
	r := insideOf(t, v.build(t), "organization:o-exampleorgid", queueOnly())
	if got := lines(&r); len(got) != 1 || !strings.Contains(got[0], "belongs to the organization is not known") {
		t.Errorf("got %q", got)
	}
}

// An analysis of one resource says nothing of others.
func TestInsideOnly(t *testing.T) {
	s := village{own: map[string]string{annARN: st(`"Effect":"Allow","Action":"*","Resource":"*"`)}}.build(t)
	zone, _ := finding.ParseZone("account:" + owner)
	a, err := finding.New(finding.Analyzer{Name: "i", Kind: finding.KindInternal, Zone: zone, Include: []finding.Inclusion{{Accounts: []string{owner}}}}, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Inside(s, &a, ledgerARN)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Candidates {
		if c.Resource != ledgerARN {
			t.Errorf("%s was looked at", c.Resource)
		}
	}
	if j := scopeOf(&r, annARN, owner); len(r.Candidates) == 0 || j.Coverage != finding.Untouched {
		t.Errorf("%d candidates, the queue is %+v", len(r.Candidates), j)
	}
}
