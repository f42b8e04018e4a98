package policy

import "strings"

// longestTypo bounds the work on names that no one can have meant.
const longestTypo = 48

// nearest gives the known name with the least edit distance, without case, if
// that is at most limit; otherwise an empty text.
func nearest(name string, known []string, limit int) string {
	if len(name) > longestTypo {
		return ""
	}
	best := ""
	for _, k := range known {
		if d := editDistance(strings.ToLower(name), strings.ToLower(k)); d <= limit && d < len(k)/2 {
			best, limit = k, d-1
		}
	}
	return best
}

// editDistance counts the insertions, deletions and replacements of bytes
// between two texts (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// resembling gives the element that an unknown name may have been meant for:
// a slip of up to two characters, another case, or a negation that the
// grammar does not have ("NotCondition").
func resembling(name string, elements []string) string {
	if near := nearest(name, elements, 2); near != "" {
		return near
	}
	lower := strings.ToLower(name)
	if rest, negated := strings.CutPrefix(lower, "not"); negated {
		return nearest(strings.TrimLeft(rest, "-_ "), elements, 2)
	}
	return ""
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "did you mean " + quote(name) + "?"
}
