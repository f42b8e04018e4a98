package snapshot

import "time"

// A Snapshot is the immutable picture. Builder.Build and Decode make one. All
// methods are safe for concurrent use.
type Snapshot struct {
	id   string
	data Data
	docs map[string]*document
	index
}

// ID is the content's hash: 32 lower-case hexadecimal digits. Equal content
// has an equal ID, whenever it was collected.
func (s *Snapshot) ID() string { return s.id }

// TakenAt is when collection began, in UTC.
func (s *Snapshot) TakenAt() time.Time { return s.data.TakenAt }

// Data is the whole content. It is shared: read it, never change it.
func (s *Snapshot) Data() *Data { return &s.data }

// Counts are the sizes of a snapshot's parts. Identities counts users, roles
// and groups; Roles and Users are parts of it.
type Counts struct {
	Accounts   int `json:"accounts"`
	Identities int `json:"identities"`
	Users      int `json:"users"`
	Roles      int `json:"roles"`
	Groups     int `json:"groups"`
	Policies   int `json:"policies"`
	Resources  int `json:"resources"`
	Documents  int `json:"documents"`
	Gaps       int `json:"gaps"`
}

// Counts counts.
func (s *Snapshot) Counts() Counts {
	c := Counts{
		Accounts: len(s.data.Accounts), Identities: len(s.data.Identities),
		Policies: len(s.data.Policies), Resources: len(s.data.Resources),
		Documents: len(s.data.Documents), Gaps: len(s.data.Gaps),
	}
	for i := range s.data.Identities {
		switch s.data.Identities[i].Kind {
		case KindUser:
			c.Users++
		case KindRole:
			c.Roles++
		case KindGroup:
			c.Groups++
		}
	}
	return c
}
