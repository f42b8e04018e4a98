package slice

import (
	"strings"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/snapshot"
)

// unreadNotes collects what a picture hangs on that was not read.
type unreadNotes struct {
	s     *snapshot.Snapshot
	texts map[string]bool
	// open: something is undetermined.
	open bool
}

func newUnreadNotes(s *snapshot.Snapshot) *unreadNotes {
	return &unreadNotes{s: s, texts: make(map[string]bool)}
}

func (u *unreadNotes) evidence(e *reach.Evidence) {
	u.part(&e.Part)
	for i := range e.Also {
		u.part(&e.Also[i])
	}
}

func (u *unreadNotes) part(p *reach.Part) { u.note(p.Verdict, p.Because, p.Conditions) }

func (u *unreadNotes) holder(h *permission.Holder) { u.note(h.Verdict, h.Because, h.Conditions) }

func (u *unreadNotes) note(v permission.Verdict, because []permission.Reason, conditions []permission.Condition) {
	if v != permission.Undetermined {
		return
	}
	u.open = true
	for _, r := range because {
		u.text(r.Note)
	}
	for _, c := range conditions {
		u.text(c.Text)
	}
}

func (u *unreadNotes) text(text string) {
	if text != "" {
		u.texts[strings.TrimPrefix(text, "not read: ")] = true
	}
}

// lacks fills in what a picture from a principal lacks, as reach.Answer does:
// gaps that something is undetermined by, and those behind which resources of
// the accounts that were met may hide.
func (f *outward) lacks(s *Slice) {
	accounts := make(map[string]bool)
	for i := range f.cards {
		accounts[f.cards[i].thing.Account] = true
	}
	delete(accounts, "")
	data := f.snap.Data()
	var gaps []snapshot.Gap
	for _, g := range data.Gaps {
		hidden := g.Hides() && (g.Account == "" || accounts[g.Account]) || g.HidesIdentities()
		if hidden || f.unread.texts[g.String()] {
			gaps = append(gaps, g)
		}
	}
	s.Gaps, s.NotCollected = answer.Gaps(gaps), f.snap.NotCollectedOf(func(id string) bool { return accounts[id] })
	s.Truncated = s.Truncated || f.out.Truncated
	s.Incomplete = len(gaps) > 0 || f.out.Truncated || f.out.Partial || f.unread.open
}

// lacksOn fills in what a picture of a resource lacks, as who-can does.
func (t *inward) lacksOn(s *Slice, arn string) {
	gaps := t.k.GapsOn(arn)
	for _, g := range t.snap.Data().Gaps {
		if t.unread.texts[g.String()] && !has(gaps, g) {
			gaps = append(gaps, g)
		}
	}
	s.Gaps, s.NotCollected = answer.Gaps(gaps), t.snap.NotCollected()
	s.Incomplete = len(gaps) > 0 || t.unread.open
}

func has(list []snapshot.Gap, g snapshot.Gap) bool {
	for _, one := range list {
		if one == g {
			return true
		}
	}
	return false
}
