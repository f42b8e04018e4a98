package questions

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"sightline/iam/policy"
)

// managedLimit is the longest line of the file of managed policies.
const managedLimit = 1 << 20

// A named policy of the file.
type named struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
}

// Managed reads policies, one a line as in testdata/managed-policies-new, and
// asks of each: is there new access against itself less each of its statements,
// and against the next policy; does it grant one of three sensitive actions?
func Managed(r io.Reader) ([]Question, error) {
	list, err := readManaged(r)
	if err != nil {
		return nil, err
	}
	var out []Question
	for i, p := range list {
		d := policy.Parse(p.Document)
		less, err := p.lessEach(d)
		if err != nil {
			return nil, err
		}
		next := list[(i+1)%len(list)]
		out = append(out, less...)
		out = append(out, Question{
			Name: p.Name + " against " + next.Name, Kind: policy.KindIdentity,
			Existing: policy.Parse(next.Document), New: d,
		})
		for _, action := range []string{"iam:PassRole", "s3:GetObject", "kms:Decrypt"} {
			out = append(out, Question{
				Name: p.Name + " grants " + action, Kind: policy.KindIdentity, New: d, Actions: []string{action},
			})
		}
	}
	return out, nil
}

func readManaged(r io.Reader) (list []named, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, managedLimit)
	for lines.Scan() {
		var p named
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("managed policy %d: %w", len(list)+1, err)
		}
		list = append(list, p)
	}
	return list, lines.Err()
}

// lessEach leaves out each statement in turn.
func (p named) lessEach(d *policy.Document) (out []Question, err error) {
	var text struct {
		Version   string
		Statement []json.RawMessage
	}
	if err := json.Unmarshal(p.Document, &text); err != nil {
		return nil, fmt.Errorf("managed policy %s: %w", p.Name, err)
	}
	for i := range text.Statement {
		less := text
		less.Statement = append(append([]json.RawMessage{}, text.Statement[:i]...), text.Statement[i+1:]...)
		raw, err := json.Marshal(less)
		if err != nil {
			return nil, err
		}
		out = append(out, Question{
			Name: fmt.Sprintf("%s against itself less statement %d", p.Name, i), Kind: policy.KindIdentity,
			Existing: policy.Parse(raw), New: d,
		})
	}
	return out, nil
}
