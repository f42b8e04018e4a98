package reach_test

import (
	"fmt"
	"sort"
	"strings"

	"sightline/access/permission"
	"sightline/access/reach"
)

// draw writes an answer as text: the form of the goldens.
func draw(a reach.Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "from %s\n", a.From)
	for _, p := range a.Paths {
		b.WriteString(drawPath(p))
	}
	for _, g := range a.Gaps {
		fmt.Fprintf(&b, "gap: %s\n", g.String())
	}
	for _, n := range a.NotCollected {
		fmt.Fprintf(&b, "not collected: %s (%s)\n", n.What, n.Source)
	}
	if a.Truncated {
		b.WriteString("truncated\n")
	}
	if a.Incomplete {
		b.WriteString("incomplete\n")
	}
	return b.String()
}

func drawPath(p reach.Path) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", p.Verdict, p.TargetKind, p.Target)
	if p.Precision != "exact" {
		b.WriteString(" (" + p.Precision + ")")
	}
	b.WriteString("\n")
	for _, h := range p.Hops {
		fmt.Fprintf(&b, "  %s -> %s: %s", short(h.From), short(h.To), h.Kind)
		if h.Kind == "access" {
			fmt.Fprintf(&b, " [%s] %s", strings.Join(h.Levels, ","), some(h.Actions))
		}
		b.WriteString("\n")
		drawReasons(&b, h.Because)
		drawConditions(&b, h.Conditions)
		for _, part := range h.Also {
			fmt.Fprintf(&b, "    also %s [%s] %s\n", part.Verdict, strings.Join(part.Levels, ","), some(part.Actions))
		}
	}
	return b.String()
}

func drawReasons(b *strings.Builder, list []permission.Reason) {
	for _, r := range list {
		if r.Statement < 0 {
			fmt.Fprintf(b, "    because %s\n", strings.TrimSpace(string(r.Layer)+" "+r.Note))
		} else {
			fmt.Fprintf(b, "    because %s %s #%d %s\n", r.Layer, r.Policy, r.Statement, r.Effect)
		}
	}
}

func drawConditions(b *strings.Builder, list []permission.Condition) {
	var lines []string
	for _, c := range list {
		text := strings.TrimSpace(strings.Join([]string{c.Operator, c.Key, strings.Join(c.Values, ","), c.Text}, " "))
		if c.Unless {
			text = "unless " + text
		} else {
			text = "if " + text
		}
		lines = append(lines, "    "+text+"\n")
	}
	sort.Strings(lines)
	for _, l := range lines {
		b.WriteString(l)
	}
}

func short(arn string) string { return arn[strings.LastIndexAny(arn, ":")+1:] }

func some(actions []string) string {
	if len(actions) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(actions[:3], " "), len(actions)-3)
	}
	return strings.Join(actions, " ")
}
