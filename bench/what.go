package main

import (
	"errors"
	"fmt"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// whatRows asks what an administrator can do, as sets, against deciding every
// action on every bucket and on an object of it one by one.
func whatRows(f *fixture) ([]row, error) {
	w, err := f.account()
	if err != nil {
		return nil, err
	}
	admin, err := administrator(w.snapshot)
	if err != nil {
		return nil, err
	}
	k := permission.New(w.snapshot, eval.New(), catalog.Embedded())
	var failed error
	t := byTurns(f.few(), func(n int) (grants uint64) {
		for range n {
			list, err := k.Grants(admin, permission.Filter{}, nil)
			failed = errors.Join(failed, err)
			grants += uint64(len(list))
		}
		return grants
	})
	single, err := once(f.few(), func() error { return decideEach(k, admin) })
	if err := errors.Join(failed, err); err != nil {
		return nil, err
	}
	return []row{{
		what: "what-can of an administrator, same account", ours: tookWith(t[0]),
		other: took(single).of("Decide for each bucket, object and action"),
	}}, nil
}

func administrator(s *snapshot.Snapshot) (authz.Principal, error) {
	for i := range s.Identities() {
		for _, arn := range s.Identities()[i].Attached {
			if strings.HasSuffix(arn, ":policy/AdministratorAccess") {
				return s.PrincipalOf(&s.Identities()[i]), nil
			}
		}
	}
	return authz.Principal{}, errors.New("the generated account has no administrator")
}

// decideEach decides every action on every resource, and on what lies in it,
// for one principal.
func decideEach(k *permission.Asker, p authz.Principal) error {
	allowed := 0
	for i := range k.Snapshot.Data().Resources {
		resource := k.Snapshot.Data().Resources[i].ARN
		for _, where := range []string{resource, resource + "/x"} {
			q, err := k.Question(p, where, nil)
			if err != nil {
				return err
			}
			for _, action := range k.Catalog.ActionsOn(where) {
				if q.Decide(action) == authz.Allowed {
					allowed++
				}
			}
		}
	}
	if allowed == 0 {
		return fmt.Errorf("%s can do nothing: that measures nothing", p.ARN)
	}
	return nil
}
