package cli_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
)

// refused checks that a command line could not be done: status 2, one clear
// line, no answer, and nothing stored or left behind.
func (d *desk) refused(want []string, args ...string) {
	d.t.Helper()
	before := d.state()
	a := d.run(args...)
	if a.status != 2 {
		d.t.Errorf("%q: status %d, want 2; stderr %s", args, a.status, a.stderr)
	}
	if a.stdout != "" {
		d.t.Errorf("%q: standard output is not empty: %.200s", args, a.stdout)
	}
	checkLine(d.t, a.stderr)
	for _, part := range want {
		if !strings.Contains(a.stderr, part) {
			d.t.Errorf("%q: %q is missing in: %s", args, part, a.stderr)
		}
	}
	if after := d.state(); after != before {
		d.t.Errorf("%q: stored something:\n%s\nbefore:\n%s", args, after, before)
	}
}

// checkLine checks a message's form: one line that is not endless and has
// nothing in it that a terminal obeys.
func checkLine(t *testing.T, stderr string) {
	t.Helper()
	line, ended := strings.CutSuffix(stderr, "\n")
	if !ended || !strings.HasPrefix(line, "sightline: ") || len(line) > 2000 {
		t.Errorf("not one clear line: %.300q (%d bytes)", stderr, len(stderr))
	}
	checkVisible(t, line)
}

// checkVisible looks for characters that a terminal obeys or does not show.
func checkVisible(t *testing.T, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			t.Errorf("the character %U at %.40q", r, text[max(0, i-20):])
			return
		}
	}
}

func stocked(t *testing.T) *desk {
	d := newDesk(t)
	d.must(0, "scan", "--from", details)
	return d
}

func user(account, name string) string {
	return `{"UserName":"` + name + `","Arn":"arn:aws:iam::` + account + `:user/` + name + `"}`
}

func users(list ...string) string { return `{"UserDetailList":[` + strings.Join(list, ",") + `]}` }

func withPolicy(document string) string {
	return `{"UserDetailList":[{"UserName":"u","Arn":"arn:aws:iam::111111111111:user/u",` +
		`"UserPolicyList":[{"PolicyName":"p","PolicyDocument":` + document + `}]}]}`
}

