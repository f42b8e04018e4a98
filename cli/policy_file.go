package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sightline/iam/policy"
)

// A policyFile is a document as a user named it.
type policyFile struct {
	name string
	doc  *policy.Document
}

// readPolicies reads the files of one command line. At most one of them is
// standard input.
func (a *app) readPolicies(paths ...string) ([]policyFile, error) {
	if len(paths) == 2 && paths[0] == "-" && paths[1] == "-" {
		return nil, errors.New("standard input (-) holds one policy; give a file for the other")
	}
	var files []policyFile
	for _, path := range paths {
		f, err := a.readPolicy(path)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func (a *app) readPolicy(path string) (policyFile, error) {
	text, err := a.policyText(path)
	f := policyFile{name: path}
	if path == "-" {
		f.name = "standard input"
	}
	if err != nil {
		return f, err
	}
	if f.doc = policy.Parse(text); f.doc.Broken {
		return f, f.fault(f.doc.Issues[0])
	}
	return f, nil
}

func (a *app) policyText(path string) ([]byte, error) {
	switch info, err := os.Stat(path); {
	case path == "":
		return nil, errors.New("the name of a policy file is empty")
	case path == "-":
		return io.ReadAll(io.LimitReader(a.stdin, policy.MaxSize+1))
	case err == nil && info.Mode()&os.ModeNamedPipe != 0: // as the shell's <(…)
		return readPipe(path)
	default:
		return readLimited(path, policy.MaxSize)
	}
}

func readPipe(path string) ([]byte, error) {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, policy.MaxSize+1))
}

// fault words an issue as an error: file, line, column, cause, remedy.
func (f policyFile) fault(i policy.Issue) error {
	if i.Hint != "" {
		return fmt.Errorf("%s:%w (%s)", f.name, i, i.Hint)
	}
	return fmt.Errorf("%s:%w", f.name, i)
}

// site is where a statement begins.
func (f policyFile) site(statement int) string {
	if statement < 0 || statement >= len(f.doc.Statements) {
		return f.name
	}
	return fmt.Sprintf("%s:%d", f.name, f.doc.Statements[statement].Span.Start.Line)
}

// maxNotes limits what is told about one file.
const maxNotes = 5

// note tells what is wrong with the text of a policy that can be read all the
// same.
func (a *app) note(f policyFile) {
	for i, issue := range f.doc.Issues {
		if i == maxNotes {
			a.tell(fmt.Sprintf("%s: %d more issues are not shown", f.name, len(f.doc.Issues)-maxNotes))
			return
		}
		a.tell(f.fault(issue).Error())
	}
}

// tell prints a remark to standard error.
func (a *app) tell(text string) {
	fmt.Fprintln(a.stderr, "sightline: note: "+shortened(printable(text)))
}
