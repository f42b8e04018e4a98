package symbolic

import (
	"slices"
	"strconv"
)

// A reach says for how many of a key's values a predicate must hold.
type reach uint8

const (
	one   reach = iota // the key has one value; of a multivalued key it never holds
	every              // ForAllValues
	some               // ForAnyValue
	isSet              // the key is there: the Null operator
)

// An atom is a predicate on one condition key, or on a dimension that every
// request has.
type atom struct {
	onAbsent bool
	reach    reach
	of       *element // nil for isSet
}

// A lit is an atom that must hold, or must not: its index twice, plus one if
// it must not.
type lit int32

func (l lit) index() int  { return int(l >> 1) }
func (l lit) holds() bool { return l&1 == 0 }
func (l lit) not() lit    { return l ^ 1 }

// A dimension is one independent part of a request with all atoms about it.
type dimension struct {
	name string
	// optional: the request may lack it. multi: it has a set of values.
	optional, multi bool
	values          domain
	atoms           []*atom
	byKey           map[string]lit
	memo            map[string]filling
	key             []byte
}

// A filling is what a dimension says to a list of literals: values that meet
// all, or that the key is absent.
type filling struct {
	outcome outcome
	absent  bool
	values  []verdictOf
	share   int // of the work; see dimension.fill
}

// fill looks for values. Lits are sorted and without repetition. share bounds
// the work; what it did not suffice for is looked for again when there is more.
func (d *dimension) fill(ls *languages, lits []lit, b *budget, share int) filling {
	if len(lits) == 0 && d.optional {
		return filling{outcome: found, absent: true}
	}
	d.key = d.key[:0]
	for _, l := range lits {
		d.key = append(d.key, byte(l), byte(l>>8), byte(l>>16))
	}
	if f, ok := d.memo[string(d.key)]; ok && (f.outcome != capped || f.share >= share) {
		return f
	}
	key := string(d.key)
	b.share = share
	f := d.find(ls, lits, b)
	f.share = share
	d.memo[key] = f
	return f
}

func (d *dimension) find(ls *languages, lits []lit, b *budget) filling {
	if d.optional && d.fitsAbsent(lits) {
		return filling{outcome: found, absent: true}
	}
	if d.multi {
		return d.fillSet(ls, lits, b)
	}
	var wants []want
	for _, l := range lits {
		switch a := d.atoms[l.index()]; {
		case a.reach == isSet:
			if !l.holds() {
				return filling{outcome: none}
			}
		default:
			wants = append(wants, want{a.of, l.holds()})
		}
	}
	v := d.values.solve(ls, wants, b)
	return filling{outcome: v.outcome, values: []verdictOf{v}}
}

func (d *dimension) fitsAbsent(lits []lit) bool {
	return !slices.ContainsFunc(lits, func(l lit) bool { return d.atoms[l.index()].onAbsent != l.holds() })
}

// fillSet fills a key of many values. What must hold of all of them limits the
// values; each thing that must hold of some needs one value within the limits.
// At least one value is there, as present keys have in the model.
func (d *dimension) fillSet(ls *languages, lits []lit, b *budget) filling {
	var all, each []want
	for _, l := range lits {
		a := d.atoms[l.index()]
		switch {
		case a.reach == isSet || a.reach == one:
			// A set satisfies no operator without qualifier, negated or not.
			if (a.reach == isSet) != l.holds() {
				return filling{outcome: none}
			}
		case (a.reach == every) == l.holds():
			all = append(all, want{a.of, l.holds()})
		default:
			each = append(each, want{a.of, l.holds()})
		}
	}
	if len(each) == 0 {
		v := d.values.solve(ls, all, b)
		return filling{outcome: v.outcome, values: []verdictOf{v}}
	}
	f := filling{outcome: found}
	for _, w := range each {
		switch v := d.values.solve(ls, append(all[:len(all):len(all)], w), b); v.outcome {
		case none:
			return filling{outcome: none}
		case capped:
			f.outcome = capped
		default:
			f.values = append(f.values, v)
		}
	}
	return f
}

// atom interns a predicate.
func (d *dimension) atom(onAbsent bool, r reach, e *element) lit {
	key := d.atomKey(onAbsent, r, e)
	if l, ok := d.byKey[key]; ok {
		return l
	}
	l := lit(len(d.atoms) << 1)
	d.atoms = append(d.atoms, &atom{onAbsent: onAbsent, reach: r, of: e})
	d.byKey[key] = l
	return l
}

func (d *dimension) atomKey(onAbsent bool, r reach, e *element) string {
	key := []byte{byte(r), '0'}
	if onAbsent {
		key[1] = '1'
	}
	if e == nil {
		return string(key)
	}
	if e.lang != nil {
		key = strconv.AppendInt(key, int64(e.lang.id), 36)
	}
	if e.negated {
		key = append(key, '!')
	}
	if e.within != nil {
		key = append(key, '<')
	}
	for _, w := range e.classes {
		key = strconv.AppendUint(append(key, ' '), w, 36)
	}
	return string(key) + e.origin
}
