package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxSize limits a case file, in bytes.
const MaxSize = 64 << 20

// A Case is one entry of a case file.
type Case struct {
	Name       string   `json:"name"`
	About      string   `json:"about"`
	Source     string   `json:"source"`
	Confidence string   `json:"confidence"`
	Request    *Request `json:"request"`
	Policies   Policies `json:"policies"`
	Expect     *Expect  `json:"expect"`
	// Check makes it a reasoning case: Reasoning holds what it asks and what is
	// expected, and the three fields above mean nothing.
	Check     string     `json:"check"`
	Reasoning *Reasoning `json:"-"`
}

// A Request is the question of a case.
type Request struct {
	Principal       string                     `json:"principal"`
	Action          string                     `json:"action"`
	Resource        string                     `json:"resource"`
	ResourceAccount string                     `json:"resourceAccount"`
	Context         map[string]json.RawMessage `json:"context"`
}

// Policies are the documents that apply.
type Policies struct {
	Identity []Policy `json:"identity"`
	Boundary *Policy  `json:"boundary"`
	Session  []Policy `json:"session"`
	Resource *Policy  `json:"resource"`
	SCP      []Level  `json:"scp"`
	RCP      []Level  `json:"rcp"`
	Endpoint *Policy  `json:"endpoint"`
	Grants   []Grant  `json:"grants"`
}

// A Policy is a named document.
type Policy struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
}

// A Level is one level of an organization.
type Level struct {
	Entity   string   `json:"entity"`
	Policies []Policy `json:"policies"`
}

// A Grant is a KMS grant.
type Grant struct {
	Grantee     string      `json:"grantee"`
	Operations  []string    `json:"operations"`
	Constraints Constraints `json:"constraints"`
}

// Constraints of a grant.
type Constraints struct {
	Subset map[string]string `json:"EncryptionContextSubset"`
	Equals map[string]string `json:"EncryptionContextEquals"`
}

// Expect is the decision that AWS would take. DecidedBy is empty where any
// layer is right.
type Expect struct {
	Decision  string `json:"decision"`
	DecidedBy string `json:"decidedBy"`
}

// Read reads a case file: an array of cases, or a single case. Errors name the
// file, the place and the cause.
func Read(name string, r io.Reader) ([]Case, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > MaxSize {
		return nil, fmt.Errorf("%s: larger than %d MiB, the limit of a case file", name, MaxSize>>20)
	}
	cases, err := decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s%w", name, place(text, err))
	}
	if err := readReasoning(text, cases); err != nil {
		return nil, fmt.Errorf("%s%w", name, err)
	}
	for i := range cases {
		if err := cases[i].check(i); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return cases, nil
}

const byteOrderMark = "\xef\xbb\xbf"

func decode(text []byte) ([]Case, error) {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		return nil, errors.New("the file is empty; it must hold an array of cases")
	}
	if trimmed[0] == '{' {
		var one Case
		err := json.Unmarshal(text, &one)
		return []Case{one}, err
	}
	var cases []Case
	err := json.Unmarshal(text, &cases)
	return cases, err
}

// place turns a JSON error's offset into line and column.
func place(text []byte, err error) error {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &wrong):
		offset = wrong.Offset
		err = wrongType(wrong)
	}
	if offset < 0 || offset > int64(len(text)) {
		return fmt.Errorf(": %w", err)
	}
	line, column := position(text, int(offset))
	return fmt.Errorf(":%d:%d: %w", line, column, err)
}

// position counts lines and columns from 1; the column is that of the last byte
// before the offset, where a decoder has just stopped.
func position(text []byte, offset int) (line, column int) {
	before := text[:offset]
	line = bytes.Count(before, []byte("\n")) + 1
	return line, max(len(before)-bytes.LastIndexByte(before, '\n')-1, 1)
}

func wrongType(wrong *json.UnmarshalTypeError) error {
	return fmt.Errorf("%s: a JSON %s is no %s here", wrong.Field, wrong.Value, expected(wrong))
}

func expected(wrong *json.UnmarshalTypeError) string {
	switch kind := wrong.Type.Kind().String(); kind {
	case "slice":
		return "list"
	case "struct", "map", "ptr":
		return "object"
	default:
		return kind
	}
}

// label names a case in an error.
func (c *Case) label(index int) string {
	if c.Name == "" {
		return fmt.Sprintf("case %d", index+1)
	}
	return fmt.Sprintf("case %q", c.Name)
}

// check finds what a decoder lets pass: missing fields.
func (c *Case) check(index int) error {
	if c.Check != "" {
		return nil // readReasoning has looked
	}
	var missing []string
	if c.Name == "" {
		missing = append(missing, "name")
	}
	if c.Request == nil {
		missing = append(missing, "request")
	} else {
		missing = append(missing, c.Request.missing()...)
	}
	if c.Expect == nil || c.Expect.Decision == "" {
		missing = append(missing, "expect.decision")
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s lacks %s", c.label(index), strings.Join(missing, ", "))
	}
	return nil
}

func (r *Request) missing() (names []string) {
	if r.Principal == "" {
		names = append(names, "request.principal")
	}
	if r.Action == "" {
		names = append(names, "request.action")
	}
	if r.Resource == "" {
		names = append(names, "request.resource")
	}
	return names
}
