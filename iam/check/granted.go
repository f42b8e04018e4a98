package check

import (
	"encoding/json"

	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// AccessNotGranted tells whether a policy allows none of the named access:
// no request whose action matches one of actions and whose resource matches
// one of resources. An empty list means any; entries may hold * and ?.
// Source: Access Analyzer API "CheckAccessNotGranted". Cases: access-not-granted.json.
func AccessNotGranted(d *policy.Document, actions, resources []string, o Options) Answer {
	v := &verdicts{}
	if why := unreadable(d); why != "" {
		v.unclear(-1, "", why)
		return v.answer("", "")
	}
	p := problem(o)
	o.engine = eval.New()
	subject := add(p, d, o)
	asked := p.Perimeter(named(actions, resources)).Rules[0]
	for _, a := range subject.Allows {
		v.ask(a, func(q func(symbolic.Query) bool) {
			q(symbolic.Query{All: []*symbolic.Rule{a, asked}, None: subject.Denies})
		}, p, func(r *symbolic.Request) error { return confirm(d, r, true, o) }, "allows %s")
	}
	return v.answer("The policy grants none of the named access.", "The policy grants some of the named access.")
}

// named is the access asked about, as a statement.
func named(actions, resources []string) *policy.Document {
	return statement(map[string]any{
		"Effect": "Allow", "Principal": "*", "Action": orAny(actions), "Resource": orAny(resources),
	})
}

func orAny(list []string) []string {
	if len(list) == 0 {
		return []string{"*"}
	}
	return list
}

// statement makes a document of one statement that nobody wrote. Its version
// knows no variables.
func statement(s map[string]any) *policy.Document {
	text, err := json.Marshal(map[string]any{"Version": policy.Version2008, "Statement": []any{s}})
	if err != nil {
		panic(err) // texts and lists of texts
	}
	return policy.Parse(text)
}
