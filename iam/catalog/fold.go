package catalog

import "strings"

// fold gives the form in which names are compared: prefixes, action names and
// key names ignore the case of ASCII letters, and of no others, as iam/glob
// does.
// Source: IAM User Guide "Action" (reference_policies_elements_action) and
// "Condition" (reference_policies_elements_condition), read 2026-11.
// Cases: case-action-name-ignored, case-condition-key-ignored.
func fold(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return 'A' <= r && r <= 'Z' }) < 0 {
		return name
	}
	out := []byte(name)
	for i := range out {
		out[i] = lower(out[i])
	}
	return string(out)
}

// compareFold orders a and b as compare orders their folded forms.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		if x, y := lower(a[i]), lower(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
