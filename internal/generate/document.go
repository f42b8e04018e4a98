package generate

import "encoding/json"

// statement is one element of a policy, in the order in which it is printed.
type statement struct {
	Sid         string `json:",omitempty"`
	Effect      string
	Principal   any       `json:",omitempty"`
	Action      []string  `json:",omitempty"`
	NotAction   []string  `json:",omitempty"`
	Resource    []string  `json:",omitempty"`
	NotResource []string  `json:",omitempty"`
	Condition   condition `json:",omitempty"`
}

// condition is operator, key, values.
type condition map[string]map[string]any

// document prints a policy. Maps are printed in the order of their keys, so
// equal statements give equal bytes.
func document(statements ...statement) string {
	text, err := json.Marshal(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", statements})
	if err != nil {
		// Strings, lists and maps of strings always have a JSON form.
		panic("generate: " + err.Error())
	}
	return string(text)
}

func allow(actions, resources []string) statement {
	return statement{Effect: "Allow", Action: actions, Resource: resources}
}

func deny(actions, resources []string, when condition) statement {
	return statement{Effect: "Deny", Action: actions, Resource: resources, Condition: when}
}

func (s statement) when(c condition) statement {
	s.Condition = c
	return s
}

func (s statement) by(principal any) statement {
	s.Principal = principal
	return s
}

func (s statement) called(sid string) statement {
	s.Sid = sid
	return s
}

func list(values ...string) []string { return values }

func service(name string) map[string]string {
	return map[string]string{"Service": name + ".amazonaws.com"}
}

func awsPrincipal(arns ...string) any {
	if len(arns) == 1 {
		return map[string]string{"AWS": arns[0]}
	}
	return map[string][]string{"AWS": arns}
}

// trust lets a principal assume a role.
func trust(principal any, when condition) string {
	return document(statement{Effect: "Allow", Principal: principal, Action: list("sts:AssumeRole"), Condition: when})
}

// one is a condition of one operator, key and value.
func one(operator, key string, value any) condition {
	return condition{operator: {key: value}}
}

var everything = []string{"*"}
