package oracle

import (
	"slices"
	"strings"
)

// grantAllow gives the strength of the strongest grant on the key that holds.
// Source: KMS Developer Guide "Grants in AWS KMS".
func (t *trial) grantAllow() strength {
	found := nobody
	if !t.onResource("kms", "key/") {
		return found
	}
	for _, g := range t.policies.Grants {
		if t.covered(g) {
			found = max(found, t.grantee(g))
		}
	}
	return found
}

// grantee: a grant counts as an Allow for whom it names: for a role it is
// limited, for an account it delegates.
func (t *trial) grantee(g Grant) strength {
	for _, l := range t.who.chain {
		if slices.Contains(l.names, g.Grantee) {
			return l.gives
		}
	}
	return nobody
}

func (t *trial) covered(g Grant) bool {
	for _, operation := range g.Operations {
		if t.action() == "kms:"+strings.ToLower(operation) {
			return t.constrained(g.Constraints)
		}
	}
	return false
}

// constrained tells whether the constraints let the request pass. They bear
// only on operations that take an encryption context.
func (t *trial) constrained(c *Constraints) bool {
	if c == nil || !t.takesEncryptionContext() {
		return true
	}
	pairs := t.encryptionContext()
	if c.Equals != nil && len(pairs) != len(c.Equals) {
		return false
	}
	return holdsAll(pairs, c.Equals) && holdsAll(pairs, c.Subset)
}

func (t *trial) takesEncryptionContext() bool {
	name := strings.TrimPrefix(t.action(), "kms:")
	return name == "decrypt" || name == "encrypt" ||
		strings.HasPrefix(name, "generatedatakey") || strings.HasPrefix(name, "reencrypt")
}

// encryptionContext gives the pairs of the request by folded name.
func (t *trial) encryptionContext() map[string]Value {
	pairs := map[string]Value{}
	for key, value := range t.keys {
		if name, found := strings.CutPrefix(key, "kms:encryptioncontext:"); found {
			pairs[name] = value
		}
	}
	return pairs
}

func holdsAll(pairs map[string]Value, wanted map[string]string) bool {
	for name, text := range wanted {
		v, present := pairs[fold(name)]
		if !present || v.Multi || v.Texts[0] != text {
			return false
		}
	}
	return true
}
