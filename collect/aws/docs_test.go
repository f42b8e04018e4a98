package aws

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/collectors.md again")

// docs/collectors.md repeats the table of calls, and the policy that a reader
// needs.
func TestDocsAreFresh(t *testing.T) {
	const path = "../../docs/collectors.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "\n<!-- made by")
	want := head + "\n" + generated()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Error("docs/collectors.md is not what calls.go says: go test ./collect/aws -run Docs -update")
	}
}

func generated() string {
	var b strings.Builder
	b.WriteString("<!-- made by `go test ./collect/aws -run Docs -update` from calls.go -->\n\n")
	b.WriteString("| call | permission | how often | reads | if refused, open is |\n|---|---|---|---|---|\n")
	for _, c := range Calls() {
		action := "none"
		if c.Action != "" {
			action = "`" + c.Action + "`"
		}
		b.WriteString("| `" + c.Name + "` | " + action + " | " + c.Per + " | " + c.Reads + " | " + c.Lost + " |\n")
	}
	b.WriteString("\nThe policy of the role in each account:\n\n```json\n" + policy(false) + "```\n\n")
	b.WriteString("In the management account, or for a delegated administrator, in addition:\n\n```json\n" + policy(true) + "```\n")
	return b.String()
}

func policy(organization bool) string {
	var actions []string
	for _, c := range Calls() {
		own := strings.HasPrefix(c.Name, "organizations:") || c.Name == "sts:AssumeRole"
		if c.Action != "" && own == organization {
			actions = append(actions, `        "`+c.Action+`"`)
		}
	}
	return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": [\n" +
		strings.Join(actions, ",\n") + "\n      ],\n      \"Resource\": \"*\"\n    }\n  ]\n}\n"
}
