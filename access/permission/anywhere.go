package permission

import (
	"sort"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// whoAnywhere answers for "*", which stands for any resource: who may do some
// of the actions somewhere, as far as the principals' own layers say. On which
// resources stands with each. What single resources add or take away is asked
// of them by their ARNs.
// Precision: over.
func (k *Asker) whoAnywhere(actions Actions, given *authz.Context, stop Stop) ([]Holder, error) {
	var out []Holder
	listed := 0
	for _, party := range k.residents() {
		q, err := k.Question(party.Principal, "*", given)
		if err != nil {
			return nil, err
		}
		sets, unread := k.ownSets(q, actions.selects(k.Catalog), false)
		grants := k.finish(sets, unread, party.Principal.Account)
		for i := range grants {
			out = append(out, holderOf(&party, &grants[i]))
			listed += len(grants[i].all)
		}
		if err := stop.at(listed); err != nil {
			return nil, err
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return before(&out[i], &out[j]) })
	return out, nil
}

// residents lists the users, roles and root users of the snapshot.
func (k *Asker) residents() (out []Party) {
	for i := range k.Snapshot.Identities() {
		if id := &k.Snapshot.Identities()[i]; id.Kind != snapshot.KindGroup {
			out = append(out, Party{k.Snapshot.PrincipalOf(id), id.ARN, id.Kind})
		}
	}
	for i := range k.Snapshot.Data().Accounts {
		root := k.Snapshot.RootOf(k.Snapshot.Data().Accounts[i].ID)
		out = append(out, Party{root, root.ARN, root.Kind.String()})
	}
	return out
}

func holderOf(p *Party, g *Grant) Holder {
	return Holder{
		Principal: p.Label, Kind: p.Kind, Account: p.Principal.Account, Verdict: g.Verdict, Actions: g.all,
		Conditions: g.Conditions, Because: g.Because, Resources: g.Resources, Except: g.Except,
	}
}
