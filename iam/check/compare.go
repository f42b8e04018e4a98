package check

import "sightline/iam/policy"

// A Relation is how the access of two policies compares.
type Relation string

// The relations.
const (
	Equal          Relation = "EQUAL"
	AWider         Relation = "A_WIDER"
	BWider         Relation = "B_WIDER"
	Incomparable   Relation = "INCOMPARABLE"
	RelationUnsure Relation = "UNDETERMINED"
)

// A Comparison is the outcome of Compare. OnlyA and OnlyB are requests that
// one policy alone allows; nil where there is none, or none is known.
type Comparison struct {
	Result  Relation `json:"result"`
	Message string   `json:"message"`
	OnlyA   *Witness `json:"onlyA,omitempty"`
	OnlyB   *Witness `json:"onlyB,omitempty"`
}

// Compare tells whether two policies allow the same requests.
// Cases: equivalent.json.
func Compare(a, b *policy.Document, o Options) Comparison {
	moreA, moreB := newAccess(b, a, o), newAccess(a, b, o)
	c := Comparison{OnlyA: moreA.first(), OnlyB: moreB.first()}
	for _, v := range []*verdicts{moreA, moreB} {
		if v.broken != nil {
			return Comparison{Result: RelationUnsure, Message: v.broken.Error()}
		}
		if len(v.failed) == 0 && len(v.open) > 0 {
			c.Result, c.Message = RelationUnsure, v.open[0].Description
			return c
		}
	}
	switch {
	case c.OnlyA != nil && c.OnlyB != nil:
		c.Result, c.Message = Incomparable, "Each allows something that the other does not."
	case c.OnlyA != nil:
		c.Result, c.Message = AWider, "A allows everything that B allows, and more."
	case c.OnlyB != nil:
		c.Result, c.Message = BWider, "B allows everything that A allows, and more."
	default:
		c.Result, c.Message = Equal, "Both allow the same requests."
	}
	return c
}

func (v *verdicts) first() *Witness {
	if len(v.failed) == 0 {
		return nil
	}
	return v.failed[0].Witness
}
