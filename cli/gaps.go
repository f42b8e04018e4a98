package cli

import "fmt"

// alike is how many gaps of one call in one account are listed one by one.
const alike = 3

// writeGaps lists what was refused or failed. Many gaps of one call in one
// account are one line with an example; JSON has them all.
func writeGaps(w *table, gaps []gapEntry) {
	if len(gaps) == 0 {
		return
	}
	w.line(count(distinctGaps(gaps), "gap") + ": what was refused or failed")
	type kind struct{ account, call, action string }
	kindOf := func(g *gapEntry) kind { return kind{g.Account, g.Call, g.MissingAction} }
	number := make(map[kind]int)
	for i := range gaps {
		number[kindOf(&gaps[i])]++
	}
	seen := make(map[string]bool)
	for i := range gaps {
		g := &gaps[i]
		n, line := number[kindOf(g)], "  "+g.String()
		if n > alike {
			number[kindOf(g)] = 0
			line = fmt.Sprintf("  %s in account %s: %d times, such as %s", g.Call, g.Account, n, g.String())
		}
		if n == 0 || seen[line] {
			continue // told already; one refusal may leave several layers open
		}
		seen[line] = true
		if g.MissingAction != "" {
			line += " (needs " + g.MissingAction + ")"
		}
		w.line(line)
	}
}

// distinctGaps counts refusals: one may leave several layers open.
func distinctGaps(gaps []gapEntry) int {
	texts := make(map[string]bool)
	for i := range gaps {
		texts[gaps[i].String()] = true
	}
	return len(texts)
}
