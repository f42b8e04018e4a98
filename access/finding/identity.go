package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"sightline/iam/arn"
)

// idBytes is how much of the hash an id keeps: 128 bits.
const idBytes = 16

// AnalyzerID derives the id of an analyzer from its name. Names are unique in a
// store and never change, so the same configuration gives the same ids on every
// machine.
func AnalyzerID(name string) string { return hash("analyzer", name) }

// ID derives a finding's id from the analyzer's id and what makes a finding the
// one it is: type, resource, principal, actions, condition, whether it is public,
// sources, and the unused key, services and actions. The same cause has the same
// id on every run; access in another shape is another finding.
//
// No part of it are evidence and witness, places in files, times, restrictions
// by organization policies, and whether the access is proved. An account and its
// root ARN are one principal; condition keys and actions ignore case.
//
// Source: IAM User Guide "Work with IAM Access Analyzer findings"
// (access-analyzer-work-with-findings), read 2026-11. Our own reading:
// docs/semantics/finding-identity.md.
func ID(analyzer string, c Candidate) string {
	parts := []string{"finding 1", analyzer, string(c.Type), c.Resource, c.Error, strconv.FormatBool(c.IsPublic)}
	parts = section(parts, pairs(c.Principal, samePrincipal))
	parts = section(parts, lowered(c.Actions))
	parts = section(parts, pairs(c.Condition, func(key, value string) (string, string) { return strings.ToLower(key), value }))
	for _, s := range distinctFunc(c.Sources, compareSources) {
		parts = append(parts, "source", s.Type, s.AccessPointARN, s.AccessPointAccount)
	}
	return hash(unusedParts(parts, c.Unused)...)
}

func unusedParts(parts []string, u *Unused) []string {
	if u == nil {
		return parts
	}
	parts = append(parts, "unused", u.AccessKeyID)
	for _, s := range u.clean().Services {
		var actions []string
		for _, a := range s.Actions {
			actions = append(actions, a.Action)
		}
		parts = section(append(parts, "service", strings.ToLower(s.Namespace)), lowered(actions))
	}
	return parts
}

// section adds a list after its length, so that no two lists run together.
func section(parts, list []string) []string {
	return append(append(parts, strconv.Itoa(len(list))), list...)
}

// samePrincipal spells one principal one way.
func samePrincipal(key, value string) (string, string) {
	if key == PrincipalAWS {
		if a, err := arn.Parse(value); err == nil && a.Service() == "iam" && a.Resource() == "root" {
			return key, a.Account()
		}
	}
	return key, value
}

// pairs lists a map's content in one order.
func pairs(m map[string]string, spell func(key, value string) (string, string)) []string {
	list := make([][2]string, 0, len(m))
	for k, v := range m {
		k, v = spell(k, v)
		list = append(list, [2]string{k, v})
	}
	slices.SortFunc(list, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	out := make([]string, 0, 2*len(list))
	for _, p := range list {
		out = append(out, p[:]...)
	}
	return out
}

func lowered(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToLower(s)
	}
	return distinct(out)
}

// hash tells every two lists of parts apart: each part goes with its length.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = h.Write([]byte(strconv.Itoa(len(p)) + ":" + p)) // never fails
	}
	return hex.EncodeToString(h.Sum(nil)[:idBytes])
}
