package slice

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// maxTries limits how many requests are tried out for one line.
const maxTries = 12

// questions compiles the questions of a picture's lines, each once.
type questions struct {
	k       *permission.Asker
	given   *authz.Context
	known   map[[2]string]*permission.Question
	actions map[string][]string // that work on a resource itself
}

func (p *picture) questions() *questions {
	return &questions{k: p.k, given: p.x.Given(), known: make(map[[2]string]*permission.Question), actions: make(map[string][]string)}
}

// example finds the request that stands for a line: one whose explanation gives
// the line's verdict. Nil if there is none that anybody could ask.
func (q *questions) example(l *line) *Ask {
	found := q.exampleOf(&l.ask, l.verdict)
	for i := 0; i < len(l.others) && found == nil; i++ {
		found = q.exampleOf(&l.others[i], l.verdict)
	}
	return found
}

func (q *questions) exampleOf(a *asking, verdict permission.Verdict) *Ask {
	if a.principal == "" || a.target == "" {
		return nil
	}
	tries := 0
	for _, action := range telling(a.actions) {
		for _, resource := range q.places(a, action) {
			if tries++; tries > maxTries {
				return nil
			}
			if q.gives(a.principal, action, resource) == asDecision(verdict) {
				return &Ask{a.principal, action, resource}
			}
		}
	}
	return nil
}

// telling puts actions that everybody knows first.
func telling(actions []string) []string {
	known := []string{
		"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "secretsmanager:GetSecretValue", "kms:Decrypt",
		"dynamodb:GetItem", "dynamodb:PutItem", "sqs:SendMessage", "lambda:InvokeFunction", "sts:AssumeRole",
	}
	var out []string
	for _, a := range known {
		if slices.Contains(actions, a) {
			out = append(out, a)
		}
	}
	for _, a := range actions {
		if len(out) > maxTries {
			break
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// places lists where an action of an asking works: the target, or objects in
// it that a policy tells apart, or any.
func (q *questions) places(a *asking, action string) (out []string) {
	if a.target != "*" && strings.ContainsAny(a.target, "*?") {
		return []string{permission.ExampleOf(a.target)}
	}
	for _, part := range a.within {
		if strings.ContainsAny(part, "*?$") {
			out = append(out, permission.ExampleOf(part))
		} else {
			out = append(out, part)
		}
	}
	if len(out) > 0 {
		return out
	}
	objects := permission.ObjectsOf(a.target)
	if a.exact || objects == "" || q.worksOn(action, a.target) {
		return []string{a.target}
	}
	return []string{a.target + objects + "example", a.target + objects + permission.AnyObject()}
}

func (q *questions) worksOn(action, target string) bool {
	list, ok := q.actions[target]
	if !ok {
		list = q.k.Catalog.ActionsOn(target)
		q.actions[target] = list
	}
	_, found := slices.BinarySearch(list, action)
	return found
}

// answers are decisions as far as a line tells them.
type answers uint8

const (
	answerNone answers = iota
	answerYes
	answerOpen
	answerNo
)

func asDecision(v permission.Verdict) answers {
	switch v {
	case permission.Allowed:
		return answerYes
	case permission.Denied:
		return answerNo
	default:
		return answerOpen
	}
}

func (q *questions) gives(principal, action, resource string) answers {
	key := [2]string{principal, resource}
	one, ok := q.known[key]
	if !ok {
		one, _ = compile(q.k, Request{Principal: principal, Action: action, Resource: resource, Given: q.given})
		q.known[key] = one
	}
	if one == nil {
		return answerNone
	}
	switch q.k.ExplainOutside(one, action).Decision {
	case authz.Allowed:
		return answerYes
	case authz.Unknown:
		return answerOpen
	default:
		return answerNo
	}
}
