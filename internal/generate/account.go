package generate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"

	"sightline/snapshot"
)

// account makes one account.
type account struct {
	b      *snapshot.Builder
	opts   Options
	number int
	id     string
	rand   *rand.Rand

	teams   []string
	library []policyTemplate // managed policies that the account's identities share
	known   map[string]bool  // ARNs of managed policies added

	functionRoles, instanceRoles []string // names, what compute can run as
	roles, groups                []string
}

func newAccount(b *snapshot.Builder, opts Options, number int) *account {
	a := &account{
		b: b, opts: opts, number: number, id: accountID(number), rand: random(opts.Seed, number),
		known: make(map[string]bool),
	}
	a.teams = a.pickTeams()
	a.library = a.makeLibrary()
	return a
}

// fill adds the account with everything in it.
func (a *account) fill() {
	d := a.b.Data()
	sum := sha256.Sum256([]byte("canonical " + a.id))
	d.Accounts = append(d.Accounts, snapshot.Account{
		ID: a.id, Name: fmt.Sprintf("account-%04d", a.number), Organization: organizationID,
		Parent: parentOf(a.opts, a.number), OrganizationKnown: true,
		CanonicalID: hex.EncodeToString(sum[:]), Collected: collected(),
	})
	roles := a.opts.Principals * a.opts.RolePercent / 100
	users := (a.opts.Principals - roles) * 3 / 4
	a.addRoles(roles)
	a.addGroups(a.opts.Principals - roles - users)
	a.addUsers(users)
	a.addResources(a.opts.Resources)
}

var teamNames = strings.Fields(`atlas birch cobalt delta ember fjord garnet harbor indigo juniper kelp
	lumen mosaic nimbus onyx pollen quartz river saffron tundra umber vesper willow yarrow zephyr`)

// pickTeams: a team for about 25 identities; larger accounts number them.
func (a *account) pickTeams() []string {
	n := max(2, min(200, a.opts.Principals/25))
	out := make([]string, n)
	start := a.rand.IntN(len(teamNames))
	for i := range out {
		out[i] = teamNames[(start+i)%len(teamNames)]
		if round := i / len(teamNames); round > 0 {
			out[i] += fmt.Sprint(round)
		}
	}
	return out
}

// popular picks from n things by a Zipf law: the first is chosen most.
func (a *account) popular(n int) int {
	if n <= 1 {
		return 0
	}
	return int(rand.NewZipf(a.rand, 1.3, 1, uint64(n-1)).Uint64())
}

func (a *account) team() string { return a.teams[a.popular(len(a.teams))] }

// chance is true in percent cases of a hundred.
func (a *account) chance(percent int) bool { return a.rand.IntN(100) < percent }

func (a *account) arn(service, region, resource string) string {
	return "arn:aws:" + service + ":" + region + ":" + a.id + ":" + resource
}

func (a *account) roleARN(name string) string { return roleARN(a.id, name) }

func roleARN(account, name string) string { return "arn:aws:iam::" + account + ":role/" + name }

func rootARN(account string) string { return "arn:aws:iam::" + account + ":root" }

func (a *account) hexID(digits int) string {
	return fmt.Sprintf("%016x%016x", a.rand.Uint64(), a.rand.Uint64())[:digits]
}

var regions = []string{"eu-west-1", "eu-west-1", "eu-west-1", "eu-central-1", "us-east-1"}

func (a *account) region() string { return regions[a.rand.IntN(len(regions))] }
