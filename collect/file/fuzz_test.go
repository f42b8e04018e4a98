package file

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"sightline/snapshot"
)

// fromBytes is Read of a file with this content.
func fromBytes(src []byte) (snapshot.Data, error) {
	src, err := asText(src, "a.json")
	if err != nil {
		return snapshot.Data{}, err
	}
	g := newGathered("a.json", "the file", Options{Now: testNow}.withDefaults())
	if err := g.text("a.json", src); err != nil {
		return snapshot.Data{}, err
	}
	return g.content()
}

// FuzzDetails: whatever is in a file, reading it gives content that a snapshot can
// be built of, or an *Error; and every document stands where it is said to.
func FuzzDetails(f *testing.F) {
	if src, err := os.ReadFile(realAccount); err == nil {
		f.Add(src[:6000])
		f.Add(src[len(src)-6000:])
	}
	f.Add([]byte(page(roleWith("111111111111", "r", doc1))))
	f.Add([]byte(page(roleWith("111111111111", "r", quote("%7B%22a%22%3A1%7D")))))
	f.Add([]byte(`[{"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/u","GroupList":["g"],"CreateDate":"2019-11-13T17:30:00Z"}]},{"Policies":[]}]`))
	f.Add([]byte(`{"Policies":[{"Arn":"arn:aws:iam::aws:policy/A","PolicyVersionList":[{"IsDefaultVersion":true,"VersionId":"v1","Document":{}}]}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := fromBytes(src)
		if err != nil {
			if _, ok := err.(*Error); !ok || strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Fatalf("error %T %q", err, err.Error())
			}
			return
		}
		text := strings.TrimPrefix(string(src), "\xef\xbb\xbf")
		for _, a := range attachments(d) {
			if doc := d.Documents[a.Document]; a.Line > 0 && strings.Contains(text, doc) && strings.Contains(doc, "\n") && !standsAt(text, doc, a.Line) {
				t.Fatalf("the text of %q does not stand at line %d", a.Name, a.Line)
			}
		}
		if _, err := snapshot.NewBuilder(d).Build(); err != nil {
			t.Fatalf("Build: %v", err)
		}
	})
}

// FuzzCursor: the cursor takes what encoding/json takes, and reads strings as
// it does.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e+3,"x\u00e9\ud83d\ude00\ud800"],"b":{}}`, `[]`, `"\"\\\/\b\f\n\r\t"`, `01`, `1.`, `-`, `tru`, `[1,]`, `{"a"}`, "\"\x01\"", `1e`, ` null `} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.Count(text, "[")+strings.Count(text, "{") > 400 {
			return
		}
		c := newCursor("f", []byte(text), Options{MaxDepth: 500})
		err := c.skip()
		ok := err == nil && c.end()
		if ok != json.Valid([]byte(text)) {
			t.Fatalf("%q: ours %v (%v), encoding/json %v", text, ok, err, !ok)
		}
		if !ok || strings.TrimLeft(text, " \t\r\n")[0] != '"' {
			return
		}
		got, err := newCursor("f", []byte(text), Options{MaxDepth: 500}).text()
		var want string
		if json.Unmarshal([]byte(text), &want) != nil || err != nil || got != want {
			t.Fatalf("%q: got %q (%v), want %q", text, got, err, want)
		}
	})
}

// BenchmarkDetails reads an account of 20 MB.
func BenchmarkDetails(b *testing.B) {
	src, err := os.ReadFile(realAccount)
	if err != nil {
		b.Fatal(err)
	}
	var out strings.Builder
	for i := range 120 {
		account := string('1'+rune(i%9)) + strings.Repeat("0", 8) + string([]byte{'0' + byte(i/100), '0' + byte(i/10%10), '0' + byte(i%10)})
		out.WriteString(strings.ReplaceAll(string(src), "012345678901", account))
	}
	path := filepath.Join(b.TempDir(), "a.json")
	if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
