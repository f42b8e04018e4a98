package questions

import (
	"fmt"
	"strings"

	"sightline/iam/policy"
)

// Adversarial gives questions that are hard for automata or for search: they
// must end, be it undecided.
func Adversarial() []Question {
	return []Question{
		pairs(64), pairs(200), counted(4), counted(8), counted(12), counted(16),
		deepStars(20), deepStars(100), deepStars(400),
		crossed(6), crossed(12), sets(12), bits(16),
	}
}

func hard(name string, existing, changed draft) Question {
	return Question{Name: name, Kind: policy.KindIdentity, Existing: existing.document(), New: changed.document()}
}

const anyObject = "arn:aws:s3:::*"

func on(resources ...string) statement {
	return statement{actions: []string{"s3:GetObject"}, resources: resources}
}

func (s statement) denied() statement {
	s.deny = true
	return s
}

// outside covers what a statement's list does not.
func (s statement) outside() statement {
	s.notResource = true
	return s
}

// letters are two letters that hang on i.
func letters(i int) (string, string) {
	return string(rune('a' + i%26)), string(rune('a' + (i/26*7+i*5+3)%26))
}

// pairs has many patterns *x*y* to stay clear of, and something that does.
func pairs(n int) Question {
	existing := draft{}
	for i := range n {
		x, y := letters(i)
		existing = append(existing, on("arn:aws:s3:::*"+x+"*"+y+"*"))
	}
	return hard(fmt.Sprintf("%d pairs to escape", n), existing, draft{on(anyObject)})
}

// counted demands n letters, each somewhere, of a name that has room for one
// less: nothing is left, but only counting tells.
func counted(n int) Question {
	changed := draft{on("arn:aws:s3:::" + strings.Repeat("?", n-1))}
	for i := range n {
		changed = append(changed, on("arn:aws:s3:::*"+string(rune('a'+i))+"*").outside().denied())
	}
	return hard(fmt.Sprintf("%d letters in %d places", n, n-1), draft{on("arn:aws:sqs:*:*:*")}, changed)
}

// deepStars compares a pattern of n stars with one of n-1 and another letter at
// the end.
func deepStars(n int) Question {
	stars := strings.Repeat("*a", n)
	return hard(fmt.Sprintf("%d stars", n),
		draft{on("arn:aws:s3:::" + stars + "*b*")}, draft{on("arn:aws:s3:::" + strings.Repeat("*a", n-1) + "*")})
}

// crossed forbids every pair of n letters in either order but allows two of n.
func crossed(n int) Question {
	changed := draft{on(anyObject)}
	for i := range n {
		x := string(rune('a' + i))
		y := string(rune('a' + (i+1)%n))
		changed = append(changed, on("arn:aws:s3:::*"+x+"*"+y+"*", "arn:aws:s3:::*"+y+"*"+x+"*").denied())
	}
	return hard(fmt.Sprintf("%d letters that must not meet", n), draft{on("arn:aws:s3:::*?*")}, changed)
}

// sets splits a set into its parts: each statement covers sets of tags within a
// list that lacks one.
func sets(n int) Question {
	var all []string
	for i := range n {
		all = append(all, string(rune('a'+i)))
	}
	existing := draft{}
	for i := range n {
		rest := append(append([]string{}, all[:i]...), all[i+1:]...)
		s := on(anyObject)
		s.conditions = []limit{{"ForAllValues:StringEquals", "aws:TagKeys", rest}}
		existing = append(existing, s)
	}
	s := on(anyObject)
	s.conditions = []limit{{"ForAllValues:StringEquals", "aws:TagKeys", all}}
	return hard(fmt.Sprintf("sets of %d tags", n), existing, draft{s})
}

// bits gives n keys two values each: the existing policy covers all but one of
// the combinations, one key at a time.
func bits(n int) Question {
	existing := draft{}
	for i := range n {
		s := on(anyObject)
		s.conditions = []limit{{"StringNotEquals", fmt.Sprintf("aws:PrincipalTag/t%d", i), []string{"on"}}}
		existing = append(existing, s)
	}
	return hard(fmt.Sprintf("%d keys that must all be on", n), existing, draft{on(anyObject)})
}
