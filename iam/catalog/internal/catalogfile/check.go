package catalogfile

import "fmt"

// check makes sure that every place in the section exists.
func (s *Section) check(actions int) error {
	if len(s.Actions) != actions {
		return fmt.Errorf("details of %d actions, the index has %d", len(s.Actions), actions)
	}
	if err := places("key set", s.KeySets, len(s.Keys)); err != nil {
		return err
	}
	if err := places("type set", s.TypeSets, 2*len(s.Types)); err != nil {
		return err
	}
	for _, t := range s.Types {
		if !within(t.Keys, len(s.KeySets)) {
			return fmt.Errorf("resource type %q has key set %d of %d", t.Name, t.Keys, len(s.KeySets))
		}
	}
	for i, a := range s.Actions {
		if !within(a[0], len(s.TypeSets)) || !within(a[1], len(s.KeySets)) {
			return fmt.Errorf("action %d refers to sets that do not exist", i)
		}
	}
	return nil
}

func places(what string, sets [][]int, n int) error {
	for i, set := range sets {
		for _, p := range set {
			if !within(p, n) {
				return fmt.Errorf("%s %d refers to place %d of %d", what, i, p, n)
			}
		}
	}
	return nil
}

func within(i, n int) bool { return i >= 0 && i < n }
