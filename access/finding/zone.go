package finding

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A ZoneKind says how a zone of trust is chosen.
type ZoneKind string

// The kinds of Zone.
const (
	ZoneAccount      ZoneKind = "account"
	ZoneOrganization ZoneKind = "organization"
	ZoneAccounts     ZoneKind = "accounts"
)

// A Zone is a zone of trust: what is inside is trusted, so sharing within it is
// no finding. The zero value is no zone. Resolve makes it answer for accounts.
// Source: IAM User Guide "Concepts" (access-analyzer-concepts), read 2026-11;
// a chosen set of accounts is ours.
type Zone struct {
	Kind ZoneKind
	// Accounts of ZoneAccount (one) and ZoneAccounts.
	Accounts []string
	// Organization is the id of the one that is meant by ZoneOrganization; empty
	// means the only one of the snapshot.
	Organization string
}

// ParseZone reads "account:ID", "organization", "organization:o-…" or
// "accounts:ID,ID". An error says how to write it.
func ParseZone(text string) (Zone, error) {
	kind, rest, named := strings.Cut(text, ":")
	z := Zone{Kind: ZoneKind(kind)}
	switch z.Kind {
	case ZoneOrganization:
		z.Organization = rest
		if named && rest == "" {
			return Zone{}, badZone(text)
		}
	case ZoneAccount, ZoneAccounts:
		if rest != "" {
			z.Accounts = distinct(strings.Split(rest, ","))
		}
	default:
		return Zone{}, badZone(text)
	}
	return z, z.check()
}

func badZone(text string) error {
	return invalid("zone", "%q is no zone of trust: write account:ID, organization, organization:ID or accounts:ID,ID", text)
}

// String is what ParseZone reads.
func (z Zone) String() string {
	switch {
	case z.Kind == ZoneOrganization && z.Organization == "":
		return string(z.Kind)
	case z.Kind == ZoneOrganization:
		return string(z.Kind) + ":" + z.Organization
	}
	return string(z.Kind) + ":" + strings.Join(z.Accounts, ",")
}

// check says what is wrong with the zone.
func (z Zone) check() error {
	for _, id := range z.Accounts {
		if !isAccount(id) {
			return invalid("zone", "%q is no account id: give its 12 digits", id)
		}
	}
	switch {
	case z.Kind != ZoneAccount && z.Kind != ZoneAccounts && z.Kind != ZoneOrganization:
		return badZone(string(z.Kind))
	case z.Kind == ZoneOrganization && len(z.Accounts) > 0:
		return invalid("zone", "an organization is chosen, and accounts as well: choose one of them")
	case z.Kind != ZoneOrganization && z.Organization != "":
		return invalid("zone", "accounts are chosen, and organization %s as well: choose one of them", z.Organization)
	case z.Organization != "" && !isOrganization(z.Organization):
		return invalid("zone", "%q is no organization id: it begins with o-", z.Organization)
	case z.Kind == ZoneAccount && len(z.Accounts) != 1:
		return invalid("zone", "account needs one account id, and has %d: write account:ID, or accounts:ID,ID for several", len(z.Accounts))
	case z.Kind == ZoneAccounts && len(z.Accounts) == 0:
		return invalid("zone", "accounts names no account: write accounts:ID,ID")
	case len(z.Accounts) > maxAccounts:
		return invalid("zone", "%d accounts are named, the limit is %d: choose the organization", len(z.Accounts), maxAccounts)
	}
	return nil
}

// MarshalJSON writes the text of String, as flags and configuration have it.
func (z Zone) MarshalJSON() ([]byte, error) { return json.Marshal(z.String()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (z *Zone) UnmarshalJSON(data []byte) (err error) {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("zone: %w", err)
	}
	*z, err = ParseZone(text)
	return err
}

// clone shares nothing with z.
func (z Zone) clone() Zone {
	z.Accounts = slices.Clone(z.Accounts)
	return z
}
