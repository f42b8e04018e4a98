package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs a script a verb, each in a home directory of its own.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("ROOT", root)
			e.Setenv("GORACE", quickEnd)
			e.Setenv("DETAILS", filepath.Join(root, "collect/file/testdata/authorization-details/example-authz-details.json"))
			e.Setenv("COLLECT", filepath.Join(root, "collect/file/testdata/iam-collect"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": scriptStatus,
			"json":   scriptJSON,
			"fields": scriptFields,
			"points": scriptPoints,
			"lines":  scriptLines,
		},
	})
}

// scriptStatus runs sightline: `status 3 can alice …`. A usual answer leaves
// standard error empty; a failure prints nothing but one line there.
func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status NUMBER ARGUMENT…")
	}
	got := 0
	if err := ts.Exec("sightline", args[1:]...); err != nil {
		var failed *exec.ExitError
		if !errors.As(err, &failed) {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
	if stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr"); got == 2 {
		if stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "sightline: ") {
			ts.Fatalf("a failure prints one line to standard error and nothing else")
		}
	}
}

// scriptJSON checks that standard output is one JSON value without null, and
// with two arguments that the value at a path is as written: `json steps.0.line 7`.
func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	value := document(ts)
	if len(args) == 0 {
		return
	}
	got := printed(at(ts, value, args[0]))
	if want := strings.Join(args[1:], " "); (got == want) == neg {
		ts.Fatalf("%s is %s; want (not: %v) %s", args[0], got, neg, want)
	}
}

// scriptFields checks that an object, or each of a list's, has fields:
// `fields principals principal kind`. A path of . is the whole.
func scriptFields(ts *testscript.TestScript, neg bool, args []string) {
	value := at(ts, document(ts), args[0])
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	if len(list) == 0 || neg {
		ts.Fatalf("%s: nothing to look at", args[0])
	}
	for i, entry := range list {
		object, _ := entry.(map[string]any)
		for _, name := range args[1:] {
			if _, has := object[name]; !has {
				ts.Fatalf("%s %d has no field %s: %s", args[0], i, name, printed(entry))
			}
		}
	}
}

// scriptPoints checks that the file and line of a step are where a statement
// begins that holds a text: `points steps.0 PublicRead`.
func scriptPoints(ts *testscript.TestScript, neg bool, args []string) {
	step, _ := at(ts, document(ts), args[0]).(map[string]any)
	file, _ := step["file"].(string)
	if rest, sample := strings.CutPrefix(file, "sample/"); sample {
		file = filepath.Join(ts.Getenv("ROOT"), "internal", "sample", rest)
	}
	line, _ := step["line"].(json.Number).Int64()
	lines := strings.Split(ts.ReadFile(file), "\n")
	if line < 1 || int(line) > len(lines) || !strings.Contains(lines[line-1], "{") {
		ts.Fatalf("%s:%d is no beginning of a statement", file, line)
	}
	d := json.NewDecoder(strings.NewReader(strings.Join(lines[line-1:], "\n")))
	var statement json.RawMessage
	if err := d.Decode(&statement); err != nil {
		ts.Fatalf("%s:%d: %v", file, line, err)
	}
	if strings.Contains(string(statement), args[1]) == neg {
		ts.Fatalf("%s:%d: %s", file, line, statement)
	}
}

// scriptLines checks that standard output is JSON Lines: `lines 14 name pass`.
func scriptLines(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.TrimSuffix(ts.ReadFile("stdout"), "\n")
	lines := strings.Split(text, "\n")
	if args[0] != "*" && strconv.Itoa(len(lines)) != args[0] {
		ts.Fatalf("%d lines, want %s", len(lines), args[0])
	}
	for _, line := range lines {
		object := make(map[string]any)
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("%s: %v", line, err)
		}
		for _, name := range args[1:] {
			if object[name] == nil {
				ts.Fatalf("no %s in %s", name, line)
			}
		}
	}
}

func document(ts *testscript.TestScript) any {
	value, err := oneValue(ts.ReadFile("stdout"))
	if err != nil {
		ts.Fatalf("%v", err)
	}
	return value
}

// oneValue reads a text that is one JSON value and has no null in it: lists
// that are empty are [], and what is not known is left out.
func oneValue(text string) (value any, err error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return nil, fmt.Errorf("standard output is no JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands behind the JSON value")
	}
	if holdsNull(value) {
		return nil, errors.New("a null stands in the answer")
	}
	return value, nil
}

func holdsNull(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case []any:
		for _, entry := range v {
			if holdsNull(entry) {
				return true
			}
		}
	case map[string]any:
		for _, entry := range v {
			if holdsNull(entry) {
				return true
			}
		}
	}
	return false
}

// at follows a path of names, numbers and choices such as verdict=allow; "len" is the length of a list.
func at(ts *testscript.TestScript, value any, path string) any {
	if path == "." {
		return value
	}
	for _, name := range strings.Split(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			entry, has := v[name]
			if !has {
				ts.Fatalf("%s: no field %s", path, name)
			}
			value = entry
		case []any:
			if name == "len" {
				return json.Number(strconv.Itoa(len(v)))
			}
			i, err := strconv.Atoi(name)
			if strings.Contains(name, "=") {
				i, err = first(v, name), nil
			}
			if err != nil || i >= len(v) {
				ts.Fatalf("%s: no entry %s of %d", path, name, len(v))
			}
			value = v[i]
		default:
			ts.Fatalf("%s: nothing below %s", path, name)
		}
	}
	return value
}

// first finds an entry by one of its fields, as verdict=allow.
func first(list []any, choice string) int {
	field, want, _ := strings.Cut(choice, "=")
	for i, entry := range list {
		if object, _ := entry.(map[string]any); printed(object[field]) == want {
			return i
		}
	}
	return len(list)
}

// printed is a text as it is, and anything else as compact JSON.
func printed(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
