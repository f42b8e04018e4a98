package generate

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"sightline/snapshot"
)

// Ids of the organization and its tree; all made up.
const (
	organizationID = "o-gen3rat3d0"
	rootID         = "r-gen0"
	infrastructure = "ou-gen0-infra000"
	workloads      = "ou-gen0-workload"
	production     = "ou-gen0-prod0000"
	nonProduction  = "ou-gen0-nonprod0"
	sandbox        = "ou-gen0-sandbox0"
	// outsider is a partner's account.
	outsider = "999988887777"
)

// A Part is a piece of the organization that makes a snapshot of its own.
// Merged, all parts are the organization.
type Part struct {
	// Name of the file without its ending: "organization" or "account-ID".
	Name string
	Data snapshot.Data
}

// Organization returns the parts one after the other: first the organization
// with its tree, policies and management account, then each member account.
// Each is built when it is asked for and not kept. The error names options that
// are out of bounds.
func Organization(opts Options) (iter.Seq[Part], error) {
	opts = opts.withDefaults()
	if err := opts.check(); err != nil {
		return nil, fmt.Errorf("generate organization: %w", err)
	}
	return func(yield func(Part) bool) {
		if !yield(Part{Name: "organization", Data: organizationPart(opts)}) {
			return
		}
		for i := firstMember(opts); i < opts.Accounts; i++ {
			if !yield(Part{Name: "account-" + accountID(i), Data: accountPart(opts, i)}) {
				return
			}
		}
	}, nil
}

// Snapshot builds the whole organization in memory, for tests and benchmarks of
// moderate size.
func Snapshot(opts Options) (*snapshot.Snapshot, error) {
	parts, err := Organization(opts)
	if err != nil {
		return nil, err
	}
	var b snapshot.Builder
	for part := range parts {
		if err := b.Merge(part.Data); err != nil {
			return nil, err
		}
	}
	return b.Build()
}

// firstMember is the number of the first member account: of several accounts
// number 0 is the management account.
func firstMember(opts Options) int {
	if opts.Accounts == 1 {
		return 0
	}
	return 1
}

func managementAccount(opts Options) string {
	if opts.Accounts == 1 {
		return accountID(MaxAccounts)
	}
	return accountID(0)
}

func blank() snapshot.Data {
	return snapshot.Data{
		TakenAt: time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC),
		Sources: []snapshot.Source{{Name: "generated", Kind: "generated"}},
	}
}

func organizationPart(opts Options) snapshot.Data {
	b := snapshot.NewBuilder(blank())
	if opts.Accounts > 1 {
		newAccount(b, opts, 0).fill()
	}
	d := b.Data()
	d.Organizations = append(d.Organizations, snapshot.Organization{
		ID: organizationID, ManagementAccount: managementAccount(opts), Root: rootID,
		Units: []snapshot.Unit{
			{ID: infrastructure, Name: "Infrastructure", Parent: rootID},
			{ID: workloads, Name: "Workloads", Parent: rootID},
			{ID: production, Name: "Production", Parent: workloads},
			{ID: nonProduction, Name: "NonProduction", Parent: workloads},
			{ID: sandbox, Name: "Sandbox", Parent: rootID},
		},
		SCPs: scps(b, opts), RCPs: rcps(b, opts), SCPsEnabled: true, RCPsEnabled: true,
	})
	return *d
}

func accountPart(opts Options, number int) snapshot.Data {
	b := snapshot.NewBuilder(blank())
	newAccount(b, opts, number).fill()
	return *b.Data()
}

// accountID spreads the numbers over twelve digits.
func accountID(number int) string {
	return fmt.Sprintf("%012d", 100_000_000_000+(uint64(number)*7_919_000_017)%800_000_000_000)
}

// parentOf puts one account in ten into Infrastructure, five into Production,
// three into NonProduction and one into Sandbox.
func parentOf(opts Options, number int) string {
	switch {
	case opts.Accounts == 1:
		return production
	case number == 0:
		return rootID
	case number%10 == 0:
		return infrastructure
	case number%10 <= 5:
		return production
	case number%10 <= 8:
		return nonProduction
	default:
		return sandbox
	}
}

// pipelineAccount is the account whose CI deploys into account number: the
// nearest one of Infrastructure before it.
func pipelineAccount(opts Options, number int) string {
	if at := number / 10 * 10; at > 0 {
		return accountID(at)
	}
	return managementAccount(opts)
}

// random gives account number its own sequence, whatever was made before it.
func random(seed uint64, number int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(number)+0x9e3779b97f4a7c15))
}
