package catalog

import (
	"fmt"
	"strings"
)

// KeyInfo describes a condition key.
type KeyInfo struct {
	// Name is as AWS lists it, possibly with an open part:
	// "aws:ResourceTag/${TagKey}", "s3:ExistingObjectTag/<key>".
	Name string
	// Type is the type of one value: String, ARN, Bool, Numeric, Date,
	// IPAddress; or another one that AWS has since added.
	Type string
	// Multivalued keys hold any number of values (AWS: ArrayOf...).
	Multivalued bool
	// Service has the prefix of the service that lists the key, and is empty
	// for the keys of all services.
	Service string
}

// A keyTable looks keys up by name.
type keyTable struct {
	keys  []KeyInfo
	exact map[string]int // place by lower-cased name
	open  []openKey      // those whose name has an open part
}

type openKey struct {
	template template
	place    int
}

// newKeyTable reads "name type" items.
func newKeyTable(service string, items []string) (keyTable, error) {
	t := keyTable{exact: make(map[string]int, len(items))}
	for i, item := range items {
		name, kind, ok := strings.Cut(item, " ")
		if !ok || name == "" || kind == "" {
			return t, fmt.Errorf("condition key %q is not a name and a type", item)
		}
		single, multi := strings.CutPrefix(kind, "ArrayOf")
		t.keys = append(t.keys, KeyInfo{Name: name, Type: single, Multivalued: multi, Service: service})
		folded := fold(name)
		if _, twice := t.exact[folded]; twice {
			return t, fmt.Errorf("condition key %q is there twice", name)
		}
		t.exact[folded] = i
		if o := parseTemplate(openTagKey(folded)); len(o.parts) > 1 {
			t.open = append(t.open, openKey{o, i})
		}
	}
	return t, nil
}

// openTagKey gives the last of AWS's three spellings of an open part the form
// of the others: "aws:ResourceTag/tag-key", "${TagKey}", "<key>".
func openTagKey(name string) string {
	if head, ok := strings.CutSuffix(name, "/tag-key"); ok {
		return head + "/${tag-key}"
	}
	return name
}

// find looks a lower-cased name up. The listed name itself comes first, then
// the open one with the most fixed text.
func (t *keyTable) find(folded string) (KeyInfo, bool) {
	if i, ok := t.exact[folded]; ok {
		return t.keys[i], true
	}
	best := -1
	for i := range t.open {
		o := &t.open[i].template
		if o.match(folded, matching{slashes: true}) && (best < 0 || o.literal > t.open[best].template.literal) {
			best = i
		}
	}
	if best < 0 {
		return KeyInfo{}, false
	}
	return t.keys[t.open[best].place], true
}

// maxKey bounds the condition keys that are looked up.
const maxKey = 1024

// ConditionKey describes a key, in any case, as it is used with a service: the
// service's own list counts first, then the keys of all services, then the
// lists of the services that the key's own name points to. service may be empty
// where no service is known. A key with an open part is found by the names that
// fit it: "aws:ResourceTag/team" is "aws:ResourceTag/${TagKey}".
//
// Precision: what is not found may exist. The keys of identity providers are
// incomplete: "token.actions.githubusercontent.com:sub" is not listed, though
// every OpenID Connect provider has "sub" and "aud".
func (c *Catalog) ConditionKey(service, key string) (KeyInfo, bool) {
	if len(key) > maxKey {
		return KeyInfo{}, false
	}
	folded, x := fold(key), c.index()
	if s, ok := x.byPrefix[fold(service)]; ok {
		if k, ok := s.details().keys.find(folded); ok {
			return k, true
		}
	}
	if k, ok := x.globalKeys.find(folded); ok {
		return k, true
	}
	for _, s := range x.listing(folded) {
		if k, ok := s.details().keys.find(folded); ok {
			return k, true
		}
	}
	return KeyInfo{}, false
}

// listing gives the services that may list a key, by the first part of its
// name: the service of that prefix, and services with keys of other names, such
// as sts with "token.actions.githubusercontent.com:sub". That part may be open
// too.
func (x *index) listing(folded string) []*service {
	space, _, _ := strings.Cut(folded, ":")
	var out []*service
	if s, ok := x.byPrefix[space]; ok {
		out = append(out, s)
	}
	out = append(out, x.byKeySpace[space]...)
	if len(out) > 0 {
		return out
	}
	for _, name := range x.openSpaces {
		if t := parseTemplate(name); t.match(space, matching{slashes: true}) {
			out = append(out, x.byKeySpace[name]...)
		}
	}
	return out
}

// GlobalKeys lists the condition keys of every service. Shared: do not change
// it.
func (c *Catalog) GlobalKeys() []KeyInfo { return c.index().globalKeys.keys }
