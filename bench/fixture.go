package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"sightline/internal/generate"
	"sightline/snapshot"
)

// fixture is what the sections measure on. Each part is made when it is first
// asked for, in a temporary folder.
type fixture struct {
	dir  string
	reps int

	small   *world  // the account of 500 roles and 1,000 buckets
	various *world  // an account with resources of all kinds
	large   *large  // the organization of 100,000 resources
	built   *binary // the program
}

func newFixture(reps int) (*fixture, error) {
	dir, err := os.MkdirTemp("", "sightline-bench-*")
	if err != nil {
		return nil, err
	}
	return &fixture{dir: dir, reps: reps}, nil
}

// remove cleans up; what is left behind lies in the system's temporary folder.
func (f *fixture) remove() { _ = os.RemoveAll(f.dir) }

// few is a number of rounds for things that take seconds.
func (f *fixture) few() int { return min(f.reps, 3) }

// world is a generated account as a folder of files, as one saved snapshot,
// and loaded.
type world struct {
	files    string
	path     string
	snapshot *snapshot.Snapshot
	buckets  []string // ARNs: first one without a policy, then others
}

// account is what who-can and what-can are asked of: 500 roles and 1,000
// buckets in a member account of an organization with SCPs and an RCP.
func (f *fixture) account() (*world, error) {
	return f.world(&f.small, "account", generate.Options{Accounts: 1, Principals: 500, Resources: 1000, Seed: 1, RolePercent: 100, BucketPercent: 100})
}

// mixed is an account with users, groups and roles and all kinds of resources.
func (f *fixture) mixed() (*world, error) {
	return f.world(&f.various, "mixed", generate.Options{Accounts: 1, Principals: 500, Resources: 1000, Seed: 1})
}

// world makes one account and keeps it in a field of the fixture.
func (f *fixture) world(kept **world, name string, o generate.Options) (*world, error) {
	if *kept != nil {
		return *kept, nil
	}
	w := &world{files: filepath.Join(f.dir, name), path: filepath.Join(f.dir, name+".json")}
	if err := generate.Write(w.files, o); err != nil {
		return nil, err
	}
	err := merge(w.files, w.path)
	if err != nil {
		return nil, err
	}
	if w.snapshot, err = decodeFile(w.path); err != nil {
		return nil, err
	}
	w.buckets = chooseBuckets(w.snapshot, 12)
	*kept = w
	return w, nil
}

// chooseBuckets takes a bucket without a policy, then the first ones that have
// one, which cost more.
func chooseBuckets(s *snapshot.Snapshot, n int) []string {
	var plain, others []string
	for i := range s.Data().Resources {
		r := &s.Data().Resources[i]
		switch {
		case r.Bucket == nil:
		case r.Policy == nil && len(*r.Bucket.ACL) == 1 && plain == nil:
			plain = append(plain, r.ARN)
		case r.Policy != nil && len(others) < n-1:
			others = append(others, r.ARN)
		}
	}
	return append(plain, others...)
}

// large is an organization of 100 accounts with 1,000 resources and 100
// identities each. It is not kept in memory.
type large struct {
	files string // a folder of compressed snapshots, one an account
	path  string // the whole as one snapshot, not compressed
	size  int64  // of it
	id    string
	meta  snapshot.Counts
}

func (f *fixture) organization() (*large, error) {
	if f.large != nil {
		return f.large, nil
	}
	l := &large{files: filepath.Join(f.dir, "organization"), path: filepath.Join(f.dir, "organization.json")}
	if err := generate.Write(l.files, generate.Options{Accounts: 100, Principals: 100, Resources: 1000, Seed: 1}); err != nil {
		return nil, err
	}
	if err := merge(l.files, l.path); err != nil {
		return nil, err
	}
	s, err := decodeFile(l.path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(l.path)
	if err != nil {
		return nil, err
	}
	l.size, l.id, l.meta = info.Size(), s.ID(), s.Counts()
	s = nil
	runtime.GC()
	f.large = l
	return l, nil
}

// what names the organization in the table.
func (l *large) what() string {
	return fmt.Sprintf("%d accounts, %d identities, %d resources", l.meta.Accounts, l.meta.Identities, l.meta.Resources)
}
