package aws

import "time"

// DefaultRole is the role that accounts are read through where none is named.
const DefaultRole = "SightlineReader"

// SourceName is how snapshots name what was collected from AWS.
const SourceName = "aws"

// sourceRead says in NotCollected entries what is read beside IAM and the
// organization; resources of all further types are not.
const sourceRead = SourceName + " (EC2 instances, EKS clusters, RDS databases, S3 buckets and KMS keys are read)"

// Options say what to read. The zero value reads the account of the ambient
// credentials in every Region that is enabled there.
type Options struct {
	// Organization reads every active account that AWS Organizations lists.
	Organization bool
	// Auto is Organization where the credentials may list the accounts, and
	// their own account where not.
	Auto bool
	// Role is the name, with its path if it has one, of the role to assume in
	// accounts other than the credentials' own; empty means DefaultRole.
	Role       string
	ExternalID string
	// Regions limit regional resources; empty means every enabled Region.
	Regions []string
	// Accounts limit what is read; empty means all, or the credentials' own.
	Accounts []string
	// Now is when collection begins.
	Now time.Time
	// Progress is told of every part that begins and ends; may be nil. Calls
	// do not overlap.
	Progress func(Progress)
}

func (o *Options) role() string {
	if o.Role == "" {
		return DefaultRole
	}
	return o.Role
}

// States of a part.
const (
	Reading = "reading"
	Done    = "done"
	Failed  = "gap" // read, with at least one gap
)

// Progress tells of one part: a service in one account and Region (none for
// global services). Finished and Total count parts; Total grows as accounts
// tell which Regions they have enabled.
type Progress struct {
	Account, AccountName string
	Region, Service      string
	State                string
	Finished, Total      int
}
