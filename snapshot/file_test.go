package snapshot

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"sightline/iam/authz"
)

func encoded(t testing.TB, s *Snapshot) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Encode(&out, s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipped(t testing.TB, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(plain)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// fullWorld fills every field, so that the round trip misses none.
func fullWorld(t testing.TB) *Snapshot {
	return worldWith(t, func(d *Data) {
		when := time.Date(2026, 3, 4, 5, 6, 7, 89, time.FixedZone("CET", 3600))
		d.Sample = true
		d.Gaps = []Gap{{
			Account: member, Region: "eu-west-1", Call: "kms:ListGrants", Reason: "AccessDenied",
			MissingAction: "kms:ListGrants", Layer: authz.LayerGrant, Subject: keyARN, Type: TypeKey,
		}}
		d.NotCollected = []NotCollected{{What: MissingTags, Source: "world.json", Account: member}}
		d.Accounts[0].Regions, d.Accounts[0].Partition = []string{"eu-west-1"}, "aws"
		role := &d.Identities[3]
		d.Identities[4].TagsUnread = true
		role.Created, role.LastUsed, role.PermissionSet, role.MaxSession = &when, &when, "Admin", 3600
		d.Policies[0].VersionID = "v3"
		d.Resources[0].Attributes = map[string]string{"x": "<&> \u2028 é"}
		d.Resources[3].Grants[0].ContextSubset = map[string]string{"a": "b"}
		d.Resources[3].Grants[0].ContextEquals = map[string]string{"c": "d"}
		d.Resources[3].Grants[0].SourceARN = oldARN
		d.Resources[3].Grants[0].OtherConstraints = []string{"e"}
		d.Resources[3].Grants[0].RetiringPrincipal = "arn:aws:iam::222222222222:user/bob"
		d.Resources[5].Role = appARN
		yes := true
		d.Resources = append(d.Resources, Resource{
			ARN: volumeARN, Type: TypeVolumeSnapshot, Account: member, Region: "eu-west-1", PolicyRead: true,
			SharedWith: []string{SharedWithAll, outside}, SharingRead: true, PublicSharingBlocked: &yes, Encrypted: &yes, SnapshotType: SnapshotManual,
			UnderlyingBuckets: []string{bucketARN}, NetworkOrigin: OriginVPC,
		})
	})
}

func TestRoundTrip(t *testing.T) {
	s := fullWorld(t)
	text := encoded(t, s)
	for name, file := range map[string][]byte{"plain": text, "gzip": zipped(t, text)} {
		t.Run(name, func(t *testing.T) {
			back, err := Decode(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			if back.ID() != s.ID() || !reflect.DeepEqual(back.Data(), s.Data()) {
				t.Errorf("read back another snapshot:\n%+v\n%+v", back.Data(), s.Data())
			}
			if again := encoded(t, back); !bytes.Equal(again, text) {
				t.Errorf("written again it is\n%s\nnot\n%s", again, text)
			}
		})
	}
}

// Every field must survive the round trip, also those that are added later:
// the full world leaves none empty.
func TestFullWorldIsFull(t *testing.T) {
	empty := make(map[string]bool)
	visitFields(reflect.ValueOf(*fullWorld(t).Data()), empty)
	for field, is := range empty {
		if is {
			t.Errorf("%s is empty everywhere", field)
		}
	}
}

func visitFields(v reflect.Value, empty map[string]bool) {
	switch {
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			visitFields(v.Elem(), empty)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			visitFields(v.Index(i), empty)
		}
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().String() + "." + v.Type().Field(i).Name
			before, seen := empty[field]
			empty[field] = v.Field(i).IsZero() && (before || !seen)
			visitFields(v.Field(i), empty)
		}
	}
}

func TestEncodeIsDeterministic(t *testing.T) {
	first := encoded(t, fullWorld(t))
	for range 5 {
		if again := encoded(t, fullWorld(t)); !bytes.Equal(first, again) {
			t.Fatal("two runs give other bytes")
		}
	}
	if !bytes.HasPrefix(first, []byte("{\n\"format\":\"sightline-snapshot\",\n\"version\":1,\n\"id\":\"")) {
		t.Errorf("begins with %.80s", first)
	}
}

func TestRecognize(t *testing.T) {
	text := encoded(t, worldWith(t, nil))
	for name, test := range map[string]struct {
		head []byte
		want bool
	}{
		"own file":        {text[:60], true},
		"with spaces":     {[]byte(" {\n \"format\" : \"sightline-snapshot\""), true},
		"gzip":            {zipped(t, text)[:10], true},
		"empty":           {nil, false},
		"details":         {[]byte(`{"UserDetailList":[`), false},
		"other format":    {[]byte(`{"format":"other"`), false},
		"format is later": {[]byte(`{"x":"format sightline-snapshot"`), false},
	} {
		if got := Recognize(test.head); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := string(encoded(t, worldWith(t, nil)))
	id := worldWith(t, nil).ID()
	replaced := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the file has no %s", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	tests := []struct{ name, file, want string }{
		{"empty", "", "byte 0: the file ends too early"},
		{"binary", "\x00\x01\x02", "no valid JSON"},
		{"another JSON", `{"UserDetailList":[]}`, "this is no snapshot file"},
		{"a list", `[]`, "expected a JSON object"},
		{"an empty object", `{}`, "expected the field format"},
		{"another format", `{"format":"other"}`, `"other" is not "sightline-snapshot"`},
		{"format of another type", `{"format":1}`, "not as the format demands"},
		{"no version", `{"format":"sightline-snapshot","id":"x"}`, "expected the field version"},
		{"later version", replaced(`"version":1`, `"version":2`), "version 2 is not known here"},
		{"unknown field", replaced(`"sources":`, `"sauces":`), "sauces: a field that the format does not have"},
		{"unknown field inside", replaced(`"kind":"user"`, `"genus":"user"`), "identities[1]: not as the format demands"},
		{"wrong type inside", replaced(`"name":"alice"`, `"name":7`), "identities["},
		{"field twice", replaced(`"accounts":`, `"accounts":[],"accounts":`), "stands twice"},
		{"field missing", `{"format":"sightline-snapshot","version":1,"id":"x"}`, "the field takenAt is missing"},
		{"list that is none", replaced(`"accounts":[`, `"accounts":7,"gaps":[`), "accounts: expected a list"},
		{"edited name", replaced(`"name":"alice"`, `"name":"alicf"`), `the file says "` + id + `"`},
		{"edited id", replaced(id, strings.Repeat("0", 32)), "it was edited or damaged"},
		{"edited text", replaced(`s3:Get*`, `s3:Put*`), "not the SHA-256"},
		{"removed text", replaced(documentKey(allowRead), documentKey("x")), "content contradicts itself"},
		{"something behind", good + "{}", "something follows"},
		{"deep nesting", `{"format":"sightline-snapshot","version":1,"accounts":` + strings.Repeat("[", 100_000), "accounts"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Decode(strings.NewReader(test.file))
			var format *FormatError
			if !errors.As(err, &format) {
				t.Fatalf("error %v of type %T", err, err)
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q does not say %q", err, test.want)
			}
		})
	}
}

