package emulator

// World is a seeded organization: what was asked for, with the ids that AWS
// gave. Lists are as plan.go states them, so a test can hold all of it against
// a snapshot.
type World struct {
	Endpoint     string
	Organization string
	Root         string
	Units        map[string]string // name → id
	SCPs, RCPs   []OrgPolicy
	Accounts     []*Account
}

// Outsider is an account that is not in the organization.
const Outsider = "999988887777"

// Vendor is an account outside that a role of dev trusts, with VendorExternalID.
const (
	Vendor           = "414351767826"
	VendorExternalID = "bd78f305-1649-4ffc-a325-2dfc27b01eef"
)

// ReaderRole is the role that a scan assumes in every account.
const ReaderRole = "SightlineReader"

// ExternalID is what the trust of the auditor's role in prod demands.
const ExternalID = "audit-7f3a"

// Account finds an account by its short name; a name that is not there is a
// mistake in a test.
func (w *World) Account(name string) *Account {
	for _, a := range w.Accounts {
		if a.Name == name {
			return a
		}
	}
	panic("emulator: no account " + name)
}

// An OrgPolicy is a service or resource control policy and where it hangs.
type OrgPolicy struct {
	Name, Document string
	ID             string
	Targets        []string // ids
}

// An Account is one account with everything in it.
type Account struct {
	Name string // how tests call it
	// Title is its name in AWS, which may be hostile.
	Title string
	Unit  string // name of its unit; empty: the root
	ID    string
	// Block is the account's S3 Block Public Access, all of it on.
	Block     bool
	Policies  []Policy
	Groups    []Group
	Users     []User
	Roles     []Role
	Instances []*Instance
	Keys      []*Key
	Clusters  []Cluster
	Databases []Database
	Buckets   []Bucket
}

// ARN writes an ARN of IAM in this account: ARN("role/app/web").
func (a *Account) ARN(path string) string { return "arn:aws:iam::" + a.ID + ":" + path }

// Bucket finds a bucket by the name that plan.go gives it; the real one has
// something random behind it.
func (a *Account) Bucket(name string) *Bucket {
	for i := range a.Buckets {
		if a.Buckets[i].Label == name {
			return &a.Buckets[i]
		}
	}
	panic("emulator: no bucket " + name + " in " + a.Name)
}

// Instance finds an instance by its label.
func (a *Account) Instance(name string) *Instance {
	for _, i := range a.Instances {
		if i.Label == name {
			return i
		}
	}
	panic("emulator: no instance " + name + " in " + a.Name)
}

// Key finds a KMS key by its alias.
func (a *Account) Key(alias string) *Key {
	for _, k := range a.Keys {
		if k.Alias == alias {
			return k
		}
	}
	panic("emulator: no key " + alias + " in " + a.Name)
}

// A Policy is a customer managed policy.
type Policy struct{ Path, Name, Document string }

// ARN of the policy in an account.
func (p Policy) ARN(account string) string {
	return "arn:aws:iam::" + account + ":policy" + p.Path + p.Name
}

// An Identity is what users, groups and roles share.
type Identity struct {
	Path, Name string
	Inline     map[string]string // name → document
	Attached   []string          // ARNs
	Tags       map[string]string
}

// A Group is an IAM group.
type Group struct{ Identity }

// A User is an IAM user.
type User struct {
	Identity
	Groups []string
}

// A Role is an IAM role. Profile names an instance profile to put it in.
type Role struct {
	Identity
	Trust    string
	Boundary string // ARN
	Profile  string
}

// An Instance is an EC2 instance.
type Instance struct {
	Label, Region string
	Profile       string
	Tags          map[string]string
	ID            string
}

// ARN of the instance in an account.
func (i *Instance) ARN(account string) string {
	return "arn:aws:ec2:" + i.Region + ":" + account + ":instance/" + i.ID
}

// A Key is a customer's KMS key.
type Key struct {
	Alias, Region string
	Policy        string
	Tags          map[string]string
	Grants        []Grant
	ARN           string
}

// A Grant of a key.
type Grant struct {
	Name, Grantee string
	Operations    []string
}

// A Cluster is an EKS cluster.
type Cluster struct {
	Name, Region, Role string
	Tags               map[string]string
}

// ARN of the cluster in an account.
func (c Cluster) ARN(account string) string {
	return "arn:aws:eks:" + c.Region + ":" + account + ":cluster/" + c.Name
}

// A Database is an RDS instance, or an Aurora cluster.
type Database struct {
	Name, Region string
	Aurora       bool
	Tags         map[string]string
}

// ARN of the database in an account.
func (d Database) ARN(account string) string {
	kind := "db"
	if d.Aurora {
		kind = "cluster"
	}
	return "arn:aws:rds:" + d.Region + ":" + account + ":" + kind + ":" + d.Name
}

// A Bucket of S3. ACL is a canned one; Block puts all of Block Public Access on
// the bucket.
type Bucket struct {
	Label, Name, Region string
	Policy              string
	Ownership, ACL      string
	Block               bool
	Tags                map[string]string
}

// ARN of the bucket, or of an object in it: ARN("/report.csv").
func (b *Bucket) ARN(object string) string { return "arn:aws:s3:::" + b.Name + object }
