package reach

import (
	"fmt"
	"strings"

	"sightline/iam/glob"
)

// A destination is TO: nothing, an ARN, or a glob over ARNs.
type destination struct {
	text    string
	any     bool
	exact   bool
	pattern glob.Pattern
}

// destination reads TO: empty for everything; an ARN, of a role, a resource or
// an object of a bucket; a glob; or the name of an identity.
func (x *Explorer) destination(to string) (destination, error) {
	switch {
	case to == "":
		return destination{any: true}, nil
	case strings.ContainsAny(to, "*?"):
		return destination{text: to, pattern: glob.New(to)}, nil
	case strings.HasPrefix(to, "arn:"):
		if strings.Count(to, ":") < 5 {
			return destination{}, fmt.Errorf("reach to %q: an ARN has six parts separated by colons", to)
		}
		return destination{text: to, exact: true}, nil
	}
	if r := x.snap.Instance(to); r != nil {
		return destination{text: r.ARN, exact: true}, nil
	}
	p, err := x.snap.FindPrincipal(to)
	if err != nil {
		return destination{}, fmt.Errorf("reach to %q: write an ARN, a glob such as arn:aws:s3:::data-*, or the name of a role: %w", to, err)
	}
	return destination{text: p.IdentityARN(), exact: true}, nil
}

// wants tells whether a target counts.
func (d *destination) wants(id string) bool {
	return d.any || d.exact && d.text == id || !d.exact && d.pattern.Match(id)
}

// wantsSome tells whether a resource pattern may hold what is looked for.
func (d *destination) wantsSome(pattern string) bool {
	return d.any || !d.exact && glob.Overlaps(d.pattern, glob.New(pattern))
}

// identity tells whether only identities are looked for.
func (d *destination) identity() bool {
	if !d.exact {
		return false
	}
	parts := strings.SplitN(d.text, ":", 6)
	return parts[2] == "iam"
}
