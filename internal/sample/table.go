package sample

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sightline/iam/authz"
)

// The tables are written for readers: names instead of ARNs where the account
// and the kind say the rest, and a policy is the name of its file in policies/.

// organizationTable is organization.json.
type organizationTable struct {
	ID                string           `json:"id"`
	ManagementAccount string           `json:"managementAccount"`
	Root              string           `json:"root"`
	Units             []unitTable      `json:"units"`
	SCPs              []orgPolicyTable `json:"scps"`
	RCPs              []orgPolicyTable `json:"rcps"`
}

type unitTable struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Parent string `json:"parent"`
}

type orgPolicyTable struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Document string   `json:"document"`
	Targets  []string `json:"targets"`
}

// accountTable is one of accounts/*.json.
type accountTable struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Parent string `json:"parent"`
	// Region of what has none in its ARN.
	Region string `json:"region"`
	// BlockPublicAccess of the account: all four switches, or none.
	BlockPublicAccess bool            `json:"blockPublicAccess"`
	Users             []identityTable `json:"users"`
	Groups            []identityTable `json:"groups"`
	Roles             []identityTable `json:"roles"`
	Resources         []resourceTable `json:"resources"`
}

type identityTable struct {
	Name string `json:"name"`
	// Path is "/" if absent.
	Path string `json:"path"`
	// Attached names managed policies: the account's own, or AWS's as
	// "aws:NAME". Inline names policies by their file as well.
	Attached []string `json:"attached"`
	Inline   []string `json:"inline"`
	Boundary string   `json:"boundary"`
	Trust    string   `json:"trust"`
	Groups   []string `json:"groups"`
	// InstanceProfile that holds the role.
	InstanceProfile string            `json:"instanceProfile"`
	PermissionSet   string            `json:"permissionSet"`
	Tags            map[string]string `json:"tags"`
	Created         string            `json:"created"`  // 2006-01-02
	LastUsed        string            `json:"lastUsed"` // 2006-01-02
}

type resourceTable struct {
	ARN    string            `json:"arn"`
	Type   string            `json:"type"`
	Name   string            `json:"name"`
	Tags   map[string]string `json:"tags"`
	Policy string            `json:"policy"`
	// PolicyRefused: the call that reads the policy was refused, the one gap
	// of the sample.
	PolicyRefused   bool          `json:"policyRefused"`
	Bucket          *bucketTable  `json:"bucket"`
	Grants          []authz.Grant `json:"grants"`
	KeyManager      string        `json:"keyManager"`
	InstanceProfile string        `json:"instanceProfile"` // its name
	Role            string        `json:"role"`            // its ARN
	Underlying      string        `json:"underlying"`
	Sharing         *sharingTable `json:"sharing"`
}

// sharingTable is of snapshots: with nobody if "with" is absent. No account of
// the sample blocks public sharing.
type sharingTable struct {
	With         []string `json:"with"`
	Encrypted    bool     `json:"encrypted"`
	SnapshotType string   `json:"snapshotType"` // of RDS
}

// bucketTable: absent means that access control lists are off (bucket owner
// enforced) and that the bucket has no Block Public Access of its own.
type bucketTable struct {
	Ownership string `json:"ownership"`
	// ACL; the grantee "owner" stands for the account's canonical id.
	ACL   []authz.ACLGrant `json:"acl"`
	Block bool             `json:"block"`
}

// readTable reads one embedded file strictly: a misspelt field is an error.
func readTable(path string, into any) error {
	text, err := files.ReadFile(path)
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("sample/%s: %w", path, err)
	}
	return nil
}
