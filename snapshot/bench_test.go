package snapshot

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"

	"sightline/iam/authz"
)

// generated is an organization of the given size: half of the resources are
// buckets with a policy of their own of about a kilobyte, one identity stands
// for ten resources.
func generated(resources int) *Builder {
	b := &Builder{}
	d := b.Data()
	for i := range resources / 10 {
		account := fmt.Sprintf("%012d", 100000000000+i%100)
		name := fmt.Sprintf("role-%d", i)
		trust := b.Attach("", trustEC2, "", 0)
		text := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket-%d/*"}]}`, i)
		d.Identities = append(d.Identities, Identity{
			Kind: KindRole, Name: name, Account: account,
			ARN: "arn:aws:iam::" + account + ":role/" + name, Trust: &trust, Inline: []Attachment{b.Attach("own", text, "", 0)},
		})
	}
	for i := range resources {
		d.Resources = append(d.Resources, generatedResource(b, i))
	}
	return b
}

func generatedResource(b *Builder, i int) Resource {
	account := fmt.Sprintf("%012d", 100000000000+i%100)
	if i%2 == 1 {
		return Resource{
			ARN: fmt.Sprintf("arn:aws:sqs:eu-west-1:%s:queue-%d", account, i), Type: "AWS::SQS::Queue",
			Name: fmt.Sprintf("queue-%d", i), Account: account, Region: "eu-west-1", PolicyRead: true,
		}
	}
	name := fmt.Sprintf("bucket-%d", i)
	statement := `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::%s","arn:aws:s3:::%s/*"]}`
	one := fmt.Sprintf(statement, account, name, name)
	policy := b.Attach("", `{"Version":"2012-10-17","Statement":[`+one+`,`+one+`,`+one+`,`+one+`,`+one+`]}`, "", 0)
	return Resource{
		ARN: "arn:aws:s3:::" + name, Type: TypeBucket, Name: name, Account: account, Region: "eu-west-1",
		Policy: &policy, PolicyRead: true, Tags: map[string]string{"team": "red"}, TagsRead: true,
		Bucket: &Bucket{Ownership: OwnershipEnforced, ACL: &[]authz.ACLGrant{{Grantee: "x", Permission: "FULL_CONTROL"}}},
	}
}

// BenchmarkDecode loads and indexes a snapshot of 100,000 resources and says
// how much memory it then holds, and how much was in use at most.
// The product's bounds: 5 s and 1 GiB.
func BenchmarkDecode(b *testing.B) {
	file := encoded(b, build(b, generated(100_000)))
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	b.ResetTimer()
	var s *Snapshot
	for b.Loop() {
		var err error
		if s, err = Decode(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	resources := len(s.Data().Resources)
	runtime.KeepAlive(s)
	s = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(before.HeapAlloc-after.HeapAlloc)/(1<<20), "MiB-held")
	b.ReportMetric(float64(before.HeapSys)/(1<<20), "MiB-heap")
	b.ReportMetric(float64(resources), "resources")
}

func BenchmarkEncode(b *testing.B) {
	s := build(b, generated(100_000))
	for b.Loop() {
		encoded(b, s)
	}
}

func BenchmarkStackFor(b *testing.B) {
	s := build(b, generated(1000))
	p := s.PrincipalOf(&s.Identities()[0])
	arn := s.ResourcesOf("100000000000")[0].ARN + "/key"
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.StackFor(p, arn); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFindPrincipal(b *testing.B) {
	s := build(b, generated(100_000))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.FindPrincipal("role/role-77"); err != nil {
			b.Fatal(err)
		}
	}
}
