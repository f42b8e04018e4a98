package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// readReasoning reads the cases with a check field a second time, now knowing
// what their check takes: any other field is an error.
func readReasoning(text []byte, cases []Case) error {
	entries, err := entries(text)
	if err != nil {
		return err
	}
	for i := range cases {
		c := &cases[i]
		if c.Check == "" {
			continue
		}
		e := entries[i]
		c.Reasoning = &Reasoning{}
		if err := c.Reasoning.read(c.Check, text[e.start:e.end]); err != nil {
			return fmt.Errorf("%w", errorAt(text, e.start, c.label(i), err))
		}
	}
	return nil
}

// entry is where one case stands in the text.
type entry struct{ start, end int }

// entries finds the elements of the list, or the single case.
func entries(text []byte) (list []entry, err error) {
	skipped := len(text) - len(bytes.TrimPrefix(text, []byte(byteOrderMark)))
	d := json.NewDecoder(bytes.NewReader(text[skipped:]))
	if first := bytes.TrimSpace(text[skipped:]); len(first) > 0 && first[0] == '[' {
		if _, err := d.Token(); err != nil {
			return nil, err
		}
	}
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, err
		}
		end := skipped + int(d.InputOffset())
		list = append(list, entry{end - len(raw), end})
	}
	return list, nil
}

// errorAt names the place in the file: that of a wrong type, else the case's.
func errorAt(text []byte, start int, label string, err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		at := *wrong
		at.Offset += int64(start)
		return place(text, &at)
	}
	line, column := position(text, start)
	return fmt.Errorf(":%d:%d: %s: %w", line, column, label, err)
}

// unmarshalStrict refuses fields that the value does not have.
func unmarshalStrict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err != nil && strings.HasPrefix(err.Error(), "json: unknown field ") {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	return err
}

// unmarshalPart reads a value inside a case; places in it are not those of the
// file, so an error keeps none.
func unmarshalPart(text []byte, into any) error {
	err := unmarshalStrict(text, into)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return wrongType(wrong)
	}
	return err
}

// read reads one case. What a check takes is what its type holds.
func (r *Reasoning) read(check string, text []byte) error {
	switch check {
	case CheckNoNewAccess:
		r.NoNewAccess = new(NoNewAccess)
		return readOne(text, r.NoNewAccess)
	case CheckAccessNotGranted:
		r.AccessNotGranted = new(AccessNotGranted)
		return readOne(text, r.AccessNotGranted)
	case CheckNoPublicAccess:
		r.NoPublicAccess = new(NoPublicAccess)
		return readOne(text, r.NoPublicAccess)
	case CheckExternalAccess:
		r.ExternalAccess = new(ExternalAccess)
		return readOne(text, r.ExternalAccess)
	case CheckEquivalent:
		r.Equivalent = new(Equivalent)
		return readOne(text, r.Equivalent)
	}
	return fmt.Errorf("unknown check %q: it is one of %s, %s, %s, %s and %s", check,
		CheckNoNewAccess, CheckAccessNotGranted, CheckNoPublicAccess, CheckExternalAccess, CheckEquivalent)
}

// readOne reads a case and says what it lacks.
func readOne(text []byte, into interface{ lacks() []string }) error {
	if err := unmarshalStrict(text, into); err != nil {
		return err
	}
	if missing := into.lacks(); len(missing) > 0 {
		return fmt.Errorf("lacks %s", strings.Join(missing, ", "))
	}
	return nil
}
