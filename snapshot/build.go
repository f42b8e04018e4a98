package snapshot

import "fmt"

// Build checks what was collected, puts it in order and freezes it. Entries
// for one ARN are merged if they agree. The content goes over to the snapshot:
// the Builder is empty afterwards, also after an error.
//
// Errors name the ARN or id and what is wrong with it.
func (b *Builder) Build() (*Snapshot, error) {
	d := b.data
	*b = Builder{}
	return freeze(d)
}

func freeze(d Data) (*Snapshot, error) {
	normalize(&d)
	return settle(d, nil)
}

// settle freezes content that is in order. Documents that are known are shared,
// so that nobody parses them again.
func settle(d Data, known map[string]*document) (*Snapshot, error) {
	if err := unify(&d); err != nil {
		return nil, err
	}
	addAccounts(&d)
	if err := validate(&d); err != nil {
		return nil, err
	}
	id, err := identify(&d)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{id: id, data: d, docs: indexDocuments(d.Documents, known)}
	s.index = newIndex(&s.data)
	if err := s.checkOwners(); err != nil {
		return nil, err
	}
	return s, nil
}

// checkOwners: a resource that stands under two accounts was not merged, as
// only neighbours are.
func (s *Snapshot) checkOwners() error {
	for i := range s.data.Resources {
		r := &s.data.Resources[i]
		if last := s.exactResource(r.ARN); last != r {
			return fmt.Errorf("resource %s: stands under account %q and under account %q", r.ARN, r.Account, last.Account)
		}
	}
	return nil
}

// addAccounts lists the accounts that identities and resources name, so that
// everything belongs to an account that can be looked up.
func addAccounts(d *Data) {
	known := make(map[string]bool, len(d.Accounts))
	for i := range d.Accounts {
		known[d.Accounts[i].ID] = true
	}
	add := func(id string) {
		if id != "" && !known[id] {
			known[id] = true
			d.Accounts = append(d.Accounts, Account{ID: id})
		}
	}
	for i := range d.Identities {
		add(d.Identities[i].Account)
	}
	for i := range d.Resources {
		add(d.Resources[i].Account)
	}
	sortAccounts(d.Accounts)
}
