package file

import (
	"bytes"
	"compress/gzip"
	"path/filepath"
	"strings"
	"testing"
)

// failure reads a path that cannot be read and gives the error without the
// temporary directory, checking its form: an *Error, one line, no content.
func failure(t *testing.T, path string, o Options) string {
	t.Helper()
	d, err := Read(path, o)
	if err == nil {
		t.Fatal("no error")
	}
	if _, ok := err.(*Error); !ok {
		t.Errorf("a %T, not an *Error", err)
	}
	if len(d.Accounts)+len(d.Identities)+len(d.Documents)+len(d.Resources) > 0 {
		t.Errorf("content beside the error: %+v", d)
	}
	if strings.ContainsAny(err.Error(), "\n\r\x00") || len(err.Error()) > 1000 {
		t.Errorf("not one clear line: %q", err.Error())
	}
	return strings.ReplaceAll(err.Error(), filepath.Dir(path)+string(filepath.Separator), "")
}

func TestBadContent(t *testing.T) {
	user := `{"Arn":"arn:aws:iam::111111111111:user/u"}`
	for _, c := range []struct{ name, content, want string }{
		{"empty-file", "", "a.json: is empty (fetch it again)"},
		{"white-space", " \n\t", "a.json: is empty (fetch it again)"},
		{"plain-text", "hello", "a.json:1:1: not a format known: it begins with the character 'h' (known are:"},
		{"binary", "\x7fELF\x02\x01\x01\x00\xff\xfe", "a.json:1:9: not text: a byte that UTF-8 does not have (known are:"},
		{"utf-16", "\xff\xfe{\x00}\x00", "a.json: is UTF-16 text (save it as UTF-8; redirection in PowerShell 5 writes UTF-16)"},
		{"xml", "<GetAccountAuthorizationDetailsResponse/>", "a.json:1:1: not a format known: it begins with the character '<'"},
		{"a-policy-document", `{"Version":"2012-10-17","Statement":[]}`, `a.json:1:1: not a format known: an object with "Statement, Version" (known are:`},
		{"other-json", `{"kind":"role","version":"v7"}`, `not a format known: an object with "kind, version"`},
		{"empty-object", `{}`, "a.json:1:1: not a format known: an empty object"},
		{"empty-array", `[]`, "a.json:1:2: not a format known"},
		{"a-number", `17`, "a.json:1:1: not a format known: it begins with a number"},
		{"terminal-escapes-in-a-key", "{\"\\u001b[31m\\n\":x", `a.json:1:17 /\u001b[31m\u000a: the character 'x' stands where a value should`},
		{"endless-key", `{"` + strings.Repeat("k", 1<<20) + `":x`, "kkk…: the character 'x' stands"},
		{"no-account", `{"UserDetailList":[],"RoleDetailList":[]}`, "a.json: holds no user, group, role or policy, so no account"},
		{"truncated-object", "{\"UserDetailList\":[\n{\"Arn\":", "a.json:2:8 /UserDetailList/0/Arn: the file ends where a string should stand (it was cut off; fetch it again)"},
		{"truncated-string", `{"UserDetailList":[{"Arn":"arn:`, "a.json:1:27 /UserDetailList/0/Arn: the file ends inside a string that begins here (it was cut off; fetch it again)"},
		{"truncated-list", `{"UserDetailList":[` + user, "a.json:1:62 /UserDetailList: the file ends where a comma or ']' should stand"},
		{"truncated-escape", `{"RoleDetailList":[{"RoleName":"\`, "the file ends inside a string"},
		{"trailing-comma", `{"UserDetailList":[` + user + `,]}`, `a.json:1:63 /UserDetailList: a comma stands before the closing ']'`},
		{"missing-comma", `{"UserDetailList":[` + user + user + `]}`, `a.json:1:62 /UserDetailList: an object stands where a comma or ']' should`},
		{"single-quotes", `{'UserDetailList':[]}`, `a.json:1:2: the character '\'' stands where a key in double quotes should`},
		{"garbage-behind", `{"UserDetailList":[` + user + `]} oops`, "a.json:1:65: the character 'o' stands where a page of authorization details should"},
		{"something-else-behind", `{"UserDetailList":[` + user + `]}{"a":1}`, "a.json:1:64: this object is no page of authorization details"},
		{"unknown-word", `{"UserDetailList":[nil]}`, "a.json:1:20 /UserDetailList/0: the character 'n' stands where an object should"},
		{"wrong-word", `{"a":nil,"UserDetailList":[]}`, "a.json:1:6 /a: unknown word; JSON has only true, false and null"},
		{"list-is-an-object", `{"UserDetailList":{}}`, "a.json:1:19 /UserDetailList: an object stands where an array should"},
		{
			"misspelt-boundary", `{"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/u","permissionsBoundary":{}}]}`,
			`/UserDetailList/0/permissionsBoundary: unknown member "permissionsBoundary" (AWS spells it PermissionsBoundary)`,
		},
		{"misspelt-list", `{"UserDetailList":[` + user + `],"role_detail_list":[]}`, `unknown member "role_detail_list" (AWS spells it RoleDetailList)`},
		{"entry-is-a-string", `{"UserDetailList":["u"]}`, "a.json:1:20 /UserDetailList/0: a string stands where an object should"},
		{"name-is-a-number", `{"RoleDetailList":[{"RoleName":7}]}`, "a.json:1:32 /RoleDetailList/0/RoleName: a number stands where a string should"},
		{"leading-zero", `{"x":01,"RoleDetailList":[]}`, "a.json:1:6 /x: not a number as JSON writes it"},
		{"control-character", "{\"RoleDetailList\":[{\"RoleName\":\"a\nb\"}]}", "a.json:1:34 /RoleDetailList/0/RoleName: a control character (U+000A) stands in a string"},
		{"bad-escape", `{"RoleDetailList":[{"RoleName":"\x"}]}`, "JSON has no such escape: a backslash before 'x'"},
		{"bad-unicode-escape", `{"RoleDetailList":[{"RoleName":"\u12g4"}]}`, `four hexadecimal digits should follow \u`},
		{"key-twice", `{"RoleDetailList":[{"Arn":"a","Arn":"b"}]}`, `a.json:1:31 /RoleDetailList/0: the key "Arn" stands twice in one object`},
		{"no-arn", `{"RoleDetailList":[{"RoleName":"r"}]}`, "a.json:1:20 /RoleDetailList/0: this role has no Arn"},
		{"not-an-arn", `{"RoleDetailList":[{"Arn":"role/r"}]}`, `/RoleDetailList/0: "role/r" is not the ARN of anything in IAM`},
		{"arn-without-name", `{"RoleDetailList":[{"Arn":"arn:aws:iam::111111111111:role/"}]}`, `names nothing`},
		{"arn-without-account", `{"RoleDetailList":[{"Arn":"arn:aws:iam::1111:role/r"}]}`, `holds no account id of 12 digits`},
		{"arn-of-another-kind", `{"RoleDetailList":[` + user + `]}`, `/RoleDetailList/0: a role stands here, but its ARN is "arn:aws:iam::111111111111:user/u"`},
		{
			"two-accounts-on-a-page", "{\"UserDetailList\":[" + user + ",\n{\"Arn\":\"arn:aws:iam::222222222222:user/v\"}]}",
			"a.json:2:1 /UserDetailList/1: this is of account 222222222222, but the page is of account 111111111111 (line 1) (give each account its own page or file)",
		},
		{
			"name-twice", "{\"RoleDetailList\":[{\"Arn\":\"arn:aws:iam::111111111111:role/a/r\"},\n{\"Arn\":\"arn:aws:iam::111111111111:role/b/R\"}]}",
			`a.json:2:1 /RoleDetailList/1: the role "R" of account 111111111111 stands a second time; first at a.json:1 (give each page once)`,
		},
		{"page-twice", page(user2("role")) + page(user2("role")), "stands a second time"},
		{"not-a-time", `{"RoleDetailList":[{"CreateDate":"soon"}]}`, `/RoleDetailList/0/CreateDate: "soon" is not a time (such as 2026-11-20T09:46:00Z)`},
		{"tag-twice", `{"RoleDetailList":[{"Tags":[{"Key":"a"},{"Key":"a"}]}]}`, `/RoleDetailList/0/Tags/1: the tag "a" stands twice`},
		{"tag-without-key", `{"RoleDetailList":[{"Tags":[{"Value":"a"}]}]}`, `this tag has no Key`},
		{"attached-without-arn", `{"RoleDetailList":[{"AttachedManagedPolicies":[{"PolicyName":"a"}]}]}`, `/AttachedManagedPolicies/0: this entry has no PolicyArn`},
		{"inline-without-name", `{"RoleDetailList":[{"RolePolicyList":[{"PolicyDocument":{}}]}]}`, `this inline policy has no PolicyName`},
		{"document-is-a-list", `{"RoleDetailList":[{"AssumeRolePolicyDocument":[]}]}`, `an array stands where a policy document (an object or a string) should`},
		{"document-is-a-word", `{"RoleDetailList":[{"AssumeRolePolicyDocument":"none"}]}`, `the decoded policy document is not JSON: line 1, column 1: the character 'n' stands where an object should`},
		{"document-badly-encoded", `{"RoleDetailList":[{"AssumeRolePolicyDocument":"%7B%2"}]}`, `the policy document is neither JSON nor URL-encoded: invalid URL escape "%2"`},
		{"document-decodes-to-bad-json", `{"RoleDetailList":[{"AssumeRolePolicyDocument":"{\"a\":\n[1,}"}]}`, `not JSON: line 2, column 4 /a/1: the character '}' stands where a value should`},
		{"document-and-more", `{"RoleDetailList":[{"AssumeRolePolicyDocument":"{} {}"}]}`, `something stands behind the document`},
		{"policy-without-versions", `{"Policies":[{"Arn":"arn:aws:iam::111111111111:policy/p"}]}`, `/Policies/0: this policy has no PolicyVersionList (aws iam list-policies gives no documents`},
		{"default-version-missing", `{"Policies":[{"Arn":"arn:aws:iam::111111111111:policy/p","DefaultVersionId":"v2","PolicyVersionList":[{"VersionId":"v1"}]}]}`, `the default version of this policy ("v2") is not in its PolicyVersionList`},
		{"two-default-versions", `{"Policies":[{"Arn":"arn:aws:iam::111111111111:policy/p","DefaultVersionId":"v2","PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true},{"VersionId":"v2"}]}]}`, `versions "v1" and "v2" of this policy both count as its default`},
		{"deep-arrays", `{"RoleDetailList":` + strings.Repeat("[", 100_000), "a.json:1:20 /RoleDetailList/0: an array stands where an object should"},
		{"deep-arrays-in-an-unknown-field", `{"x":` + strings.Repeat("[", 100_000), "/…: nested deeper than 500 levels"},
		{"deep-arrays-alone", strings.Repeat("[", 100_000), "a.json:1:2: not a format known"},
		{"deep-document", `{"RoleDetailList":[{"AssumeRolePolicyDocument":` + strings.Repeat(`{"a":`, 100_000), "nested deeper than 500 levels"},
		{"broken-snapshot", `{"format":"sightline-snapshot","version":1,"takenAt":`, "a.json:1:"},
		{"broken-gzip", "\x1f\x8bnot really", "a.json: is damaged: gzip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := failure(t, write(t, "a.json", c.content), Options{}); !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func user2(kind string) string { return `{"Arn":"arn:aws:iam::111111111111:` + kind + `/same"}` }

func TestLimits(t *testing.T) {
	big := page(roleWith("111111111111", "r", `{"Statement":"`+strings.Repeat("x", 10<<20)+`"}`))
	if got := failure(t, write(t, "a.json", big), Options{}); !strings.Contains(got, "a.json:2:1 /RoleDetailList/0/RolePolicyList/0/PolicyDocument: the policy document has 10485776 bytes; the limit is 1048576") {
		t.Error(got)
	}
	asText := page(roleWith("111111111111", "r", `"{`+strings.Repeat(" ", 10<<20)+`}"`))
	if got := failure(t, write(t, "a.json", asText), Options{}); !strings.Contains(got, "the policy document has 10485762 bytes") {
		t.Error(got)
	}
	if got := failure(t, write(t, "a.json", page()), Options{MaxBytes: 10}); got != "a.json: is too large: the limit is 10 bytes, it has 21 bytes (give one file an account)" {
		t.Error(got)
	}
	if got := failure(t, write(t, "a.json.gz", zipped(t, page())), Options{MaxBytes: 20}); !strings.Contains(got, "is too large") {
		t.Error(got)
	}
	if got := failure(t, "testdata/iam-collect", Options{MaxFiles: 5}); !strings.Contains(got, "more than 5 files") {
		t.Error(got)
	}
}

func zipped(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTruncatedGzip(t *testing.T) {
	whole := zipped(t, page(roleWith("111111111111", "r", doc1)))
	read(t, write(t, "a.json.gz", whole))
	if got := failure(t, write(t, "a.json.gz", whole[:len(whole)-9]), Options{}); !strings.Contains(got, "a.json.gz: is damaged: unexpected EOF") {
		t.Error(got)
	}
}
