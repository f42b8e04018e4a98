package finding

import "time"

// A Finding is a Candidate with its life: since when, in which status and why.
// It is plain data with stable JSON; the functions of this package return
// changed copies and never write into one that they were given.
type Finding struct {
	Candidate
	// ID is derived from the analyzer and what was found; see ID.
	ID         string   `json:"id"`
	Analyzer   string   `json:"analyzer"` // its ID
	Status     Status   `json:"status"`
	Severity   Severity `json:"severity"`
	ConsoleURL string   `json:"consoleUrl,omitempty"`
	// CreatedAt is when it was first found, AnalyzedAt when its resource was last
	// judged, UpdatedAt when its status or what it says last changed.
	CreatedAt  time.Time `json:"createdAt"`
	AnalyzedAt time.Time `json:"analyzedAt"`
	UpdatedAt  time.Time `json:"updatedAt"`
	// Archived is set while Status is ARCHIVED.
	Archived *Archiving `json:"archived,omitempty"`
	// History holds every change of Status and every archiving, oldest first; of
	// more than maxHistory the oldest but the first are left out.
	History []Event `json:"history"`
	// Stale is set while the finding could not be judged again.
	Stale *Staleness `json:"stale,omitempty"`
}

// An Archiving says who set a finding aside, and until when.
type Archiving struct {
	At time.Time `json:"at"`
	// Rule is the name of the archive rule, By the person; one of them is set.
	Rule    string     `json:"rule,omitempty"`
	By      string     `json:"by,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	Owner   string     `json:"owner,omitempty"`
	Ticket  string     `json:"ticket,omitempty"`
	Expires *time.Time `json:"expires,omitempty"`
}

// Expired tells whether the archiving has come to its end.
func (a *Archiving) Expired(now time.Time) bool {
	return a != nil && a.Expires != nil && !now.Before(*a.Expires)
}

func (a Archiving) who() string {
	if a.Rule != "" {
		return "rule " + a.Rule
	}
	return a.By
}

// An Event is one change of a finding's status.
type Event struct {
	At   time.Time `json:"at"`
	From Status    `json:"from,omitempty"` // none: the finding is new
	To   Status    `json:"to"`
	Why  string    `json:"why"`
	Who  string    `json:"who"` // "analyzer", "rule NAME", or a person
}

// A Staleness says since when and why a finding could not be judged again.
type Staleness struct {
	Since  time.Time `json:"since"`
	Reason string    `json:"reason"`
	Gap    *Gap      `json:"gap,omitempty"` // none: nobody looked
}

// byAnalyzer is who changes what no rule or person does.
const byAnalyzer = "analyzer"

// maxHistory limits the events that a finding keeps.
const maxHistory = 200

// moved is the finding in another status.
func (f Finding) moved(to Status, now time.Time, why, who string) Finding {
	history := make([]Event, 0, len(f.History)+1)
	history = append(history, f.History...)
	if len(history) >= maxHistory {
		history = append(history[:1], history[len(history)-maxHistory+2:]...)
	}
	f.History = append(history, Event{At: now, From: f.Status, To: to, Why: why, Who: who})
	f.Status, f.UpdatedAt = to, now
	if to != StatusArchived {
		f.Archived = nil
	}
	return f
}

// live tells of a finding whose access is thought to exist.
func (f *Finding) live() bool { return f.Status == StatusActive || f.Status == StatusArchived }
