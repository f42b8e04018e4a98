package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// validate checks what every lookup relies on and drops documents that
// nothing refers to.
func validate(d *Data) error {
	for i := range d.Identities {
		if err := validateIdentity(&d.Identities[i]); err != nil {
			return err
		}
	}
	for i := range d.Resources {
		if err := validateResource(&d.Resources[i]); err != nil {
			return err
		}
	}
	for i := range d.Organizations {
		if err := validateTree(&d.Organizations[i]); err != nil {
			return err
		}
	}
	if err := validateParents(d); err != nil {
		return err
	}
	return validateDocuments(d)
}

func validateIdentity(id *Identity) error {
	switch id.Kind {
	case KindUser, KindRole, KindGroup:
	default:
		return fmt.Errorf("identity %q: kind %q is none of user, role, group", id.ARN, id.Kind)
	}
	parts, ok := splitARN(id.ARN)
	switch {
	case !ok || parts.service != "iam":
		return fmt.Errorf("%s %q: not the ARN of an IAM identity", id.Kind, id.ARN)
	case !strings.HasPrefix(parts.resource, id.Kind+"/"):
		return fmt.Errorf("%s %q: the ARN is not that of a %s", id.Kind, id.ARN, id.Kind)
	case parts.account != id.Account:
		return fmt.Errorf("%s %s: stands under account %q, which its ARN does not name", id.Kind, id.ARN, id.Account)
	case id.Name == "":
		return fmt.Errorf("%s %s: has no name", id.Kind, id.ARN)
	}
	return nil
}

func validateTree(o *Organization) error {
	if o.ID == "" {
		return fmt.Errorf("an organization has no id")
	}
	if err := unifyParts(o); err != nil {
		return fmt.Errorf("organization %s: %w", o.ID, err)
	}
	parent := parentsOf(o)
	for i := range o.Units {
		if err := climb(o, parent, &o.Units[i]); err != nil {
			return err
		}
	}
	return nil
}

func climb(o *Organization, parent map[string]string, u *Unit) error {
	at := u.ID
	for range len(o.Units) + 1 {
		if at == o.Root {
			return nil
		}
		up, ok := parent[at]
		if !ok {
			return fmt.Errorf("organization %s: unit %s hangs on %q, which is neither the root nor a unit", o.ID, u.ID, at)
		}
		at = up
	}
	return fmt.Errorf("organization %s: unit %s is its own ancestor", o.ID, u.ID)
}

func parentsOf(o *Organization) map[string]string {
	parent := make(map[string]string, len(o.Units))
	for i := range o.Units {
		parent[o.Units[i].ID] = o.Units[i].Parent
	}
	return parent
}

// validateParents: an account hangs on a node of its organization's tree, if
// the tree was read.
func validateParents(d *Data) error {
	nodes := make(map[string]bool)
	for i := range d.Organizations {
		o := &d.Organizations[i]
		nodes[o.ID] = o.Root != ""
		nodes[o.ID+"/"+o.Root] = true
		for j := range o.Units {
			nodes[o.ID+"/"+o.Units[j].ID] = true
		}
	}
	for i := range d.Accounts {
		a := &d.Accounts[i]
		if a.Parent != "" && nodes[a.Organization] && !nodes[a.Organization+"/"+a.Parent] {
			return fmt.Errorf("account %s: hangs on %q, which organization %s does not have", a.ID, a.Parent, a.Organization)
		}
	}
	return nil
}

func validateDocuments(d *Data) error {
	used := make(map[string]string, len(d.Documents))
	err := eachAttachment(d, func(kind, owner string, a *Attachment) error {
		if a.Document == "" {
			return nil
		}
		text, ok := d.Documents[a.Document]
		if !ok {
			return fmt.Errorf("%s %s: the text of policy %s is missing (key %s)", kind, owner, showAttachment(a), a.Document)
		}
		if _, seen := used[a.Document]; !seen {
			if reason := unusable(text); reason != "" {
				return fmt.Errorf("%s %s: the text of policy %s %s", kind, owner, showAttachment(a), reason)
			}
		}
		used[a.Document] = text
		return nil
	})
	if err != nil {
		return err
	}
	d.Documents = used
	return checkKeys(used)
}

// unusable tells why a text cannot be kept, or nothing.
func unusable(text string) string {
	switch {
	case !utf8.ValidString(text):
		return "is not valid UTF-8"
	case len(text) > MaxDocumentBytes:
		return fmt.Sprintf("is longer than %d bytes", MaxDocumentBytes)
	}
	return ""
}

func checkKeys(texts map[string]string) error {
	for key, text := range texts {
		if documentKey(text) != key {
			return fmt.Errorf("document %s: the key is not the SHA-256 of its text", key)
		}
	}
	return nil
}

func documentKey(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
