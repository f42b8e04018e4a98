package snapshot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sightline/iam/authz"
)

// A Reading is what was read again of one resource or role, for Replace.
type Reading struct {
	// ARN of the resource or role.
	ARN string
	// Gone: its service says that it does not exist.
	Gone bool
	// Data holds the resource or the role, documents, and as gaps what was
	// refused of it. Without either, nothing of it could be read, and the gaps
	// say why. Of a role it is what iam:GetRole tells: its policies are others'.
	Data Data
	// AccountBlock: the account's own Block Public Access was asked for as well.
	// Data.Accounts has it, or Data.Gaps why not.
	AccountBlock bool
}

// check refuses a reading that is of another thing, or says nothing.
func (r *Reading) check() error {
	d := &r.Data
	found := len(d.Resources) + len(d.Identities)
	switch _, ok := splitARN(r.ARN); {
	case !ok:
		return errors.New("not an ARN")
	case found > 1 || r.Gone && found > 0:
		return fmt.Errorf("one thing or none is expected, there are %d", found)
	case found == 0 && !r.Gone && !slices.ContainsFunc(d.Gaps, func(g Gap) bool { return g.Subject == r.ARN }):
		return errors.New("nothing was read, and no gap says why")
	case r.AccountBlock && len(d.Accounts) != 1:
		return fmt.Errorf("settings of one account are expected, there are %d", len(d.Accounts))
	}
	for i := range d.Resources {
		if d.Resources[i].ARN != r.ARN {
			return fmt.Errorf("resource %s is another one", d.Resources[i].ARN)
		}
	}
	for i := range d.Identities {
		if d.Identities[i].ARN != r.ARN || d.Identities[i].Kind != KindRole {
			return fmt.Errorf("%s %s is another one", d.Identities[i].Kind, d.Identities[i].ARN)
		}
	}
	for i := range d.Gaps {
		if g := &d.Gaps[i]; g.Subject != r.ARN && !(r.AccountBlock && g.ofAccountBlock(d.Accounts[0].ID)) {
			return fmt.Errorf("the gap is about something else: %s", g)
		}
	}
	return nil
}

// ofRole tells whether a role was read.
func (r *Reading) ofRole() bool {
	p, _ := splitARN(r.ARN)
	return p.service == "iam" && strings.HasPrefix(p.resource, KindRole+"/")
}

// ofAccountBlock tells of a gap about an account's own Block Public Access.
func (g *Gap) ofAccountBlock(account string) bool {
	return g.Account == account && g.Type == TypeAccount && g.Subject == "" && g.Layer == authz.LayerPublicAccessBlock
}

// CannotRescan says why nothing of the snapshot can be read again by itself;
// empty means that it can. Only AWS can be asked about one resource.
func (s *Snapshot) CannotRescan() string {
	if s.data.Sample {
		return "this is the bundled sample organization, which cannot be rescanned"
	}
	var names []string
	for _, source := range s.data.Sources {
		if source.Kind != SourceAWS {
			names = append(names, source.Name)
		}
	}
	switch {
	case len(s.data.Sources) == 0:
		return "the snapshot does not say where it is from, so nothing of it can be rescanned"
	case len(names) == 0:
		return ""
	case len(names) < len(s.data.Sources):
		return "the snapshot joins AWS with files (" + strings.Join(names, ", ") + "), and a file cannot be rescanned: run scan"
	default:
		return "the snapshot is from files (" + strings.Join(names, ", ") + "), and a file cannot be rescanned: write it anew and run scan"
	}
}