func zipped(t *testing.T, text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asUTF16(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// TestBadFiles gives each broken file to every verb that reads one.
func TestBadFiles(t *testing.T) {
	good := users(user("111111111111", "u"))
	for _, c := range []struct {
		name, content string
		want          []string
	}{
		{"empty", "", []string{"is empty"}},
		{"blank", " \n", []string{"is empty"}},
		{"malformed", users(user("111111111111", "u") + "x"), []string{":1:", "/UserDetailList"}},
		{"malformed-far-away", "{\n\"UserDetailList\": [\n  {\"Arn\" \"x\"}]}", []string{":3:", "/UserDetailList/0"}},
		{"text", "hello", []string{":1:1", "not a format known"}},
		{"binary", "\x7fELF\x02\x01\x01\x00\xff\xfe\x00", []string{"not text"}},
		{"utf-16", asUTF16(good), []string{"UTF-16"}},
		{"gzip-garbage", "\x1f\x8bgarbage, not gzip", []string{"is damaged"}},
		{"gzip-cut", zipped(t, good)[:40], []string{"is damaged"}},
		{"gzip-with-garbage", zipped(t, "garbage"), []string{"not a format known"}},
		{"nested", strings.Repeat("[", 100_000), []string{"not a format known"}},
		{"nested-closed", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), []string{"not a format known"}},
		{"nested-in-a-policy", withPolicy(`{"Statement":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"), []string{"nested deeper than"}},
		{
			"policy-of-10-MB", withPolicy(`{"Version":"2012-10-17","Statement":"` + strings.Repeat("x", 10<<20) + `"}`),
			[]string{":1:", "/UserDetailList/0/UserPolicyList/0/PolicyDocument", "the limit is 1048576"},
		},
		{"a-list-in-place-of-a-policy", withPolicy(`[]`), []string{"/UserPolicyList/0/PolicyDocument"}},
		{"user-twice", users(user("111111111111", "u"), user("111111111111", "u")), []string{"/UserDetailList/1", "stands a second time"}},
		{"two-accounts", users(user("111111111111", "u"), user("222222222222", "v")), []string{"/UserDetailList/1", "222222222222"}},
		{"key-twice", `{"UserDetailList":[],"UserDetailList":[]}`, []string{":1:", "UserDetailList"}},
		{"no-account", users(), []string{"no account"}},
		{"not-an-arn", users(`{"UserName":"u","Arn":"u"}`), []string{"/UserDetailList/0", "is not the ARN"}},
		{"escapes-in-a-name", users("{\"UserName\":\"u\\u001b[31m\",\"Arn\":\"\\u001b]0;x\\u0007\\u009b31m\\u202e\"}"), []string{"/UserDetailList/0"}},
		{"endless-name", users(`{"UserName":"u","Arn":"` + strings.Repeat("x", 1<<20) + `"}`), []string{"/UserDetailList/0"}},
		{"another-object", `{"kind":"role"}`, []string{":1:1", "not a format known"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := stocked(t)
			path := d.write("bad.json", c.content)
			want := append(c.want, path)
			d.refused(want, "scan", "--from", path)
			d.refused(want, "scan", "--from", details, "--from", path)
			d.refused(want, "scan", "--from", path, "--output", "json")
			d.refused(want, "who-can", "*", "*", "--snapshot", path)
			d.refused([]string{path}, "snapshot", "import", path)
			d.refused([]string{path}, "test", path)
			d.refused([]string{path}, "version", "--catalog", path)
		})
	}
}

// TestTruncatedFiles cuts good files at many places: nothing is made of half a
// file, whichever half.
func TestTruncatedFiles(t *testing.T) {
	whole, err := os.ReadFile(details)
	if err != nil {
		t.Fatal(err)
	}
	d := stocked(t)
	exported := filepath.Join(t.TempDir(), "saved.json")
	d.must(0, "snapshot", "export", "latest", exported)
	saved, err := os.ReadFile(exported)
	if err != nil {
		t.Fatal(err)
	}
	zip := zipped(t, string(saved))
	for _, part := range []int{1, 5, 17, 33, 50, 75, 90, 99} {
		d.refused([]string{"cut.json"}, "scan", "--from", d.write("cut.json", string(whole[:len(whole)*part/100])))
		path := d.write("cut.json", string(saved[:len(saved)*part/100]))
		d.refused([]string{path}, "scan", "--from", path)
		d.refused([]string{path}, "snapshot", "import", path)
		d.refused([]string{"cut.json.gz"}, "scan", "--from", d.write("cut.json.gz", zip[:len(zip)*part/100]))
	}
	d.refused([]string{"cut.json"}, "scan", "--from", d.write("cut.json", string(whole[:len(whole)-2])))
	d.refused([]string{"cut.json"}, "snapshot", "import", d.write("cut.json", string(saved[:len(saved)-2])))
}

// TestBadSnapshots are saved snapshots that somebody changed.
func TestBadSnapshots(t *testing.T) {
	d := stocked(t)
	exported := filepath.Join(t.TempDir(), "saved.json")
	id := d.must(0, "snapshot", "export", "latest", exported, "--output", "json").stdout
	text, err := os.ReadFile(exported)
	if err != nil {
		t.Fatal(err)
	}
	saved := string(text)
	id = id[strings.Index(id, `"snapshot": "`)+13:][:32]
	for _, c := range []struct{ name, from, to, want string }{
		{"another-id", id, strings.Repeat("0", 32), "the id"},
		{"no-id", `"id":"` + id + `"`, `"id":""`, "id"},
		{"edited-name", `"name":"obama"`, `"name":"osama"`, ""},
		{"edited-policy", `s3:GetObject`, `s3:PutObject`, ""},
		{"newer-version", `"version":1`, `"version":2`, "version"},
		{"no-version", `"version":1,`, ``, "version"},
		{"unknown-field", `"version":1,`, `"version":1,"colour":"red",`, "colour"},
		{"another-format", `"sightline-snapshot"`, `"sightline-picture"`, "format"},
		{"something-behind", "", "", "behind"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(saved, c.from, c.to, 1)
			if c.from == "" {
				changed = saved + "{}"
			}
			if changed == saved {
				t.Fatal("nothing was changed")
			}
			path := d.write("saved.json", changed)
			d.refused([]string{path}, "snapshot", "import", path)
			d.refused([]string{path}, "scan", "--from", path)
			d.refused([]string{path}, "what-can", "obama", "--snapshot", path)
		})
	}
}

// TestContradictions are sources that are good alone and not together.
func TestContradictions(t *testing.T) {
	d := stocked(t)
	one := d.write("one.json", users(user("111111111111", "u")))
	two := d.write("two.json", withPolicy(`{"Version":"2012-10-17","Statement":[]}`))
	three := d.write("three.json", withPolicy(`{"Version":"2008-10-17","Statement":[]}`))
	twice := "user arn:aws:iam::111111111111:user/u is described twice"
	d.refused([]string{twice, one, two}, "scan", "--from", one, "--from", two)
	d.refused([]string{twice, two, three}, "scan", "--from", two, "--from", three)
	d.refused([]string{twice, one, three}, "scan", "--from", "sample", "--from", one, "--from", details, "--from", three)
}

// TestBadPaths gives what is no file, or another kind of it, to every verb.
func TestBadPaths(t *testing.T) {
	d := stocked(t)
	empty := t.TempDir()
	d.refused([]string{"none.json", "no such file"}, "scan", "--from", "none.json")
	d.refused([]string{"none.json", "no such file"}, "snapshot", "import", "none.json")
	d.refused([]string{"none.json", "no such file"}, "test", "none.json")
	d.refused([]string{"dir/none.json", "no such file"}, "can", "u", "s3:GetObject", "--snapshot", "dir/none.json")
	d.refused([]string{"none.json"}, "can", "u", "s3:GetObject", "--snapshot", "none.json")
	d.refused([]string{empty, "holds nothing"}, "scan", "--from", empty)
	d.refused([]string{empty}, "snapshot", "import", empty)
	d.refused([]string{empty}, "test", empty)
	d.refused([]string{empty}, "version", "--config", empty)
	d.refused([]string{empty}, "version", "--catalog", empty)
	d.refused([]string{details + "/x"}, "scan", "--from", details+"/x")
	d.refused([]string{details + "/x"}, "snapshot", "import", details+"/x")
	d.refused([]string{"--from"}, "scan", "--from", "")
	d.refused([]string{`name\u0000\u001b[31m\u000a\u202e: cannot be read`}, "scan", "--from", "name\x00\x1b[31m\n\u202e")
	d.refused(nil, "scan", "--from", strings.Repeat("x", 5000))
}
