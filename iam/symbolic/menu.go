package symbolic

import "slices"

// A menu collects letters.
type menu struct {
	units        []letter
	colon, digit bool
}

// look adds what positions name; open tells that they take letters that they
// do not name.
func (m *menu) look(u *union, set []uint16) (open bool) {
	for _, p := range set {
		switch u.loop[p] {
		case loopAny:
			open = true
		case loopNotColon:
			open, m.colon = true, true
		}
		switch sym := u.sym[p]; {
		case sym >= symNot:
			open = true
			m.add(sym & unitMask)
			m.add(sym&unitMask - ('a' - 'A'))
		case sym >= foldBit:
			for _, l := range spellings(sym) {
				m.add(l)
			}
		case sym >= 0:
			m.add(sym)
		case isVariable(sym):
			if u.mode == exactly {
				m.add(nu(int(symNu - sym)))
			}
		case sym == symDigit:
			open, m.digit = true, true
		case sym == symNotColon:
			open, m.colon = true, true
		case sym == symAny:
			open = true
		}
	}
	return open
}

func (m *menu) add(l letter) {
	if !slices.Contains(m.units, l) {
		m.units = append(m.units, l)
	}
}

// addOther adds a unit that nobody named: the first of a list, or one far from
// all text.
func (m *menu) addOther(choices string) {
	for _, r := range choices {
		if !m.spoken(r) {
			m.units = append(m.units, r)
			return
		}
	}
	for l := letter(0x4E00); ; l++ {
		if !m.spoken(l) {
			m.units = append(m.units, l)
			return
		}
	}
}

func (m *menu) spoken(l letter) bool { return slices.Contains(m.units, l) }
