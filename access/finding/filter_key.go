package finding

import (
	"slices"
	"strconv"
	"strings"
)

// A key is one that filters know: where its values are, and what it is for.
type key struct {
	values func(f *Finding) []string
	uses   []Use
	words  []string // the only values there are; nil: any
}

func (k key) serves(use Use) bool { return slices.Contains(k.uses, use) }

// Prefixes of keys whose rest is open.
const (
	keyCondition = "condition."
	keyPrincipal = "principal."
)

// keyOf finds a key. Any condition key may follow "condition.", in any case;
// AWS takes those that its own analysis recognises.
func keyOf(name string) (key, bool) {
	if rest, ok := strings.CutPrefix(name, keyCondition); ok {
		return key{values: func(f *Finding) []string { return conditionValues(f, rest) }, uses: everywhere()}, rest != ""
	}
	if rest, ok := strings.CutPrefix(name, keyPrincipal); ok {
		known := slices.Contains([]string{PrincipalAWS, PrincipalFederated, PrincipalCanonicalUser, PrincipalService}, rest)
		return key{values: func(f *Finding) []string { return principalValues(f, rest) }, uses: everywhere()}, known
	}
	k, ok := plainKeys[name]
	return k, ok
}

func everywhere() []Use { return []Use{UseList, UseArchiveRule, UsePreview} }

func listed() []Use { return []Use{UseList, UsePreview} }

// plainKeys are the keys with one name.
var plainKeys = tableOfKeys()

// tableOfKeys: the upper ones are AWS's, severity and those below it are ours.
func tableOfKeys() map[string]key {
	one := func(get func(f *Finding) string, uses []Use, words ...string) key {
		return key{func(f *Finding) []string { return present(get(f)) }, uses, words}
	}
	return map[string]key{
		"resource":                         one(func(f *Finding) string { return f.Resource }, everywhere()),
		"resourceType":                     one(func(f *Finding) string { return f.ResourceType }, everywhere()),
		"resourceOwnerAccount":             one(func(f *Finding) string { return f.Account }, everywhere()),
		"findingType":                      one(func(f *Finding) string { return string(f.Type) }, everywhere(), words(Types())...),
		"isPublic":                         one(func(f *Finding) string { return strconv.FormatBool(f.IsPublic) }, everywhere(), "true", "false"),
		"resourceControlPolicyRestriction": one(func(f *Finding) string { return f.ResourceControlPolicyRestriction }, everywhere()),
		"serviceControlPolicyRestriction":  one(func(f *Finding) string { return f.ServiceControlPolicyRestriction }, everywhere()),
		"error":                            one(func(f *Finding) string { return f.Error }, everywhere(), ErrorAccessDenied, ErrorInternal),
		"status":                           one(func(f *Finding) string { return string(f.Status) }, listed(), words(Statuses())...),
		"id":                               one(func(f *Finding) string { return f.ID }, listed()),

		"severity":              one(func(f *Finding) string { return string(f.Severity) }, everywhere(), words(Severities())...),
		"region":                one(func(f *Finding) string { return f.Region }, everywhere()),
		"externalPrincipalType": one(func(f *Finding) string { return f.ExternalPrincipalType }, everywhere()),
		"action":                {values: func(f *Finding) []string { return f.Actions }, uses: everywhere()},
		"undetermined":          one(func(f *Finding) string { return strconv.FormatBool(f.Undetermined != "") }, everywhere(), "true", "false"),
		"stale":                 one(func(f *Finding) string { return strconv.FormatBool(f.Stale != nil) }, listed(), "true", "false"),
		"owner":                 one(func(f *Finding) string { return f.archiving().Owner }, listed()),
		"ticket":                one(func(f *Finding) string { return f.archiving().Ticket }, listed()),
	}
}

// KeyNames lists the keys that serve a use, sorted; keys with an open part as
// "condition.KEY".
func KeyNames(use Use) []string {
	names := []string{keyCondition + "KEY"}
	for _, p := range []string{PrincipalAWS, PrincipalFederated, PrincipalCanonicalUser, PrincipalService} {
		names = append(names, keyPrincipal+p)
	}
	for name, k := range plainKeys {
		if k.serves(use) {
			names = append(names, name)
		}
	}
	return distinct(names)
}

func (f *Finding) archiving() Archiving {
	if f.Archived == nil {
		return Archiving{}
	}
	return *f.Archived
}

// present is no value for an empty text.
func present(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func conditionValues(f *Finding, name string) (out []string) {
	for k, v := range f.Condition {
		if strings.EqualFold(k, name) {
			out = append(out, v)
		}
	}
	return out
}

func principalValues(f *Finding, kind string) []string {
	value, ok := f.Principal[kind]
	if !ok {
		return nil
	}
	return []string{value}
}

// words are the texts of an enumeration.
func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}
