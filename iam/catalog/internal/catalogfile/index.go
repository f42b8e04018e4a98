package catalogfile

// An Index holds what most questions need: the names and levels of all
// actions, and where to look for the rest.
type Index struct {
	Services []Entry `json:"services"` // sorted by prefix
	// GlobalKeys are condition keys of all services, "name type" each.
	GlobalKeys  []string `json:"globalKeys"`
	RCPServices []string `json:"rcpServices"`
	// Withdrawn are actions of an older source that the newest lacks.
	Withdrawn []string `json:"withdrawn"`
}

// An Entry is one service in the index.
type Entry struct {
	Prefix string `json:"prefix"`
	Name   string `json:"name"`
	// Actions is "GetObject:22 PutObject:24 ...", sorted by the lower-cased
	// name. The two hexadecimal digits after the colon are the flags below.
	Actions string `json:"actions"`
	// Segments are the service fields of the service's ARN forms where they
	// are not its prefix alone; "*" stands for a field that is open.
	Segments []string `json:"segments,omitempty"`
	// KeySpaces are the first parts of its condition keys' names, where they
	// are neither its prefix nor "aws".
	KeySpaces []string `json:"keySpaces,omitempty"`
	Section   Extent   `json:"section"`
}

// The bits of an action's flags. The five lowest are the access levels.
const (
	FlagList = 1 << iota
	FlagRead
	FlagWrite
	FlagPermissions
	FlagTagging
	FlagSupportKnown
	FlagLastAccessed
	FlagPolicyGeneration

	LevelMask = FlagList | FlagRead | FlagWrite | FlagPermissions | FlagTagging
)

// A Section is what the index leaves out of one service. Sets are shared,
// since most actions of a service have the same keys; a set is named by its
// place.
type Section struct {
	Keys     []string `json:"keys"`     // "name type", sorted
	KeySets  [][]int  `json:"keySets"`  // places in Keys
	Types    []Type   `json:"types"`    // sorted by name
	TypeSets [][]int  `json:"typeSets"` // twice the place in Types, plus 1 if required
	// Actions is in the order of Entry.Actions: type set, key set.
	Actions [][2]int `json:"actions"`
	// Dependents are the further actions that an action needs, by its name.
	Dependents map[string][]string `json:"dependents,omitempty"`
}

// A Type is one resource type of a service.
type Type struct {
	Name string   `json:"name"`
	ARNs []string `json:"arns"`
	Keys int      `json:"keys"` // place in KeySets
}
