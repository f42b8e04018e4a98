package generate

import (
	"errors"
	"fmt"
)

// Limits of the options.
const (
	MaxAccounts  = 100_000
	MaxPerObject = 1_000_000 // identities or resources of one account
)

// Options say how large an organization is to be.
type Options struct {
	// Accounts in all. The first of several is the management account; a
	// single one is a member of an organization of which no more is known.
	Accounts int
	// Principals is the number of identities of each account: users and roles
	// with the groups of the users.
	Principals int
	// Resources of each account.
	Resources int
	// Seed: equal options give equal bytes.
	Seed uint64
	// RolePercent of the identities are roles; of the rest three in four are
	// users, the others groups. 0 means 60.
	RolePercent int
	// BucketPercent of the resources are S3 buckets. 0 means 35.
	BucketPercent int
}

func (o Options) withDefaults() Options {
	if o.RolePercent == 0 {
		o.RolePercent = 60
	}
	if o.BucketPercent == 0 {
		o.BucketPercent = 35
	}
	return o
}

// check names every option that is out of bounds.
func (o Options) check() error {
	var errs []error
	for _, c := range []struct {
		name            string
		value, min, max int
	}{
		{"accounts", o.Accounts, 1, MaxAccounts},
		{"principals", o.Principals, 0, MaxPerObject},
		{"resources", o.Resources, 0, MaxPerObject},
		{"percentage of roles", o.RolePercent, 0, 100},
		{"percentage of buckets", o.BucketPercent, 0, 100},
	} {
		if c.value < c.min || c.value > c.max {
			errs = append(errs, fmt.Errorf("%s: %d is not between %d and %d", c.name, c.value, c.min, c.max))
		}
	}
	return errors.Join(errs...)
}
