package main

import (
	"errors"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// reachRows asks what can be reached through the identity of an EC2 instance,
// against deciding every action on every resource for its role alone, which
// follows no path.
func reachRows(f *fixture) ([]row, error) {
	w, err := f.mixed()
	if err != nil {
		return nil, err
	}
	instance, role, err := busiest(w.snapshot)
	if err != nil {
		return nil, err
	}
	k := permission.New(w.snapshot, eval.New(), catalog.Embedded())
	var failed error
	t := byTurns(f.few(), func(n int) (paths uint64) {
		for range n {
			answer, err := reach.From(k, instance, "", reach.Options{})
			failed = errors.Join(failed, err)
			paths += uint64(len(answer.Paths))
		}
		return paths
	})
	single, err := once(f.few(), func() error { return decideEach(k, role) })
	if err := errors.Join(failed, err); err != nil {
		return nil, err
	}
	return []row{{
		what: "reach from an EC2 instance, 500 identities, 1,000 resources", ours: tookWith(t[0]),
		other: took(single).of("Decide for its role, each resource and action"),
	}}, nil
}

// busiest gives the instance whose role has the most policies.
func busiest(s *snapshot.Snapshot) (instance string, role authz.Principal, err error) {
	most := 0
	for i := range s.Data().Resources {
		r := &s.Data().Resources[i]
		if r.InstanceProfile == "" {
			continue
		}
		id := s.InstanceProfileRole(r.InstanceProfile)
		if id != nil && len(id.Attached)+len(id.Inline) > most {
			most, instance, role = len(id.Attached)+len(id.Inline), r.ARN, s.PrincipalOf(id)
		}
	}
	if instance == "" {
		err = errors.New("the generated account has no instance with a role")
	}
	return instance, role, err
}
