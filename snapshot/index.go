package snapshot

import (
	"strings"
	"sync"

	"sightline/iam/authz"
)

// index finds things by name. Positions are into the lists of Data: 32 bits
// each, so that a million resources stay cheap.
type index struct {
	accounts      map[string]int32
	organizations map[string]*tree
	identities    map[string]int32
	names         map[string][]int32 // identities by name
	policies      map[string]int32
	resources     map[string]int32
	// identityRange and resourceRange give an account's part of the list.
	identityRange map[string]span
	resourceRange map[string]span
	members       map[string][]int32 // users by the group's ARN
	profiles      map[string]int32   // roles by the instance profile's ARN
	instances     map[string][]int32 // resources by instance id
	aliases       map[string]int32   // keys by the alias's ARN
	accessPoints  map[string][]int32 // access points by the ARN of a bucket behind them
	canonical     map[string]string  // account by canonical user id
	gaps          gapIndex
	lacking       map[lack]bool

	// What one caller brings to every stack, worked out when first asked for.
	identitySides []identitySide
	accountSides  []accountSide
}

type span struct{ from, to int32 }

type identitySide struct {
	once     sync.Once
	policies []authz.Policy
	boundary *authz.Policy
	unread   []authz.Unread
}

type accountSide struct {
	once     sync.Once
	scp, rcp levels
}

// levels are the organization policies that reach an account, with those of
// them that were not read.
type levels struct {
	list   []authz.Level
	unread []authz.Unread
}

func newIndex(d *Data) index {
	x := index{
		accounts:      make(map[string]int32, len(d.Accounts)),
		organizations: make(map[string]*tree, len(d.Organizations)),
		identities:    make(map[string]int32, len(d.Identities)),
		names:         make(map[string][]int32, len(d.Identities)),
		policies:      make(map[string]int32, len(d.Policies)),
		resources:     make(map[string]int32, len(d.Resources)),
		identityRange: make(map[string]span),
		resourceRange: make(map[string]span),
		members:       make(map[string][]int32),
		profiles:      make(map[string]int32),
		instances:     make(map[string][]int32),
		aliases:       make(map[string]int32),
		accessPoints:  make(map[string][]int32),
		canonical:     make(map[string]string),
		gaps:          newGapIndex(d.Gaps),
		lacking:       newLacking(d.NotCollected),
		identitySides: make([]identitySide, len(d.Identities)),
		accountSides:  make([]accountSide, len(d.Accounts)),
	}
	x.addAccounts(d)
	x.addIdentities(d.Identities)
	x.addResources(d.Resources)
	for i := range d.Policies {
		x.policies[d.Policies[i].ARN] = int32(i)
	}
	return x
}

func (x *index) addAccounts(d *Data) {
	for i := range d.Accounts {
		x.accounts[d.Accounts[i].ID] = int32(i)
		if c := d.Accounts[i].CanonicalID; c != "" {
			x.canonical[c] = d.Accounts[i].ID
		}
	}
	for i := range d.Organizations {
		x.organizations[d.Organizations[i].ID] = newTree(&d.Organizations[i])
	}
}

func (x *index) addIdentities(list []Identity) {
	for i := range list {
		id, at := &list[i], int32(i)
		x.identities[id.ARN] = at
		x.names[id.Name] = append(x.names[id.Name], at)
		extend(x.identityRange, id.Account, at)
		for _, g := range id.Groups {
			x.members[g] = append(x.members[g], at)
		}
		for _, p := range id.InstanceProfiles {
			x.profiles[p] = at
		}
	}
}

func (x *index) addResources(list []Resource) {
	for i := range list {
		r, at := &list[i], int32(i)
		x.resources[r.ARN] = at
		extend(x.resourceRange, r.Account, at)
		if r.Type == TypeInstance {
			id := r.ARN[strings.LastIndexByte(r.ARN, '/')+1:]
			x.instances[id] = append(x.instances[id], at)
		}
		if r.Type == TypeKey {
			x.addAliases(r, at)
		}
		if r.Underlying != "" {
			x.accessPoints[r.Underlying] = append(x.accessPoints[r.Underlying], at)
		}
		for _, bucket := range r.UnderlyingBuckets {
			x.accessPoints[bucket] = append(x.accessPoints[bucket], at)
		}
	}
}

// addAliases: the names stand in a key's attribute "aliases", parted by spaces.
// An alias is of the account and Region of its key.
// Source: KMS Developer Guide "Aliases" (kms-alias).
func (x *index) addAliases(key *Resource, at int32) {
	head, ok := strings.CutSuffix(key.ARN, key.ARN[strings.LastIndexByte(key.ARN, ':')+1:])
	for _, name := range strings.Fields(key.Attributes["aliases"]) {
		if ok {
			x.aliases[head+name] = at
		}
	}
}

func extend(ranges map[string]span, key string, at int32) {
	s, ok := ranges[key]
	if !ok {
		s.from = at
	}
	s.to = at + 1
	ranges[key] = s
}
