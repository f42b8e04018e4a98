package casefile

import (
	"bytes"
	"fmt"

	"sightline/iam/policy"
)

// The checks of reasoning cases.
const (
	CheckNoNewAccess      = "no-new-access"
	CheckAccessNotGranted = "access-not-granted"
	CheckNoPublicAccess   = "no-public-access"
	CheckExternalAccess   = "external-access"
	CheckEquivalent       = "equivalent"
)

// The spellings of policyType.
const (
	IdentityPolicy = "IDENTITY_POLICY"
	ResourcePolicy = "RESOURCE_POLICY"
)

// A Reasoning is what a case with a check field asks: about the set of all
// requests instead of a single one. Exactly one field is set, that of the check.
// Source: testdata/conformance/reason/README.md.
type Reasoning struct {
	NoNewAccess      *NoNewAccess
	AccessNotGranted *AccessNotGranted
	NoPublicAccess   *NoPublicAccess
	ExternalAccess   *ExternalAccess
	Equivalent       *Equivalent
}

// A NoNewAccess asks whether New allows a request that Existing does not.
type NoNewAccess struct {
	head
	PolicyType string   `json:"policyType"`
	Existing   Document `json:"existing"`
	New        Document `json:"new"`
	Expect     Result   `json:"expect"`
	proofs
}

// An AccessNotGranted asks whether Policy allows any of Access.
type AccessNotGranted struct {
	head
	PolicyType string   `json:"policyType"`
	Policy     Document `json:"policy"`
	Access     Access   `json:"access"`
	Expect     Result   `json:"expect"`
	proofs
}

// An Access names actions and resources, with * and ?; a missing list means any.
type Access struct {
	Actions   []string `json:"actions"`
	Resources []string `json:"resources"`
}

// A NoPublicAccess asks whether Policy lets somebody in who is not bounded by a
// fixed value.
type NoPublicAccess struct {
	head
	ResourceType string   `json:"resourceType"`
	Policy       Document `json:"policy"`
	Expect       Result   `json:"expect"`
	proofs
}

// An Equivalent asks whether A and B allow the same requests.
type Equivalent struct {
	head
	PolicyType string     `json:"policyType"`
	A          Document   `json:"a"`
	B          Document   `json:"b"`
	Expect     Relation   `json:"expect"`
	Witness    Difference `json:"witness"`
}

// A Result is the expected answer of a check: PASS or FAIL, and the indexes of
// all Allow statements that are the reason, ascending.
type Result struct {
	Result     string `json:"result"`
	Statements []int  `json:"statements"`
}

// A Relation is the expected answer of a comparison: EQUAL, A_WIDER, B_WIDER or
// INCOMPARABLE.
type Relation struct {
	Result string `json:"result"`
}

// A Difference holds requests that one side alone allows.
type Difference struct {
	OnlyA *Witness `json:"onlyA"`
	OnlyB *Witness `json:"onlyB"`
}

// head are the fields of every case, read here once more so that a strict
// decoder knows them.
type head struct {
	Name       string `json:"name"`
	About      string `json:"about"`
	Source     string `json:"source"`
	Confidence string `json:"confidence"`
	Check      string `json:"check"`
}

// proofs are the requests that prove a FAIL.
type proofs struct {
	Witness       *Witness  `json:"witness"`
	MoreWitnesses []Witness `json:"moreWitnesses"`
}

// Witnesses lists all requests that prove a FAIL.
func (p *proofs) Witnesses() []Witness {
	if p.Witness == nil {
		return p.MoreWitnesses
	}
	return append([]Witness{*p.Witness}, p.MoreWitnesses...)
}

// A Document is a policy of a reasoning case. As elsewhere, a text that is no
// policy is no error here: its Issues say what is wrong with it.
type Document struct{ *policy.Document }

// UnmarshalJSON parses the policy.
func (d *Document) UnmarshalJSON(text []byte) error {
	if !bytes.HasPrefix(text, []byte("{")) {
		return fmt.Errorf("a policy document is an object, not %.20s", text)
	}
	d.Document = policy.Parse(bytes.Clone(text))
	return nil
}
