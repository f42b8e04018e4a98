package cli

import (
	"errors"
	"fmt"
	"strings"

	"sightline/iam/check"
	"sightline/iam/policy"
)

// A policyType is how the documents of a question are read.
type policyType string

// The types that checks and comparisons take.
const (
	typeIdentity policyType = "identity"
	typeResource policyType = "resource"
	typeTrust    policyType = "trust"
)

// exampleRole is what a trust policy hangs on in examples.
const exampleRole = "arn:aws:iam::111122223333:role/example"

func (t policyType) options() check.Options {
	switch t {
	case typeTrust:
		return check.Options{Kind: check.Resource, Own: exampleRole}
	case typeResource:
		return check.Options{Kind: check.Resource}
	default:
		return check.Options{Kind: check.Identity}
	}
}

// parsePolicyType reads a name of the command line or of AWS's API.
func parsePolicyType(text string) (policyType, error) {
	switch strings.ToLower(text) {
	case "identity", "identity_policy":
		return typeIdentity, nil
	case "resource", "resource_policy":
		return typeResource, nil
	case "trust":
		return typeTrust, nil
	case "scp", "service_control_policy", "rcp", "resource_control_policy", "session", "endpoint":
		return "", fmt.Errorf("--type %s: this command takes identity, resource and trust policies", text)
	}
	return "", fmt.Errorf("--type %q: the types are identity, resource and trust", text)
}

// A chosenType is a type with where it comes from: why is empty if the user
// gave it.
type chosenType struct {
	policyType
	why string
}

// String says the type and why.
func (c chosenType) String() string {
	if c.why == "" {
		return string(c.policyType)
	}
	return fmt.Sprintf("%s (chosen, as %s; --type names another)", c.policyType, c.why)
}

// chooseType takes the type that the user gave, or that the documents show.
func chooseType(given string, files ...policyFile) (chosenType, error) {
	if given != "" {
		t, err := parsePolicyType(given)
		return chosenType{policyType: t}, err
	}
	var chosen chosenType
	var by policyFile
	for _, f := range files {
		if len(f.doc.Statements) == 0 {
			continue // says nothing, fits every type
		}
		seen := typeOf(f.doc)
		if by.doc != nil && (seen.policyType == typeIdentity) != (chosen.policyType == typeIdentity) {
			return chosen, fmt.Errorf("%s looks like %s policy and %s like %s policy: say which with --type",
				by.name, article(chosen.policyType), f.name, article(seen.policyType))
		}
		if by.doc == nil || seen.policyType == typeResource {
			chosen, by = seen, f
		}
	}
	if by.doc == nil {
		return chosenType{typeIdentity, "there is no statement"}, nil
	}
	return chosen, nil
}

// article writes a type with its article.
func article(t policyType) string {
	if t == typeIdentity {
		return "an identity"
	}
	return "a " + string(t)
}

// typeOf reads the type off a document: resource if a statement names a
// principal, trust if it also names no resource and its actions are of sts.
func typeOf(d *policy.Document) chosenType {
	named, trust := false, true
	for i := range d.Statements {
		s := &d.Statements[i]
		named = named || s.Principal.Present
		trust = trust && !s.Resource.Present && s.Action.Present
		for _, v := range s.Action.Values {
			trust = trust && strings.HasPrefix(strings.ToLower(v.Text), "sts:")
		}
	}
	switch {
	case !named:
		return chosenType{typeIdentity, "no statement names a principal"}
	case trust:
		return chosenType{typeTrust, "statements name principals and actions of sts, and no resource"}
	default:
		return chosenType{typeResource, "a statement names a principal"}
	}
}

// settleType chooses the type and tells what a reader of the answer must know.
func (a *app) settleType(given string, files ...policyFile) (chosenType, error) {
	t, err := chooseType(given, files...)
	if err != nil {
		return t, err
	}
	for _, f := range files {
		if err := a.fits(t.policyType, f); err != nil {
			return t, err
		}
	}
	if t.why != "" && a.output == "json" {
		a.tell("policy type: " + t.String())
	}
	return t, nil
}

// fits tells what is wrong with a document, also as that type. One that AWS would
// not take as such is an error: it says nothing, and every check of it would pass.
func (a *app) fits(t policyType, f policyFile) error {
	if t != typeIdentity {
		if err := f.addressed(); err != nil {
			return err
		}
	}
	a.note(f)
	if t == typeIdentity && typeOf(f.doc).policyType != typeIdentity {
		a.tell(f.name + ": its principals count for nothing in an identity policy")
	}
	return nil
}

// addressed is the error for a policy of a resource in which a statement does
// not say whom it is about.
func (f policyFile) addressed() error {
	i := f.doc.Unaddressed()
	if i < 0 {
		return nil
	}
	return fmt.Errorf("%s: statement %d has no Principal, which a resource-based policy needs: add it, or check the document as an identity policy", f.site(i), i)
}

var errNoType = errors.New("give --resource-type, such as AWS::S3::Bucket")

// resourceType finds a type of NoPublicAccess, whatever its case, with or
// without AWS:: before it.
func resourceType(text string) (string, error) {
	if text == "" {
		return "", errNoType
	}
	for _, known := range check.ResourceTypes() {
		if strings.EqualFold(text, known) || strings.EqualFold("AWS::"+text, known) {
			return known, nil
		}
	}
	return "", fmt.Errorf("--resource-type %q: the types are %s", text, strings.Join(check.ResourceTypes(), ", "))
}
