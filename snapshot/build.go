package snapshot

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
	s := &Snapshot{id: id, data: d, docs: indexDocuments(d.Documents)}
	s.index = newIndex(&s.data)
	return s, nil
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
