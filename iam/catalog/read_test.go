package catalog

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"sightline/iam/catalog/internal/catalogfile"
)

// small is a file with one service, to be spoilt by tests.
type small struct {
	header   catalogfile.Header
	index    catalogfile.Index
	sections []catalogfile.Section
}

func newSmall() *small {
	return &small{
		header: catalogfile.Header{
			Version: "1", Updated: "2026-01-01",
			Counts: Counts{Services: 1, Actions: 2, ResourceTypes: 1, ConditionKeys: 1, Dependents: 1, Withdrawn: 1},
		},
		index: catalogfile.Index{
			Services:    []catalogfile.Entry{{Prefix: "zoo", Name: "Zoo", Actions: "Feed:04 OpenGate:6c"}},
			GlobalKeys:  []string{"aws:SourceIp IPAddress"},
			RCPServices: []string{"zoo"},
			Withdrawn:   []string{"zoo:Close"},
		},
		sections: []catalogfile.Section{{
			Keys:       []string{"zoo:Keeper ArrayOfARN"},
			KeySets:    [][]int{{}, {0}},
			Types:      []catalogfile.Type{{Name: "animal", ARNs: []string{"arn:${Partition}:zoo:::animal/${Name}"}, Keys: 1}},
			TypeSets:   [][]int{{}, {1}},
			Actions:    [][2]int{{1, 1}, {0, 0}},
			Dependents: map[string][]string{"OpenGate": {"iam:PassRole"}},
		}},
	}
}

func (s *small) encode(tb testing.TB) []byte {
	tb.Helper()
	data, err := catalogfile.Encode(s.header, s.index, s.sections)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestReadKeepsWhatWasEncoded(t *testing.T) {
	c, err := Read(bytes.NewReader(newSmall().encode(t)))
	if err != nil {
		t.Fatal(err)
	}
	feed, _ := c.Action("ZOO:feed")
	gate, _ := c.Action("zoo:OpenGate")
	got := fmt.Sprintf("%+v\n%+v\n%v %v", feed, gate, c.ActionsOn("arn:aws:zoo:::animal/emu"), c.Withdrawn("zoo:close"))
	want := "{Service:zoo Name:Feed Levels:write ResourceTypes:[animal] Required:[animal] ConditionKeys:[zoo:Keeper]" +
		" SupportKnown:false LastAccessed:false PolicyGeneration:false Dependent:[]}\n" +
		"{Service:zoo Name:OpenGate Levels:write,permissions ResourceTypes:[] Required:[] ConditionKeys:[]" +
		" SupportKnown:true LastAccessed:true PolicyGeneration:false Dependent:[iam:PassRole]}\n" +
		"[zoo:Feed] true"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if k, ok := c.ConditionKey("zoo", "zoo:keeper"); !ok || !k.Multivalued || k.Type != "ARN" {
		t.Errorf("key %+v", k)
	}
}

func TestEqualInputGivesEqualBytes(t *testing.T) {
	if !bytes.Equal(newSmall().encode(t), newSmall().encode(t)) {
		t.Error("two files of the same content differ")
	}
}

func TestReadRefusesWhatDoesNotFit(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*small)
		says  string
	}{
		{"wrong counts", func(s *small) { s.header.Counts.Actions = 3 }, "header counts"},
		{"no level", func(s *small) { s.index.Services[0].Actions = "Feed:20 OpenGate:04" }, "access level"},
		{"flags that are no number", func(s *small) { s.index.Services[0].Actions = "Feed:zz OpenGate:04" }, "hexadecimal"},
		{"an action without flags", func(s *small) { s.index.Services[0].Actions = "Feed OpenGate:04" }, "hexadecimal"},
		{"actions out of order", func(s *small) { s.index.Services[0].Actions = "OpenGate:04 Feed:04" }, "order"},
		{"an action twice, but for case", func(s *small) { s.index.Services[0].Actions = "Feed:04 feed:04" }, "twice"},
		{"upper-case prefix", func(s *small) { s.index.Services[0].Prefix = "Zoo" }, "lower-case"},
		{"no prefix", func(s *small) { s.index.Services[0].Prefix = "" }, "empty"},
		{"a service twice", func(s *small) {
			s.index.Services = append(s.index.Services, s.index.Services[0])
			s.sections = append(s.sections, s.sections[0])
		}, "twice"},
		{"a key without a type", func(s *small) { s.sections[0].Keys[0] = "zoo:Keeper" }, "not a name and a type"},
		{"a global key without a type", func(s *small) { s.index.GlobalKeys[0] = "aws:SourceIp" }, "not a name and a type"},
		{"a key twice", func(s *small) { s.sections[0].Keys = []string{"zoo:K String", "zoo:k String"} }, "twice"},
		{"a key set beyond the keys", func(s *small) { s.sections[0].KeySets[1][0] = 1 }, "place 1 of 1"},
		{"a key set below zero", func(s *small) { s.sections[0].KeySets[1][0] = -1 }, "place -1"},
		{"a type set beyond the types", func(s *small) { s.sections[0].TypeSets[1][0] = 2 }, "place 2 of 2"},
		{"a type with no key set", func(s *small) { s.sections[0].Types[0].Keys = 2 }, "key set 2 of 2"},
		{"an action with no type set", func(s *small) { s.sections[0].Actions[0][0] = 9 }, "do not exist"},
		{"an action without details", func(s *small) { s.sections[0].Actions = s.sections[0].Actions[:1] }, "details of 1"},
		{"a bad ARN form", func(s *small) { s.sections[0].Types[0].ARNs[0] = "arn:aws:zoo" }, "six parts"},
		{"a type without a name", func(s *small) { s.sections[0].Types[0].Name = "" }, "no name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSmall()
			tt.spoil(s)
			_, err := Read(bytes.NewReader(s.encode(t)))
			if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.HasPrefix(err.Error(), "read catalog: ") {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
		})
	}
}

