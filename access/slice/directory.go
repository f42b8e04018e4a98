package slice

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"

	"sightline/iam/catalog"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// A Directory finds what a snapshot holds by its names. Safe for concurrent use.
type Directory struct {
	s *snapshot.Snapshot
	// text holds the entries one after another, in lower case: name, ARN, name
	// of the account and tag values; starts are where they begin.
	text    string
	starts  []int
	entries []entry
	actions []string
	strange []string // services and identity providers
	// byName is the order in which lists show identities and resources.
	byName sync.Once
	order  []int32
}

// An entry is one thing: at is its place in the list of its kind.
type entry struct {
	list list
	at   int32
}

// A list is where an entry's thing stands; its order is that of equal finds.
type list uint8

const (
	listAnyone list = iota
	listIdentities
	listAccounts
	listResources
	listStrangers
	listActions
)

// The marks between the fields and entries of Directory.text.
const (
	fieldMark = '\x1f'
	entryMark = '\x1e'
)

// NewDirectory indexes a snapshot, once.
func NewDirectory(s *snapshot.Snapshot, c *catalog.Catalog) *Directory {
	d := &Directory{s: s, actions: c.Match("*"), strange: strangers(s)}
	b := &indexing{d: d}
	b.add(listAnyone, 0, "anyone", "*", "", nil)
	for i := range s.Identities() {
		id := &s.Identities()[i]
		b.add(listIdentities, i, id.Name, id.ARN, accountName(s, id.Account), id.Tags)
	}
	data := s.Data()
	for i := range data.Accounts {
		b.add(listAccounts, i, orID(data.Accounts[i].Name, data.Accounts[i].ID), data.Accounts[i].ID, "", nil)
	}
	for i := range data.Resources {
		r := &data.Resources[i]
		b.add(listResources, i, resourceName(r.ARN, r.Name), r.ARN, accountName(s, r.Account), r.Tags)
	}
	for i, name := range d.strange {
		b.add(listStrangers, i, providerName(name), name, "", nil)
	}
	for i, name := range d.actions {
		b.add(listActions, i, name, name[strings.IndexByte(name, ':')+1:], "", nil)
	}
	d.text = b.text.String()
	return d
}

// strangers lists the services and identity providers that trust policies name.
func strangers(s *snapshot.Snapshot) []string {
	seen, documents := make(map[string]bool), make(map[string]bool)
	for i := range s.Identities() {
		trust := s.Identities()[i].Trust
		if trust == nil || documents[trust.Document] {
			continue
		}
		documents[trust.Document] = true
		d := s.Document(trust.Document)
		for j := 0; d != nil && j < len(d.Statements); j++ {
			for _, v := range d.Statements[j].Principal.Values {
				if v.Type == policy.PrincipalService || v.Type == policy.PrincipalFederated {
					seen[v.Text] = true
				}
			}
		}
	}
	delete(seen, "*")
	for name := range seen {
		if r := s.Resource(name); r != nil && r.ARN == name {
			delete(seen, name) // listed as what it is
		}
	}
	out := make([]string, 0, len(seen))
	for name := range seen {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// indexing writes the text of a directory.
type indexing struct {
	d    *Directory
	text strings.Builder
}

func (b *indexing) add(l list, at int, name, arn, account string, tags map[string]string) {
	b.d.starts = append(b.d.starts, b.text.Len())
	b.d.entries = append(b.d.entries, entry{l, int32(at)})
	b.field(name)
	b.field(arn)
	b.field(account)
	keys := make([]string, 0, len(tags))
	for key := range tags {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		b.field(tags[key])
	}
	b.text.WriteByte(entryMark)
}

func (b *indexing) field(text string) {
	b.text.WriteString(folded(text))
	b.text.WriteByte(fieldMark)
}

// folded is a text in lower case, without the marks.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if r == fieldMark || r == entryMark {
			return ' '
		}
		return r
	}, strings.ToLower(text))
}

// entryAt finds the entry that a place of the text lies in.
func (d *Directory) entryAt(place int) int {
	return sort.Search(len(d.starts), func(i int) bool { return d.starts[i] > place }) - 1
}

// textOf is an entry's text, its mark included.
func (d *Directory) textOf(i int) string {
	end := len(d.text)
	if i+1 < len(d.starts) {
		end = d.starts[i+1]
	}
	return d.text[d.starts[i]:end]
}

// thing words an entry.
func (d *Directory) thing(i int) Thing {
	e := d.entries[i]
	switch e.list {
	case listIdentities:
		return identityThing(d.s, &d.s.Identities()[e.at])
	case listAccounts:
		return accountThing(&d.s.Data().Accounts[e.at])
	case listResources:
		return resourceThing(d.s, &d.s.Data().Resources[e.at])
	case listStrangers:
		return strangerThing(d.s, d.strange[e.at])
	case listActions:
		return actionThing(d.actions[e.at])
	default:
		return ThingOf(d.s, "*")
	}
}

func actionThing(name string) Thing {
	service, _, _ := strings.Cut(name, ":")
	return Thing{Kind: ThingAction, Name: name, ARN: name, Detail: "action of " + service}
}

// strangerThing: whatever a trust policy names as provider is one.
func strangerThing(s *snapshot.Snapshot, name string) Thing {
	t := ThingOf(s, name)
	if t.Kind != ThingService {
		t.Kind, t.Name, t.ARN, t.Detail = ThingProvider, providerName(name), name, "identity provider"
	}
	return t
}

// Thing words what an ARN, an account's id, a service's name, an action or "*"
// stands for.
func (d *Directory) Thing(text string) Thing {
	if _, ok := slices.BinarySearch(d.actions, text); ok {
		return actionThing(text)
	}
	return ThingOf(d.s, text)
}

// ordered gives the entries of identities and resources by name.
func (d *Directory) ordered() []int32 {
	d.byName.Do(func() {
		for i := range d.entries {
			if l := d.entries[i].list; l == listIdentities || l == listResources || l == listStrangers {
				d.order = append(d.order, int32(i))
			}
		}
		slices.SortFunc(d.order, func(a, b int32) int { // the text begins with name and ARN
			return cmp.Or(strings.Compare(d.textOf(int(a)), d.textOf(int(b))), cmp.Compare(a, b))
		})
	})
	return d.order
}
