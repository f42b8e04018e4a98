package check

import (
	"fmt"
	"slices"

	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// NoNewAccess tells whether every request that new allows is allowed by
// existing. FAIL names every Allow statement of new that matches some request
// which new allows and existing does not.
// Source: Access Analyzer API "CheckNoNewAccess". Cases: no-new-access.json.
func NoNewAccess(existing, new *policy.Document, o Options) Answer {
	n := newAccess(existing, new, o)
	return n.answer("The new policy grants no access that the existing one does not.",
		"The new policy grants access that the existing one does not.")
}

// newAccess asks of each Allow of a new document what it adds.
func newAccess(existing, new *policy.Document, o Options) *verdicts {
	p := problem(o)
	o.engine = eval.New()
	old, candidate := add(p, existing, o), add(p, new, o)
	v := &verdicts{}
	if why := unreadable(existing, new); why != "" {
		v.unclear(-1, "", why)
		return v
	}
	denies := without(old.Denies, new)
	var same map[int]bool
	if len(denies) == 0 {
		same = standing(new, existing)
	}
	for _, a := range candidate.Allows {
		if o.First && len(v.failed) > 0 {
			break
		}
		if same[a.Statement.Index] {
			continue // the same words grant the same, whatever they mean
		}
		v.ask(a, func(q func(symbolic.Query) bool) {
			if q(symbolic.Query{All: []*symbolic.Rule{a}, None: concat(candidate.Denies, old.Allows)}) {
				return
			}
			for _, d := range denies {
				if q(symbolic.Query{All: []*symbolic.Rule{a, d}, None: candidate.Denies}) {
					return
				}
			}
		}, p, func(r *symbolic.Request) error {
			if err := confirm(new, r, true, o); err != nil {
				return err
			}
			return confirm(existing, r, false, o)
		}, "allows %s, which the existing policy does not")
	}
	return v
}

func concat(a, b []*symbolic.Rule) []*symbolic.Rule { return slices.Concat(a, b) }

// without leaves out the Denies of a document that the other has as well: what
// they take away there they take away here.
func without(denies []*symbolic.Rule, other *policy.Document) []*symbolic.Rule {
	there := make(map[string]bool)
	for i := range other.Statements {
		if s := &other.Statements[i]; s.Effect == policy.EffectDeny {
			there[bare(s)] = true
		}
	}
	delete(there, "")
	return slices.DeleteFunc(slices.Clone(denies), func(d *symbolic.Rule) bool { return there[bare(d.Statement)] })
}

// standing lists the Allow statements of a document in words that another of
// the same version has as well. One that cannot be understood is compared as it
// is written.
func standing(d, there *policy.Document) map[int]bool {
	if d.Version != there.Version {
		return nil
	}
	words := make(map[string]bool)
	for i := range there.Statements {
		if s := &there.Statements[i]; s.Effect == policy.EffectAllow {
			words[wording(s, there)] = true
		}
	}
	delete(words, "")
	out := make(map[int]bool)
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Effect == policy.EffectAllow && words[wording(s, d)] {
			out[i] = true
		}
	}
	return out
}

func wording(s *policy.Statement, d *policy.Document) string {
	if text := bare(s); text != "" {
		return text
	}
	if s.Span.End.Offset > len(d.Raw) {
		return ""
	}
	return string(d.Raw[s.Span.Start.Offset:s.Span.End.Offset])
}

// bare is the text of a statement without its Sid; empty if it is Broken.
func bare(s *policy.Statement) string {
	if len(s.Broken) > 0 {
		return ""
	}
	one := *s
	one.SID, one.Index = "", 0
	return string(policy.Print(&policy.Document{Version: policy.Version2012, Statements: []policy.Statement{one}}))
}

func unreadable(docs ...*policy.Document) string {
	for _, d := range docs {
		if d.Broken {
			why := "it cannot be read as a policy"
			if len(d.Issues) > 0 {
				why = d.Issues[0].Error()
			}
			return why
		}
	}
	return ""
}

// verdicts collects what is found of each statement.
type verdicts struct {
	failed, open []Reason
	broken       error
}

func (v *verdicts) unclear(statement int, sid, why string) {
	v.open = append(v.open, Reason{StatementIndex: statement, StatementID: sid, Description: "Not determined: " + why + "."})
}

// ask runs the questions about one statement until one has a witness. A
// witness that the evaluator does not confirm is an error of Sightline's, and
// no answer.
func (v *verdicts) ask(r *symbolic.Rule, questions func(func(symbolic.Query) bool), p *symbolic.Problem, confirm func(*symbolic.Request) error, sentence string) {
	why := ""
	questions(func(q symbolic.Query) bool {
		a := p.Solve(q)
		switch a.Verdict {
		case symbolic.Proved:
			return false
		case symbolic.Undetermined:
			why = a.Why
			return false
		case symbolic.Witness, symbolic.Conditional:
		}
		why = ""
		if err := confirm(a.Request); err != nil {
			v.broken = err
			v.unclear(r.Statement.Index, r.Statement.SID, err.Error())
			return true
		}
		w := witness(a.Request, r.Statement.Index)
		v.failed = append(v.failed, Reason{
			StatementIndex: r.Statement.Index, StatementID: r.Statement.SID, Witness: w,
			Description: "Statement " + name(r.Statement) + " " + fmt.Sprintf(sentence, w.Sentence()) + ".",
		})
		return true
	})
	if why != "" {
		v.unclear(r.Statement.Index, r.Statement.SID, why)
	}
}

// name shows a statement's place, counted from 0 as AWS counts, and its Sid.
func name(s *policy.Statement) string {
	if s.SID == "" {
		return fmt.Sprint(s.Index)
	}
	return fmt.Sprintf("%d (%s)", s.Index, s.SID)
}

func (v *verdicts) answer(pass, fail string) Answer {
	a := Answer{Result: Pass, Message: pass, Reasons: slices.Concat(v.failed, v.open)}
	switch {
	case v.broken != nil:
		a.Result, a.Message = Undetermined, v.broken.Error()
	case len(v.failed) > 0:
		a.Result, a.Message = Fail, fail
	case len(v.open) > 0:
		a.Result, a.Message = Undetermined, "It can neither be proved nor refuted."
	}
	if a.Reasons == nil {
		a.Reasons = []Reason{}
	}
	return a
}
