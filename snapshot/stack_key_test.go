package snapshot

import (
	"strings"
	"testing"

	"sightline/iam/authz"
)

const aliasARN = "arn:aws:kms:eu-west-1:222222222222:alias/orders"

// side describes what stands on the side of a resource.
func side(t *testing.T, s *Snapshot, resource string) string {
	t.Helper()
	st, _, err := s.StackFor(principal(t, s, "alice"), resource)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{describe(&authz.Stack{Resource: st.Resource, Grants: st.Grants, Unread: st.Unread, ResourceNotCollected: st.ResourceNotCollected})}
	if st.Key != "" {
		out = append(out, "stands for "+st.Key)
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// Who asks about an alias asks about its key; an alias that nobody knows is
// not one without a key.
func TestAliasStandsForItsKey(t *testing.T) {
	named := func(d *Data) {
		d.Resources[3].Attributes = map[string]string{"aliases": "alias/orders alias/old/orders"}
		d.Resources[3].Tags, d.Resources[3].TagsRead = map[string]string{"a": "b"}, true
	}
	const unknown = "which key arn:aws:kms:eu-west-1:222222222222:alias/none stands for is not in the snapshot"
	key := "resource key policy of 1234\ngrant g [Decrypt Encrypt]"
	tests := []struct {
		name     string
		change   func(*Data)
		resource string
		want     string
	}{
		{"the key itself", named, keyARN, key},
		{"its alias", named, aliasARN, key + "\nstands for " + keyARN},
		{"its other alias", named, "arn:aws:kms:eu-west-1:222222222222:alias/old/orders", key + "\nstands for " + keyARN},
		{"in another Region", named, "arn:aws:kms:us-east-1:222222222222:alias/orders", "unread resource: which key arn:aws:kms:us-east-1:222222222222:alias/orders stands for is not in the snapshot\n" +
			"unread grant: which key arn:aws:kms:us-east-1:222222222222:alias/orders stands for is not in the snapshot"},
		{"one that nobody knows", named, "arn:aws:kms:eu-west-1:222222222222:alias/none", "unread resource: " + unknown + "\nunread grant: " + unknown},
		{"where aliases were refused", func(d *Data) {
			d.Gaps = []Gap{{Account: member, Region: "eu-west-1", Call: "kms:ListAliases", Reason: "AccessDenied", Type: "AWS::KMS::Alias"}}
		}, aliasARN, "unread resource: kms:ListAliases in account 222222222222, eu-west-1: AccessDenied\nunread grant: kms:ListAliases in account 222222222222, eu-west-1: AccessDenied"},
		{"where keys were not collected", func(d *Data) { d.Accounts[0].Collected = []string{"AWS::IAM"} }, aliasARN, "resource not collected"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := side(t, worldWith(t, test.change), test.resource); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Regions that were not chosen hold what nobody read, and not what the source
// does not hold by its nature.
func TestRegionsThatWereNotChosen(t *testing.T) {
	chosen := func(d *Data) {
		d.Accounts[0].Regions = []string{"eu-west-1"}
		d.Accounts[0].Collected = append(d.Accounts[0].Collected, "AWS::RDS::DBInstance")
	}
	unread := func(kind string) string {
		return kind + " in us-east-1 of account 222222222222: the Region was not chosen"
	}
	for resource, want := range map[string]string{
		"arn:aws:kms:us-east-1:222222222222:key/1":        "unread resource: " + unread(TypeKey) + "\nunread grant: " + unread(TypeKey),
		"arn:aws:kms:us-east-1:222222222222:alias/a":      "unread resource: " + unread(TypeKey) + "\nunread grant: " + unread(TypeKey),
		"arn:aws:s3:us-east-1:222222222222:accesspoint/a": "unread resource: " + unread(TypeAccessPoint),
		"arn:aws:kms:eu-west-1:222222222222:key/none":     "",
		"arn:aws:sqs:us-east-1:222222222222:q":            "resource not collected",
		"arn:aws:ec2:us-east-1:222222222222:instance/i-1": "",
		"arn:aws:rds:us-east-1:222222222222:db:orders":    "",
		"arn:aws:iam::222222222222:role/none":             "",
		"arn:aws:s3:::elsewhere":                          "resource not collected",
	} {
		if got := side(t, worldWith(t, chosen), resource); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", resource, got, want)
		}
	}
}

// RCPs do not reach AWS managed keys; of a key whose manager nobody knows it
// cannot be told.
func TestReachOfRCPs(t *testing.T) {
	unmanaged := func(d *Data) { d.Resources[3].KeyManager = "" }
	refused := func(d *Data) {
		unmanaged(d)
		d.Gaps = []Gap{{Account: member, Region: "eu-west-1", Call: "kms:DescribeKey", Reason: "AccessDenied", Layer: authz.LayerRCP, Subject: keyARN, Type: TypeKey}}
	}
	const none = "arn:aws:kms:eu-west-1:222222222222:key/none"
	tests := []struct {
		name, resource string
		change         func(*Data)
		levels         int
		doubt          string
	}{
		{"customer's", keyARN, nil, 1, ""},
		{"AWS's", awsKeyARN, nil, 0, ""},
		{"not told by the source", keyARN, unmanaged, 1, ""},
		{"refused", keyARN, refused, 1, "kms:DescribeKey on " + keyARN + " in account 222222222222, eu-west-1: AccessDenied"},
		{"refused of another", awsKeyARN, refused, 0, ""},
		{"not there", none, nil, 1, ""},
		{"no key", bucketARN, refused, 1, ""},
	}
	for _, test := range tests {
		s := worldWith(t, test.change)
		st, _, err := s.StackFor(principal(t, s, "alice"), test.resource)
		if err != nil || len(st.RCP) != test.levels || st.RCPReachUnknown != test.doubt || st.Lacks(authz.LayerRCP) {
			t.Errorf("%s: %d levels, %q, unread %v, %v", test.name, len(st.RCP), st.RCPReachUnknown, st.Unread, err)
		}
	}
}
