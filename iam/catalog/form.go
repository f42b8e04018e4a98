package catalog

import (
	"fmt"
	"strings"
)

// maxARN bounds the ARNs that are looked at; AWS allows 2,048 bytes.
const maxARN = 4096

// A form is a parsed ARN form of a resource type.
type form struct {
	kind     int // place of the resource type in its service
	fields   [4]string
	resource template
}

// parseForm reads "arn:${Partition}:s3:::${BucketName}".
func parseForm(text string) (form, error) {
	p := strings.SplitN(text, ":", 6)
	if len(p) != 6 || p[0] != "arn" {
		return form{}, fmt.Errorf("ARN form %q has not the six parts of an ARN", text)
	}
	return form{fields: [4]string(p[1:5]), resource: parseTemplate(p[5])}, nil
}

// A pass is one way to compare an ARN with forms.
type pass struct {
	// paths lets names hold "/" and ":", as those of roles with a path, of
	// secrets, log groups and objects do.
	paths bool
	// empty lets the region and the account be absent where the form has a
	// placeholder, as in the ARNs of AWS's own parameters.
	empty bool
}

// The passes, strictest first. A service's forms are compared in the first
// pass in which one of them matches, so that "table/t/index/i" is the index
// and not a table of that name, and "role/team/r" is a role nonetheless.
var passes = [...]pass{{}, {paths: true}, {paths: true, empty: true}}

func (f *form) match(arn []string, p pass) bool {
	for i, want := range f.fields {
		if !matchField(want, arn[i+1], p.empty) {
			return false
		}
	}
	return f.resource.match(arn[5], matching{slashes: p.paths})
}

func matchField(want, got string, empty bool) bool {
	switch {
	case want == "*":
		return true
	case strings.HasPrefix(want, "$"):
		return empty || got != ""
	default:
		return want == got
	}
}

// weight orders forms: the more is fixed, the more specific it is.
func (f *form) weight() int {
	n := f.resource.literal
	for _, field := range f.fields {
		if !strings.HasPrefix(field, "$") {
			n += len(field)
		}
	}
	return n
}
