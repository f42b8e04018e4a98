package slice_test

import (
	"testing"
	"time"

	"sightline/access/slice"
	"sightline/snapshot"
)

func TestAdhoc(t *testing.T) {
	x := generated(t, benchOptions())
	s := x.Asker().Snapshot
	var worst, sum time.Duration
	who := ""
	n := 0
	for i := range s.Identities() {
		if s.Identities()[i].Kind != snapshot.KindRole || i%8 != 0 {
			continue
		}
		begin := time.Now()
		p := from(t, x, s.Identities()[i].ARN, slice.Options{})
		d := time.Since(begin)
		sum += d
		n++
		if d > worst {
			worst, who = d, s.Identities()[i].ARN+" "+text(t, p.Summary)
		}
	}
	t.Log("from", n, sum/time.Duration(n), worst, who)
	sum, worst, n = 0, 0, 0
	for i := 0; i < len(s.Data().Resources); i += 16 {
		begin := time.Now()
		p := to(t, x, s.Data().Resources[i].ARN, slice.Options{})
		d := time.Since(begin)
		sum += d
		n++
		if d > worst {
			worst, who = d, s.Data().Resources[i].ARN+" "+text(t, p.Summary)
		}
		if i == 0 {
			t.Log("first to", d)
		}
	}
	t.Log("to", n, sum/time.Duration(n), worst, who)
}
