package permission

// A Stop ends a question before its answer is complete. It is told how many
// names of actions the answer has so far; its error, if any, is that of the
// question. nil never stops.
type Stop func(listed int) error

func (s Stop) at(listed int) error {
	if s == nil {
		return nil
	}
	return s(listed)
}

// named counts the names of actions.
func named(holders []Holder) (n int) {
	for i := range holders {
		n += len(holders[i].Actions)
	}
	return n
}
