package main

import (
	"errors"
	"fmt"
	"slices"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// who asks who can do anything with a bucket.
func who(k *permission.Asker, bucket string) ([]permission.Holder, error) {
	all, err := permission.ParseActions("*")
	if err != nil {
		return nil, err
	}
	return k.Who(all, bucket, nil)
}

// whoGoal is issue 1's: an answer from a loaded snapshot within 100 ms.
const whoGoal = 100e6

func whoRows(f *fixture) ([]row, error) {
	w, err := f.account()
	if err != nil {
		return nil, err
	}
	k := permission.New(w.snapshot, eval.New(), catalog.Embedded())
	var failed error
	ops := make([]op, len(w.buckets))
	for i, bucket := range w.buckets {
		ops[i] = func(n int) (answers uint64) {
			for range n {
				holders, err := who(k, bucket)
				failed = errors.Join(failed, err)
				answers += uint64(len(holders))
			}
			return answers
		}
	}
	times := byTurns(f.reps, ops...)
	first, _, err := children(f.reps, "who", w.path, w.buckets[0])
	if err != nil {
		return nil, err
	}
	naive, err := naively(f, w.snapshot, w.buckets[0])
	return rowsOfWho(times, first, naive), errors.Join(failed, err)
}

func rowsOfWho(times []timing, first figure, naive timing) []row {
	slowest := slices.MaxFunc(times, func(a, b timing) int { return int(a.median() - b.median()) })
	return []row{
		row{
			what: "who-can '*' BUCKET, 500 roles, 1,000 buckets, loaded", ours: tookWith(times[0]),
			other: took(naive).of("eval.Evaluate for each role and action"),
		}.within(whoGoal),
		row{what: fmt.Sprintf("  the slowest of %d buckets, most with a policy", len(times)), ours: tookWith(slowest)}.within(whoGoal),
		row{what: "  the first question after loading", ours: first}.within(whoGoal),
	}
}

// share of the principals that the naive baseline asks; its time is multiplied
// by it.
const share = 25

// naively decides every action of the catalog on a bucket and its objects for
// every principal by itself, compiling each time, and explains nothing more.
func naively(f *fixture, s *snapshot.Snapshot, bucket string) (timing, error) {
	inside := bucket + "/x"
	c := catalog.Embedded()
	t, err := once(f.few(), func() error {
		for i := 0; i < len(s.Identities()); i += share {
			p := s.PrincipalOf(&s.Identities()[i])
			err := errors.Join(evaluateAll(s, p, bucket, c.ActionsOn(bucket)), evaluateAll(s, p, inside, c.ActionsOn(inside)))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return t.scaled(share), err
}

func evaluateAll(s *snapshot.Snapshot, p authz.Principal, resource string, actions []string) error {
	stack, info, err := s.StackFor(p, resource)
	if err != nil {
		return err
	}
	req := authz.Request{Principal: p, Resource: resource, ResourceAccount: info.ResourceAccount}
	req.Context.Default = authz.Undetermined
	s.ContextFor(p, resource, &req.Context)
	for _, req.Action = range actions {
		if eval.Evaluate(stack, &req).Decision == authz.Unknown && len(stack.Unread) > 0 {
			return errors.New("the generated account has no unread layer")
		}
	}
	return nil
}