func TestDecodeRefusesEveryTruncation(t *testing.T) {
	good := encoded(t, worldWith(t, nil))
	for n := 0; n < len(good)-2; n += 1 + n/50 {
		if _, err := Decode(bytes.NewReader(good[:n])); err == nil {
			t.Fatalf("the first %d of %d bytes were taken", n, len(good))
		} else if !strings.Contains(err.Error(), "truncated") {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
	}
	packed := zipped(t, good)
	for n := 2; n < len(packed); n += 1 + n/10 {
		if _, err := Decode(bytes.NewReader(packed[:n])); err == nil {
			t.Fatalf("the first %d of %d packed bytes were taken", n, len(packed))
		}
	}
}

func TestDecodeRefusesChangedBytes(t *testing.T) {
	good := encoded(t, worldWith(t, nil))
	start := bytes.Index(good, []byte(`"sources"`))
	for at := start; at < len(good)-3; at += 7 {
		bad := bytes.Clone(good)
		bad[at] ^= 1
		s, err := Decode(bytes.NewReader(bad))
		if err == nil && s.ID() != worldWith(t, nil).ID() {
			t.Fatalf("byte %d changed to %q: taken", at, bad[at])
		}
	}
}

func TestDecodeLimits(t *testing.T) {
	good := encoded(t, worldWith(t, nil))
	_, err := decode(bytes.NewReader(good), 100)
	if err == nil || !strings.Contains(err.Error(), "longer than 100 bytes") {
		t.Errorf("error %v", err)
	}
	long := `{"format":"sightline-snapshot","version":1,"id":"`
	_, err = Decode(&endless{head: long})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("one value is longer than %d bytes", MaxEntryBytes)) {
		t.Errorf("error %v", err)
	}
}

