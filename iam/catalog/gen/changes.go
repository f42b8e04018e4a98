package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// listChanges prints the actions that the new file adds and removes. An old
// file that cannot be read counts as empty and is said so.
func listChanges(w io.Writer, old, fresh []byte) error {
	after, err := actionNames(fresh)
	if err != nil {
		return fmt.Errorf("what was just generated cannot be read: %w", err)
	}
	before, err := actionNames(old)
	if err != nil {
		fmt.Fprintf(w, "no comparison with the file that is there: %v\n", err)
		return nil
	}
	for _, name := range without(after, before) {
		fmt.Fprintln(w, "added  ", name)
	}
	for _, name := range without(before, after) {
		fmt.Fprintln(w, "removed", name)
	}
	return nil
}

func actionNames(file []byte) ([]string, error) {
	o, err := catalogfile.Open(file)
	if err != nil {
		return nil, err
	}
	index, err := o.Index()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range index.Services {
		for item := range strings.FieldsSeq(s.Actions) {
			name, _, _ := strings.Cut(item, ":")
			out = append(out, s.Prefix+":"+name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// without lists what sorted a has and sorted b lacks.
func without(a, b []string) []string {
	var out []string
	for _, name := range a {
		if _, found := slices.BinarySearch(b, name); !found {
			out = append(out, name)
		}
	}
	return out
}
