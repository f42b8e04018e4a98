package finding

import (
	"errors"
	"fmt"
	"time"
)

// ErrResolved is matched, through errors.Is, by the error for archiving or
// unarchiving what is resolved already.
var ErrResolved = errors.New("the finding is resolved")

// Archive sets a finding aside, as a person decides: By is required, and
// Expires, if set, must be later than now. Archiving again replaces reason,
// owner, ticket and expiry. A resolved finding cannot be archived: ErrResolved.
func Archive(f Finding, by Archiving, now time.Time) (Transition, error) {
	now = moment(now)
	by.At, by.Expires, by.Rule = now, utc(by.Expires), ""
	if f.Status == StatusResolved {
		return Transition{}, fmt.Errorf("%w: %s cannot be archived, its access does not exist any more", ErrResolved, f.ID)
	}
	if err := by.check(now); err != nil {
		return Transition{}, err
	}
	f = f.moved(StatusArchived, now, reasonOr(by.Reason, "archived"), by.who())
	f.Archived = &by
	return Transition{Archived, f}, nil
}

func (a Archiving) check(now time.Time) error {
	switch {
	case a.By == "":
		return invalid("by", "is missing: say who archives")
	case a.Expired(now):
		return invalid("expires", "%s is past: choose a later time, or none", a.Expires.Format(time.RFC3339))
	}
	return checkWords(a.Reason, a.Owner, a.Ticket, a.By)
}

func checkWords(reason, owner, ticket, by string) error {
	for _, w := range []struct{ field, text string }{{"reason", reason}, {"owner", owner}, {"ticket", ticket}, {"by", by}} {
		if len(w.text) > maxText {
			return invalid(w.field, "has %d bytes, the limit is %d", len(w.text), maxText)
		}
	}
	return nil
}

// Unarchive makes an archived finding active again, as a person decides. One
// that is active already is returned as it is, with Change Seen.
func Unarchive(f Finding, who, why string, now time.Time) (Transition, error) {
	switch f.Status {
	case StatusResolved:
		return Transition{}, fmt.Errorf("%w: %s cannot be made active, its access does not exist any more", ErrResolved, f.ID)
	case StatusArchived:
		return Transition{Unarchived, f.moved(StatusActive, moment(now), reasonOr(why, "unarchived"), who)}, nil
	case StatusNone, StatusActive:
	}
	return Transition{Seen, f}, nil
}

// archivedBy is the finding as an archive rule leaves it.
func (f Finding) archivedBy(rule *ArchiveRule, now time.Time, why string) Finding {
	a := Archiving{At: now, Rule: rule.Name, Reason: rule.Reason, Owner: rule.Owner, Ticket: rule.Ticket, Expires: utc(rule.Expires)}
	f = f.moved(StatusArchived, now, why, a.who())
	f.Archived = &a
	return f
}

func reasonOr(reason, otherwise string) string {
	if reason == "" {
		return otherwise
	}
	return reason
}
