package arn

import (
	"fmt"
	"strings"
)

// MaxLength is the length of the longest ARN that Parse takes, in bytes.
// Source: IAM API Reference, the data type arnType (1 to 2048 characters).
const MaxLength = 2048

// parts is the number of parts of an ARN.
const parts = 6

// An ARN names one thing. It is a comparable, immutable value, fit for keys of
// maps. The zero value is no ARN: not Valid, and with empty parts.
type ARN struct {
	text string
	// Offsets behind the colons that end the first five parts; text decides
	// them, so equal texts are equal values.
	partition, service, region, account, resource uint16
}

// Parse reads an ARN. Partition, service and resource must not be empty; the
// parts are otherwise taken as they are. The error names the text and what is
// wrong with it.
func Parse(s string) (ARN, error) {
	if len(s) > MaxLength {
		return ARN{}, fmt.Errorf("ARN %q…: %d bytes long, the limit is %d", s[:40], len(s), MaxLength)
	}
	if !strings.HasPrefix(s, "arn:") {
		return ARN{}, fmt.Errorf("ARN %q: does not begin with \"arn:\"", s)
	}
	var from [parts]int
	for i := 1; i < parts; i++ {
		n := strings.IndexByte(s[from[i-1]:], ':')
		if n < 0 {
			return ARN{}, fmt.Errorf("ARN %q: has %d parts, want 6 (arn:partition:service:region:account:resource)", s, i)
		}
		from[i] = from[i-1] + n + 1
	}
	a := ARN{s, uint16(from[1]), uint16(from[2]), uint16(from[3]), uint16(from[4]), uint16(from[5])}
	for _, part := range [...]struct{ name, text string }{
		{"partition", a.Partition()}, {"service", a.Service()}, {"resource", a.Resource()},
	} {
		if part.text == "" {
			return ARN{}, fmt.Errorf("ARN %q: the %s part is empty", s, part.name)
		}
	}
	return a, nil
}

// MustParse is Parse for tests and embedded data; it panics where Parse fails.
func MustParse(s string) ARN {
	a, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return a
}

// String gives the text that was parsed; empty for the zero value.
func (a ARN) String() string { return a.text }

// Valid tells whether a is an ARN and not the zero value.
func (a ARN) Valid() bool { return a.text != "" }

// Partition is aws, aws-cn, aws-us-gov or another group of Regions.
func (a ARN) Partition() string { return a.part(a.partition, a.service) }

// Service is the service's namespace, as in action names.
func (a ARN) Service() string { return a.part(a.service, a.region) }

// Region is empty for resources that no Region holds, such as those of IAM.
func (a ARN) Region() string { return a.part(a.region, a.account) }

// Account is usually 12 digits, empty for buckets, "aws" for things of AWS's.
func (a ARN) Account() string { return a.part(a.account, a.resource) }

// Resource is the rest, with its type and any colons.
func (a ARN) Resource() string { return a.text[a.resource:] }

func (a ARN) part(from, next uint16) string {
	if from == next {
		return "" // the zero value; real parts end in a colon
	}
	return a.text[from : next-1]
}

// WellFormed tells whether a text has the six parts of an ARN and begins with
// "arn:". Values of other forms match no pattern of the ARN operators.
// Source: live captures by a third party (a malformed ARN in a request never
// matches).
func WellFormed(value string) bool {
	return strings.HasPrefix(value, "arn:") && strings.Count(value, ":") >= parts-1
}
