package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// hostile are characters that a terminal obeys, that hide or turn text, or
// that a page would take for markup.
const hostile = `\u001b[31m\u0007\u009b2J\u007f\u202e\u2028\u200b<script>&'\\\"` + "\u202e\u009b\u200b"

// hostileAccount holds them wherever a file may: names, tags, policy names,
// Sids, condition values, principals.
func hostileAccount(suffix string) string {
	statement := `{"Sid":"s` + hostile + `","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b` + hostile + `",` +
		`"Condition":{"StringEquals":{"aws:k` + hostile + `":"v` + hostile + `"}}}`
	document := `{"Version":"2012-10-17","Statement":[` + statement + `,{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}`
	trust := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":["*","arn:aws:iam::999999999999:user/` +
		hostile + `"],"Service":"x` + hostile + `.amazonaws.com"}}]}`
	return `{"RoleDetailList":[{"RoleName":"r` + hostile + suffix + `","Arn":"arn:aws:iam::111111111111:role/r` + hostile + suffix + `",` +
		`"Tags":[{"Key":"k` + hostile + `","Value":"v` + hostile + `"}],"AssumeRolePolicyDocument":` + trust + `,` +
		`"RolePolicyList":[{"PolicyName":"p` + hostile + `","PolicyDocument":` + document + `}]}]}`
}

// TestHostileNames: such names are taken as they are, no verb prints them raw
// in either form, and JSON says exactly what they are.
func TestHostileNames(t *testing.T) {
	for name, content := range map[string]string{"as-it-is": hostileAccount(""), "very-long": hostileAccount(strings.Repeat("x", 100_000))} {
		t.Run(name, func(t *testing.T) { askAll(t, content) })
	}
}

func askAll(t *testing.T, content string) {
	d := newDesk(t)
	path := d.write("a\x1b[31m\u202e.json", content)
	checkVisible(t, d.must(0, "scan", "--from", path).stdout)
	var account struct{ RoleDetailList []struct{ Arn string } }
	if err := json.Unmarshal([]byte(content), &account); err != nil {
		t.Fatal(err)
	}
	arn := account.RoleDetailList[0].Arn
	for _, args := range [][]string{
		{"snapshot", "list"},
		{"what-can", arn},
		{"who-can", "sts:*", arn},
		{"who-can", "sqs:*", "*"},
		{"reach", arn},
		{"reach", "*"},
		{"can", arn, "s3:GetObject", "arn:aws:s3:::b/x"},
		{"can", arn, "sqs:SendMessage"},
		{"findings", "list"},
		{"analyzers", "list"},
	} {
		a := d.run(args...)
		if a.status == 2 {
			t.Errorf("%.40q: %.300s", args, a.stderr)
		}
		checkVisible(t, a.stdout)
		checkVisible(t, a.stderr)
		j := d.run(append(args, "--output", "json")...)
		checkVisible(t, j.stdout)
		if _, err := oneValue(j.stdout); err != nil || j.status != a.status {
			t.Errorf("%.40q: %v, status %d and %d", args, err, j.status, a.status)
		}
		checkVisible(t, d.run("findings", "export").stdout)
		var got struct{ Principal string }
		if err := json.Unmarshal([]byte(j.stdout), &got); err != nil || got.Principal != "" && got.Principal != arn {
			t.Errorf("%.40q: the principal became %.200q (%v)", args, got.Principal, err)
		}
	}
}
