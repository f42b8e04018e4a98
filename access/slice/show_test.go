package slice_test

import (
	"fmt"
	"testing"

	"sightline/access/slice"
)

func show(s *slice.Slice) {
	fmt.Printf("\n### from %q to %q %+v drawn %d folded %d incomplete %v gaps %d\n", s.From, s.To, s.Summary, s.Drawn, s.Folded, s.Incomplete, len(s.Gaps))
	name := map[string]string{}
	for _, n := range s.Nodes {
		name[n.ID] = n.Name
		flags := ""
		for f, on := range map[string]bool{"public": n.Public, "unread": n.Unread, "cut": n.Cut, "root": n.Root} {
			if on {
				flags += " " + f
			}
		}
		fmt.Printf("  %d %-14s %-34s | %-40s n=%d f=%d%s\n", n.Column, n.Kind, n.Name, n.Detail, n.Count, n.Folded, flags)
	}
	for _, e := range s.Edges {
		fmt.Printf("    %-30s → %-30s %-14s %-12s %s %s x%d %v\n", name[e.From], name[e.To], e.Kind, e.Verdict, e.Layer, e.Word, e.Paths, e.Best)
	}
}

func TestShow(t *testing.T) {
	x := sampleExplorer(t)
	show(from(t, x, "alice", slice.Options{}))
	show(from(t, x, "i-0a1b2c3d4e5f60718", slice.Options{}))
	show(to(t, x, "arn:aws:s3:::kestrel-backups-eu", slice.Options{}))
	show(to(t, x, "arn:aws:secretsmanager:eu-west-1:222233334444:secret:prod/payments/api-key-a41c9D", slice.Options{}))
}
