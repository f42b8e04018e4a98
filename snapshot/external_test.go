package snapshot

import (
	"strings"
	"testing"

	"sightline/iam/authz"
)

const (
	volumeARN = "arn:aws:ec2:eu-west-1::snapshot/snap-1"
	multiARN  = "arn:aws:s3::222222222222:accesspoint/m.mrap"
)

// external adds a resource of a type with a policy that allows all.
func external(t *testing.T, r Resource) *Snapshot {
	t.Helper()
	b := world()
	if !shareable(r.Type) {
		policy := b.Attach("", allowAll, "", 0)
		r.Policy = &policy
	}
	r.Account, r.PolicyRead = member, true
	b.Data().Resources = append(b.Data().Resources, r)
	return build(t, b)
}

// The policy of each type lands in the stack.
func TestPoliciesOfEveryTypeAreInTheStack(t *testing.T) {
	for arn, kind := range map[string]string{
		"arn:aws:s3express:eu-west-1:222222222222:bucket/b--az--x-s3":       TypeDirectoryBucket,
		"arn:aws:lambda:eu-west-1:222222222222:function:f":                  TypeFunction,
		"arn:aws:lambda:eu-west-1:222222222222:function:f:live":             TypeFunctionAlias,
		"arn:aws:lambda:eu-west-1:222222222222:function:f:3":                TypeFunctionVersion,
		"arn:aws:lambda:eu-west-1:222222222222:layer:l:3":                   TypeLayerVersion,
		"arn:aws:sqs:eu-west-1:222222222222:q":                              TypeQueue,
		"arn:aws:sns:eu-west-1:222222222222:t":                              TypeTopic,
		"arn:aws:secretsmanager:eu-west-1:222222222222:secret:s-a":          TypeSecret,
		"arn:aws:elasticfilesystem:eu-west-1:222222222222:file-system/fs-1": TypeFileSystem,
		"arn:aws:ecr:eu-west-1:222222222222:repository/a/b":                 TypeRepository,
		"arn:aws:dynamodb:eu-west-1:222222222222:table/t":                   TypeTable,
		"arn:aws:dynamodb:eu-west-1:222222222222:table/t/stream/1":          TypeStream,
		multiARN: TypeMultiRegionAccessPoint,
	} {
		s := external(t, Resource{ARN: arn, Type: kind, Region: "eu-west-1"})
		st, info, err := s.StackFor(authz.Principal{}, arn)
		if err != nil || st.Resource == nil || st.Resource.Document == nil || info.Resource.ARN != arn || st.ResourceNotCollected {
			t.Errorf("%s: %s, error %v", arn, describe(st), err)
		}
	}
}

