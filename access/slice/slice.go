package slice

import (
	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/snapshot"
)

// A Slice is the picture of one question in five columns.
type Slice struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Subject is what the page is about, Object the other end of a question
	// between two.
	Subject   Thing     `json:"subject"`
	Object    *Thing    `json:"object"`
	Direction Direction `json:"direction"`
	Columns   []Column  `json:"columns"`
	Nodes     []Node    `json:"nodes"`
	Edges     []Edge    `json:"edges"`
	Summary   Summary   `json:"summary"`
	// Drawn counts nodes in the picture, Folded those that folds stand for.
	Drawn        int                     `json:"drawn"`
	Folded       int                     `json:"folded"`
	Gaps         []answer.Gap            `json:"gaps"`
	NotCollected []snapshot.NotCollected `json:"notCollected"`
	Incomplete   bool                    `json:"incomplete"`
	Truncated    bool                    `json:"truncated"`
}

// A Direction says which end of the question was given.
type Direction string

// The directions.
const (
	DirectionFrom    Direction = "from"
	DirectionTo      Direction = "to"
	DirectionBetween Direction = "between"
)

// The columns of a slice, from left to right.
const (
	ColumnIdentities = iota
	ColumnGroups
	ColumnActions
	ColumnResourceGroups
	ColumnResources
	columns
)

// A Column is the head of one of the five. Total counts what it would hold
// with everything unfolded.
type Column struct {
	Title string `json:"title"`
	Total int    `json:"total"`
	Shown int    `json:"shown"`
}

// A NodeKind names a silhouette.
type NodeKind string

// The kinds of node.
const (
	NodeUser          NodeKind = "user"
	NodeRole          NodeKind = "role"
	NodeSession       NodeKind = "session"
	NodeGroup         NodeKind = "group"
	NodeInstance      NodeKind = "instance"
	NodeCompute       NodeKind = "compute"
	NodeService       NodeKind = "service"
	NodeProvider      NodeKind = "provider"
	NodeAccount       NodeKind = "account"
	NodeAnyone        NodeKind = "anyone"
	NodeAction        NodeKind = "action"
	NodeResourceGroup NodeKind = "resource_group"
	NodeResource      NodeKind = "resource"
)

// A Node is one card.
type Node struct {
	// ID is stable for equal questions of one snapshot.
	ID     string   `json:"id"`
	Column int      `json:"column"`
	Kind   NodeKind `json:"kind"`
	// Name and Detail are the first and second line.
	Name        string `json:"name"`
	Detail      string `json:"detail"`
	ARN         string `json:"arn"`
	Account     string `json:"account"`
	AccountName string `json:"accountName"`
	Type        string `json:"type"`
	// Count is the number on the card: members, actions, resources behind it.
	Count int `json:"count"`
	// Folded: the node stands for so many that are not drawn; opening its ID
	// unfolds it. Members names up to 50 of what is folded, or the actions of
	// an action node, or the patterns or resources of a resource group.
	Folded  int      `json:"folded"`
	Members []string `json:"members"`
	Level   string   `json:"level"`
	// Public: anyone may reach it. Unread: its own policy was not read. Cut:
	// only denied edges lead to it. Root: the subject or the object.
	Public bool `json:"public"`
	Unread bool `json:"unread"`
	Cut    bool `json:"cut"`
	Root   bool `json:"root"`
}

// An Edge is one line between two cards. A bundle of several takes the most
// permissive verdict of them; what is denied stands in an edge of its own.
type Edge struct {
	ID      string             `json:"id"`
	From    string             `json:"from"`
	To      string             `json:"to"`
	Kind    string             `json:"kind"`
	Verdict permission.Verdict `json:"verdict"`
	// Layer says what cuts off a denied edge.
	Layer string `json:"layer"`
	// Word is the mark on the line, at most 8 letters.
	Word string `json:"word"`
	// Paths counts what is bundled; Best counts it by verdict.
	Paths      int                        `json:"paths"`
	Best       map[permission.Verdict]int `json:"best,omitempty"`
	Ask        *Ask                       `json:"ask"`
	Conditions []permission.Condition     `json:"conditions"`
}

// An Ask is the question whose explanation an edge opens.
type Ask struct {
	Principal string `json:"principal"`
	Action    string `json:"action"`
	Resource  string `json:"resource"`
}

// A Summary counts targets (from) or principals (to), each once, by the best
// verdict. Denied: some policy allows it and a layer cuts off all of it.
type Summary struct {
	Allowed      int `json:"allowed"`
	Conditional  int `json:"conditional"`
	Undetermined int `json:"undetermined"`
	Denied       int `json:"denied"`
}
