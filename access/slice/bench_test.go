package slice_test

import (
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/generate"
	"sightline/snapshot"
)

// generated is an organization of 500 roles and 1,000 buckets in one account.
func generated(t testing.TB, o generate.Options) *reach.Explorer {
	t.Helper()
	s, err := generate.Snapshot(o)
	if err != nil {
		t.Fatal(err)
	}
	return reach.New(permission.New(s, eval.New(), catalog.Embedded()), reach.Options{})
}

func benchOptions() generate.Options {
	return generate.Options{Accounts: 1, Principals: 500, Resources: 1000, Seed: 1, RolePercent: 100, BucketPercent: 100}
}

// widest is the role with the most policies.
func widest(s *snapshot.Snapshot) string {
	arn, most := "", -1
	for i := range s.Identities() {
		id := &s.Identities()[i]
		if n := len(id.Attached) + len(id.Inline); id.Kind == snapshot.KindRole && n > most {
			arn, most = id.ARN, n
		}
	}
	return arn
}

func BenchmarkFrom(b *testing.B) {
	x := generated(b, benchOptions())
	start := widest(x.Asker().Snapshot)
	from(b, x, start, slice.Options{})
	b.ResetTimer()
	for range b.N {
		s := from(b, x, start, slice.Options{})
		b.ReportMetric(float64(s.Folded+s.Drawn), "nodes")
	}
}

func BenchmarkFromCold(b *testing.B) {
	x := generated(b, benchOptions())
	start := widest(x.Asker().Snapshot)
	for range b.N {
		fresh := reach.New(x.Asker(), reach.Options{})
		from(b, fresh, start, slice.Options{})
	}
}

func BenchmarkTo(b *testing.B) {
	x := generated(b, benchOptions())
	end := x.Asker().Snapshot.Data().Resources[0].ARN
	to(b, x, end, slice.Options{})
	b.ResetTimer()
	for range b.N {
		s := to(b, x, end, slice.Options{})
		b.ReportMetric(float64(s.Folded+s.Drawn), "nodes")
	}
}

func BenchmarkToCold(b *testing.B) {
	x := generated(b, benchOptions())
	end := x.Asker().Snapshot.Data().Resources[0].ARN
	for range b.N {
		fresh := reach.New(x.Asker(), reach.Options{})
		to(b, fresh, end, slice.Options{})
	}
}

// BenchmarkFromManyConditional begins at the role that reaches most buckets,
// nearly all of them under conditions: each is asked of the evaluator.
func BenchmarkFromManyConditional(b *testing.B) {
	x := generated(b, benchOptions())
	const start = "arn:aws:iam::100000000000:role/app-fjord-69"
	for range b.N {
		fresh := reach.New(x.Asker(), reach.Options{})
		from(b, fresh, start, slice.Options{})
	}
}
