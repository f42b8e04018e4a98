package smt

import "strings"

// Regular expressions over the characters that a place may hold.
const (
	anyChar   term = "re.allchar"
	anyString term = "re.all"
	// notColon is any character but a colon.
	notColon term = `(re.union (re.range "\u{0}" "9") (re.range ";" "\u{2ffff}"))`
	// nameChar is any character but a colon and a slash.
	nameChar term = `(re.union (re.range "\u{0}" ".") (re.range "0" "9") (re.range ";" "\u{2ffff}"))`
	// lowerChar is any character but a colon and a capital letter.
	lowerChar term = `(re.union (re.range "\u{0}" "9") (re.range ";" "@") (re.range "[" "\u{2ffff}"))`
	digit     term = `(re.range "0" "9")`
)

func matches(value, regex term) term { return apply("str.in_re", value, regex) }

func plus(regex term) term { return apply("re.+", regex) }
func star(regex term) term { return apply("re.*", regex) }

// sequence is one expression behind the other.
func sequence(parts ...term) term {
	switch len(parts) {
	case 0:
		return exactly("")
	case 1:
		return parts[0]
	}
	return apply("re.++", parts...)
}

func exactly(s string) term { return apply("str.to_re", text(s)) }

// foldedText is a text in any case. Only letters of ASCII have two.
func foldedText(s string) term {
	var parts []term
	for _, r := range s {
		if r > '~' {
			refuse("%q compared without case: the folding of %q is not ASCII's", s, r)
		}
		lower, upper := strings.ToLower(string(r)), strings.ToUpper(string(r))
		if lower == upper {
			parts = append(parts, exactly(lower))
		} else {
			parts = append(parts, apply("re.union", exactly(lower), exactly(upper)))
		}
	}
	return sequence(parts...)
}

// arnShape is what the value of an ARN operator must look like: "arn:" and six
// parts. As the sixth may hold colons, any four further colons will do; said
// like this it is far easier for the solver than part by part.
func arnShape() term { return arnWith(anyString) }

// resourceShape is what the ARN of a thing looks like: its last part is not
// empty.
func resourceShape() term { return arnWith(plus(anyChar)) }

func arnWith(last term) term {
	colon := exactly(":")
	return sequence(exactly("arn:"), anyString, colon, anyString, colon, anyString, colon, anyString, colon, last)
}