// An alias has a policy of its own, and so has a stream.
func TestPoliciesAreNotInherited(t *testing.T) {
	const table, function = "arn:aws:dynamodb:eu-west-1:222222222222:table/t", "arn:aws:lambda:eu-west-1:222222222222:function:f"
	s := external(t, Resource{ARN: table, Type: TypeTable, Region: "eu-west-1"})
	if st, _, _ := s.StackFor(authz.Principal{}, table+"/index/i"); st.Resource == nil {
		t.Error("the table's policy does not speak of its index")
	}
	if st, _, _ := s.StackFor(authz.Principal{}, table+"/stream/1"); st.Resource != nil || !st.ResourceNotCollected {
		t.Errorf("the stream: %s", describe(st))
	}
	b := world()
	policy := b.Attach("", allowAll, "", 0)
	b.Data().Resources = append(b.Data().Resources,
		Resource{ARN: function, Type: TypeFunction, Name: "f", Account: member, Policy: &policy, PolicyRead: true},
		Resource{ARN: function + ":live", Type: TypeFunctionAlias, Account: member, PolicyRead: true})
	functions := build(t, b)
	for name, want := range map[string]string{"": "resource resource policy of f\n", ":$LATEST": "resource resource policy of f\n", ":live": "", ":other": "resource not collected", ":7": "resource not collected"} {
		st, _, _ := functions.StackFor(authz.Principal{}, function+name)
		st.RCP = nil
		if got := describe(st); got != strings.TrimSpace(want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// What a snapshot's attribute lets others do is in no layer, so it is not known.
func TestSharingIsNotKnownToAStack(t *testing.T) {
	yes, no := true, false
	shared := func(blocked *bool, with ...string) Resource {
		return Resource{ARN: volumeARN, Type: TypeVolumeSnapshot, Region: "eu-west-1", SharedWith: with, SharingRead: true, PublicSharingBlocked: blocked}
	}
	const ou = "arn:aws:organizations::111111111111:ou/o-1/"
	for _, test := range []struct {
		name, account string
		r             Resource
		open          bool
	}{
		{"nobody", outside, shared(nil), false},
		{"another account", outside, shared(nil, "444444444444"), false},
		{"the account", outside, shared(nil, outside), true},
		{"all", outside, shared(&no, SharedWithAll), true},
		{"all, and whether that is blocked was not read", outside, shared(nil, SharedWithAll), true},
		{"all, which is blocked", outside, shared(&yes, SharedWithAll), false},
		{"all, blocked, and the account", outside, shared(&yes, SharedWithAll, outside), true},
		{"the owner", member, shared(nil, SharedWithAll), false},
		{"anyone", "", shared(nil, SharedWithAll), true},
		{"anyone, and one account", "", shared(nil, outside, ou+"r-1"), false},
		{"nobody looked", outside, Resource{ARN: volumeARN, Type: TypeImage}, true},
		{"a unit above", management, shared(nil, ou+"r-1"), true},
		{"a unit elsewhere", management, shared(nil, ou+"ou-dev"), false},
		{"a unit, and where the account stands is not known", outside, shared(nil, ou+"ou-dev"), true},
	} {
		s := external(t, test.r)
		who := authz.Principal{}
		if test.account != "" {
			who = authz.Principal{Kind: authz.KindRoot, ARN: "arn:aws:iam::" + test.account + ":root", Account: test.account}
		}
		st, _, err := s.StackFor(who, volumeARN)
		if err != nil || st.Lacks(authz.LayerResource) != test.open || st.Resource != nil || st.ResourceNotCollected {
			t.Errorf("%s: %v, error %v", test.name, st.Unread, err)
		}
	}
}

// Behind a multi-Region access point is one bucket, or it is not known which.
func TestMultiRegionAccessPoint(t *testing.T) {
	one := external(t, Resource{ARN: multiARN, Type: TypeMultiRegionAccessPoint, UnderlyingBuckets: []string{bucketARN}})
	st, _, _ := one.StackFor(authz.Principal{}, multiARN+"/object/a")
	if st.Underlying == nil || st.Underlying.Resource != bucketARN+"/a" || st.Lacks(authz.LayerResource) {
		t.Errorf("one bucket: %s", describe(st))
	}
	two := external(t, Resource{ARN: multiARN, Type: TypeMultiRegionAccessPoint, UnderlyingBuckets: []string{oldARN, bucketARN}})
	if st, _, _ = two.StackFor(authz.Principal{}, multiARN+"/object/a"); !st.Lacks(authz.LayerResource) {
		t.Errorf("two buckets: %s", describe(st))
	}
	var names []string
	for _, r := range two.AccessPointsOf(bucketARN) {
		names = append(names, r.ARN)
	}
	if strings.Join(names, " ") != multiARN+" "+pointARN {
		t.Errorf("access points of the bucket: %v", names)
	}
}

func TestMergeOfSharing(t *testing.T) {
	read := Resource{ARN: volumeARN, Type: TypeVolumeSnapshot, Account: member, SharedWith: []string{outside}, SharingRead: true}
	blind := Resource{ARN: volumeARN, Type: TypeVolumeSnapshot, Account: member, SnapshotType: SnapshotManual}
	for _, list := range [][]Resource{{read, blind}, {blind, read}} {
		s := worldWith(t, func(d *Data) { d.Resources = append(d.Resources, list...) })
		if r := s.Resource(volumeARN); len(r.SharedWith) != 1 || !r.SharingRead || r.SnapshotType != SnapshotManual {
			t.Errorf("merged to %+v", r)
		}
	}
	b := world()
	other := read
	other.SharedWith = nil
	b.Data().Resources = append(b.Data().Resources, read, other)
	if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), "accounts it is shared with") {
		t.Errorf("error %v", err)
	}
}

func TestBuildRefusesSharingThatIsNotUnderstood(t *testing.T) {
	for name, r := range map[string]Resource{
		"nobody looked":    {SharedWith: []string{outside}},
		"no account":       {SharedWith: []string{"everybody"}, SharingRead: true},
		"network origin":   {NetworkOrigin: "Intranet"},
		"the bucket \"b\"": {UnderlyingBuckets: []string{"b"}},
	} {
		r.ARN, r.Type, r.Account = volumeARN, TypeVolumeSnapshot, member
		b := world()
		b.Data().Resources = append(b.Data().Resources, r)
		if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
