package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"sightline/snapshot"
)

// assembly turns the tables into the content of a snapshot.
type assembly struct {
	b       *snapshot.Builder
	org     organizationTable
	managed map[string]bool // ARNs of managed policies added so far
}

// attach reads a policy's file.
func (a *assembly) attach(name, document string) (snapshot.Attachment, error) {
	path := "policies/" + document + ".json"
	text, err := files.ReadFile(path)
	if err != nil {
		return snapshot.Attachment{}, fmt.Errorf("policy %q: there is no sample/%s", document, path)
	}
	return a.b.Attach(name, string(text), Name+"/"+path, 1), nil
}

func (a *assembly) attachPointer(name, document string) (*snapshot.Attachment, error) {
	if document == "" {
		return nil, nil
	}
	at, err := a.attach(name, document)
	return &at, err
}

func (a *assembly) organization() error {
	if err := readTable("organization.json", &a.org); err != nil {
		return err
	}
	o := snapshot.Organization{
		ID: a.org.ID, ManagementAccount: a.org.ManagementAccount, Root: a.org.Root,
		SCPsEnabled: true, RCPsEnabled: true,
	}
	for _, u := range a.org.Units {
		o.Units = append(o.Units, snapshot.Unit{ID: u.ID, Name: u.Name, Parent: u.Parent})
	}
	var err error
	if o.SCPs, err = a.orgPolicies(a.org.SCPs); err != nil {
		return err
	}
	if o.RCPs, err = a.orgPolicies(a.org.RCPs); err != nil {
		return err
	}
	d := a.b.Data()
	d.Organizations = append(d.Organizations, o)
	return nil
}

func (a *assembly) orgPolicies(list []orgPolicyTable) ([]snapshot.OrgPolicy, error) {
	var out []snapshot.OrgPolicy
	for _, p := range list {
		at, err := a.attach(p.Name, p.Document)
		if err != nil {
			return nil, fmt.Errorf("sample/organization.json: %s: %w", p.ID, err)
		}
		out = append(out, snapshot.OrgPolicy{ID: p.ID, Attachment: at, Targets: p.Targets})
	}
	return out, nil
}

func (a *assembly) account(path string) error {
	var t accountTable
	if err := readTable(path, &t); err != nil {
		return err
	}
	d := a.b.Data()
	d.Accounts = append(d.Accounts, snapshot.Account{
		ID: t.ID, Name: t.Name, Organization: a.org.ID, Parent: t.Parent,
		OrganizationKnown: true, CanonicalID: canonicalID(t.ID),
		PublicAccessBlock: block(t.BlockPublicAccess),
	})
	if err := a.identities(&t); err != nil {
		return err
	}
	return a.resources(&t)
}

// collected notes that everything of every type in the sample was read in
// every account.
func (a *assembly) collected() {
	d := a.b.Data()
	types := map[string]bool{"AWS::IAM": true}
	for i := range d.Resources {
		types[d.Resources[i].Type] = true
	}
	for i := range d.Accounts {
		d.Accounts[i].Collected = make([]string, 0, len(types))
		for name := range types {
			d.Accounts[i].Collected = append(d.Accounts[i].Collected, name)
		}
	}
}

// canonicalID makes up the S3 canonical user id of an account: 64 hex digits.
func canonicalID(account string) string {
	sum := sha256.Sum256([]byte("canonical user of " + account))
	return hex.EncodeToString(sum[:])
}

// uniqueID makes up an AIDA…, AROA… or AGPA… id.
func uniqueID(prefix, arn string) string {
	sum := sha256.Sum256([]byte(arn))
	return prefix + strings.ToUpper(hex.EncodeToString(sum[:]))[:17]
}
