package symbolic

// includes tells whether a is certainly within o. Where o has no wildcard but
// stars, one word decides: that in which something unheard of stands for every
// wildcard of a, which o can take with a star alone. Else the two are walked,
// once.
func (ls *languages) includes(o, a *alternative, b *budget) bool {
	if o.any || o.key == a.key || swallows(o, a) {
		return true
	}
	if o.starsOnly && (o.folded || !a.folded) {
		return o.matches(under, a.unheard())
	}
	if !o.matches(under, a.unheard()) || !o.matches(under, a.filled(nil, unheardOf)) {
		return false // not even these two words
	}
	key := pair{o, a}
	if known, ok := ls.within[key]; ok {
		return known
	}
	_, outcome := hunted(a, nil, []*alternative{o}, b)
	if outcome != capped {
		ls.within[key] = outcome == none
	}
	return outcome == none
}

type pair struct{ o, a *alternative }

// swallows knows the commonest inclusion at a glance: a literal beginning and
// a star at the end.
func swallows(o, a *alternative) bool {
	last := len(o.sym) - 1
	if o.loop[last] != loopAny || o.head != last || a.head < last {
		return false
	}
	for i := range last {
		if o.sym[i] != a.sym[i] && (a.sym[i] >= foldBit || !reads(o.sym[i], a.sym[i])) {
			return false
		}
	}
	return true
}
