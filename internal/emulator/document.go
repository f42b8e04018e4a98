package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
)

// statement is one statement of a policy, in the order in which it is printed.
type statement struct {
	Sid       string         `json:",omitempty"`
	Effect    string         `json:",omitempty"`
	Principal any            `json:",omitempty"`
	Action    any            `json:",omitempty"`
	Resource  any            `json:",omitempty"`
	Condition map[string]any `json:",omitempty"`
}

// document prints a policy. Characters that HTML minds stay as they are, as
// people write them.
func document(list ...statement) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"Version": "2012-10-17", "Statement": list}); err != nil {
		panic(fmt.Sprintf("emulator: print a policy: %v", err)) // fixed data
	}
	return strings.TrimSpace(text.String())
}

func allow(actions, resources any) statement {
	return statement{Effect: "Allow", Action: actions, Resource: resources}
}

// trust lets a principal assume a role under conditions.
func trust(principal any, condition map[string]any) string {
	return document(statement{Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition: condition})
}

func principalOf(arn string) map[string]string { return map[string]string{"AWS": arn} }

func service(name string) map[string]string {
	return map[string]string{"Service": name + ".amazonaws.com"}
}

func equals(key, value string) map[string]any {
	return map[string]any{"StringEquals": map[string]string{key: value}}
}