// endless gives its head and then the letter x for ever.
type endless struct{ head string }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.head)
	e.head = e.head[n:]
	for i := n; i < len(p); i++ {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestDecodeGivesReadErrorsOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	good := encoded(t, worldWith(t, nil))
	for _, n := range []int64{0, 100, int64(len(good)) / 2} {
		_, err := Decode(&failing{bytes.NewReader(good[:n]), broken})
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

type failing struct {
	r   *bytes.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.r.Len() == 0 {
		return 0, f.err
	}
	return f.r.Read(p)
}

func TestEncodeGivesWriteErrorsOn(t *testing.T) {
	full := errors.New("no space left")
	if err := Encode(refusing{full}, worldWith(t, nil)); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}

type refusing struct{ err error }

func (r refusing) Write([]byte) (int, error) { return 0, r.err }

// FuzzDecode: any input gives a snapshot or an error, and what was taken is
// written and read again alike.
func FuzzDecode(f *testing.F) {
	good := encoded(f, fullWorld(f))
	f.Add(good)
	f.Add(zipped(f, good))
	f.Add(encoded(f, build(f, &Builder{})))
	f.Add([]byte(`{"format":"sightline-snapshot","version":1,"id":"","takenAt":"2026-01-01T00:00:00Z","sources":[],"accounts":[],"identities":[],"documents":{}}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		s, err := Decode(bytes.NewReader(file))
		if err != nil {
			return
		}
		back, err := Decode(bytes.NewReader(encoded(t, s)))
		if err != nil || back.ID() != s.ID() {
			t.Fatalf("its own file is refused: %v", err)
		}
	})
}

// FuzzContent fuzzes behind the hash: what Build takes, Decode takes.
func FuzzContent(f *testing.F) {
	f.Add("arn:aws:s3:::b", "AWS::S3::Bucket", "alice", "{}", "arn:aws:s3:::b/k")
	f.Add("arn:aws:s3:r:1:accesspoint/x", "t", "a/b", "\x00", "arn:aws:s3:r:1:accesspoint/x/object/")
	f.Fuzz(func(t *testing.T, arn, kind, name, text, question string) {
		b := world()
		a := b.Attach(name, text, "", 0)
		b.Data().Resources = append(b.Data().Resources, Resource{ARN: arn, Type: kind, Name: name, Policy: &a, Underlying: question})
		s, err := b.Build()
		if err != nil {
			return
		}
		back, err := Decode(bytes.NewReader(encoded(t, s)))
		if err != nil || back.ID() != s.ID() {
			t.Fatalf("its own file is refused: %v", err)
		}
		for _, who := range []string{"alice", "role/app", name} {
			p, err := s.FindPrincipal(who)
			if err != nil {
				continue
			}
			var ctx authz.Context
			s.ContextFor(p, question, &ctx)
			if _, _, err := s.StackFor(p, question); err != nil {
				t.Fatal(err)
			}
		}
	})
}