func TestReadRefusesDamagedFiles(t *testing.T) {
	good := newSmall().encode(t)
	flipped := bytes.Clone(good)
	flipped[len(flipped)-3] ^= 1
	tests := []struct {
		name string
		data []byte
		says string
	}{
		{"empty", nil, "first line"},
		{"another file", []byte("{}\n"), "first line"},
		{"a later format", append([]byte("sightline-catalog 2\n"), good[20:]...), "first line"},
		{"only the first line", []byte(catalogfile.Magic + "\n"), "second line"},
		{"a header that is no JSON", []byte(catalogfile.Magic + "\nx\n"), "header in line 2"},
		{"cut off", good[:len(good)-1], "cut off"},
		{"with more at the end", append(bytes.Clone(good), 'x'), "cut off"},
		{"one bit wrong", flipped, "checksum"},
		{"too large", make([]byte, catalogfile.MaxFile+2), "larger than 16 MB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(tt.data))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
		})
	}
}

func TestReadPassesOnErrorsOfTheReader(t *testing.T) {
	broken := errors.New("disk on fire")
	if _, err := Read(io.MultiReader(strings.NewReader("x"), errReader{broken})); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// wrap makes a file of any index, with a good checksum and the extent given.
func wrap(tb testing.TB, index []byte, raw int) []byte {
	tb.Helper()
	var payload bytes.Buffer
	w, err := flate.NewWriter(&payload, flate.BestSpeed)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := w.Write(index); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	h := catalogfile.Header{Payload: catalogfile.Payload{
		Size: payload.Len(), CRC32: crc32.ChecksumIEEE(payload.Bytes()),
		Index: catalogfile.Extent{Size: payload.Len(), Raw: raw},
	}}
	line, err := json.Marshal(h)
	if err != nil {
		tb.Fatal(err)
	}
	return append([]byte(catalogfile.Magic+"\n"+string(line)+"\n"), payload.Bytes()...)
}

func TestReadRefusesExtentsThatLie(t *testing.T) {
	bomb := make([]byte, 1<<20)
	outside := `{"services":[{"prefix":"a","section":{"offset":9000000,"size":1,"raw":1}}]}`
	negative := `{"services":[{"prefix":"a","section":{"offset":-1,"size":1,"raw":1}}]}`
	large := `{"services":[{"prefix":"a","section":{"offset":0,"size":1,"raw":99999999}}]}`
	tests := []struct {
		name string
		data []byte
		says string
	}{
		{"holds more than it says", wrap(t, bomb, 10), "other than the 10 bytes"},
		{"holds less than it says", wrap(t, []byte("{}"), 10), "other than the 10 bytes"},
		{"says more than the limit", wrap(t, []byte("{}"), catalogfile.MaxIndex+1), "more than"},
		{"a section outside", wrap(t, []byte(outside), len(outside)), "outside"},
		{"a section before the start", wrap(t, []byte(negative), len(negative)), "outside"},
		{"a section above the limit", wrap(t, []byte(large), len(large)), "more than"},
		{"an index that is no JSON", wrap(t, []byte("x"), 1), "index"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(tt.data))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
		})
	}
}

// FuzzRead changes bytes of whole files.
func FuzzRead(f *testing.F) {
	f.Add(newSmall().encode(f))
	f.Add([]byte(catalogfile.Magic + "\n{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) { tryAll(data) })
}

// FuzzReadIndex changes the decompressed index, behind a good checksum.
func FuzzReadIndex(f *testing.F) {
	f.Add([]byte(`{"services":[{"prefix":"a","name":"A","actions":"B:04","section":{}}],"globalKeys":["k String"]}`))
	f.Fuzz(func(t *testing.T, index []byte) { tryAll(wrap(t, index, len(index))) })
}

// FuzzReadSection changes the decompressed section of one service.
func FuzzReadSection(f *testing.F) {
	seed, err := json.Marshal(newSmall().sections[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed, "x/y")
	f.Fuzz(func(t *testing.T, section []byte, tail string) {
		s := newSmall()
		if json.Unmarshal(section, &s.sections[0]) != nil {
			return
		}
		if c := tryAll(s.encode(t)); c != nil {
			c.ActionsOn("arn:aws:zoo:::" + tail)
			c.ConditionKey("zoo", tail)
		}
	})
}

// tryAll asks everything of a file that Read accepts; nothing may panic.
func tryAll(data []byte) *Catalog {
	c, err := Read(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	for _, name := range c.Match("*") {
		c.Action(name)
	}
	c.ByLevel("*", LevelRead)
	c.ResourceTypesOf("arn:aws:zoo:::animal/emu")
	c.ConditionKey("a", "aws:ResourceTag/x")
	return c
}
