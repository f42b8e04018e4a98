package finding

// A Change is what a Transition does.
type Change string

// The changes. Seen alone is no news: only AnalyzedAt moved.
const (
	Created    Change = "created"    // new, active or archived by a rule
	Reopened   Change = "reopened"   // was resolved and is there again
	Resolved   Change = "resolved"   // the access, or the resource, is gone
	Archived   Change = "archived"   // by a person, or by a rule that is applied
	Unarchived Change = "unarchived" // by a person, or because the archiving expired
	Staled     Change = "stale"      // could not be judged again, or for another reason
	Updated    Change = "updated"    // what it says changed, or it is not stale any more
	Seen       Change = "seen"       // is as it was
)

// A Transition is one finding that changed, as it is now.
type Transition struct {
	Change  Change
	Finding Finding
}

// Counts sum up transitions and what they lead to.
type Counts struct {
	Active   int `json:"active"` // findings that are active afterwards
	New      int `json:"new"`    // created or reopened, and active
	Resolved int `json:"resolved"`
}

// Count counts the findings of an analyzer before, with the transitions since.
func Count(previous []Finding, changes []Transition) (n Counts) {
	after := make(map[string]Status, len(previous)+len(changes))
	for i := range previous {
		after[previous[i].ID] = previous[i].Status
	}
	for _, t := range changes {
		after[t.Finding.ID] = t.Finding.Status
		switch {
		case t.Change == Resolved:
			n.Resolved++
		case (t.Change == Created || t.Change == Reopened) && t.Finding.Status == StatusActive:
			n.New++
		}
	}
	for _, status := range after {
		if status == StatusActive {
			n.Active++
		}
	}
	return n
}
