package cli

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/access/reach"
)

func (a *app) reachCommand() *cobra.Command {
	var flags contextFlags
	var opts reach.Options
	cmd := &cobra.Command{
		Use:   "reach FROM [TO]",
		Short: "access paths: what FROM can become and touch, hop by hop",
		Long: "Access paths from a user, a role, an EC2 instance (i-…), a resource that runs as a role, an identity provider,\n" +
			"an outside account, or * for anyone: the best path to each identity and resource that can be reached, or to TO\n" +
			"(an ARN or a glob). A path is as certain as its least certain hop.\n\n" +
			"Exit status: 0 answered, 3 answered but incomplete (something that bears on it was not read).",
		Example: "  sightline reach i-0b7e41d29c5a8f013\n  sightline reach role/app arn:aws:s3:::reports",
		Args:    arguments(1, 2, "FROM [TO]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.reach(cmd.Context(), append(args, "")[:2], &flags, opts)
		},
	}
	flags.add(cmd)
	return cmd
}

func (a *app) reach(ctx context.Context, args []string, flags *contextFlags, opts reach.Options) error {
	given, err := answer.Context(flags.values, flags.absent)
	if err != nil {
		return flagged(err)
	}
	opts.Given = given
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	found, err := answer.AskReach(k, reach.New(k, opts), args[0], args[1])
	if err != nil {
		return err
	}
	a.exit = statusOf(found.Incomplete)
	return a.print(found, func(w *table) { writeReach(w, found) })
}

func writeReach(w *table, found *answer.Reach) {
	w.line(fmt.Sprintf("From %s: %s", found.From, count(len(found.Paths), "path")))
	if found.To != "" {
		for i := range found.Paths {
			writePath(w, &found.Paths[i])
		}
	} else {
		writeByWay(w, found.Paths)
	}
	if found.Truncated {
		w.line("")
		w.line("There is more: the list was cut.")
	}
	writeCompleteness(w, &answer.Completeness{Gaps: found.Gaps, NotCollected: found.NotCollected, Incomplete: found.Incomplete})
}

// writeByWay groups paths by the way to their last hop, so that what one
// identity touches stands together. Name a target to see its path whole.
func writeByWay(w *table, paths []reach.Path) {
	var order []string
	groups := make(map[string][]*reach.Path)
	for i := range paths {
		way := wayOf(&paths[i])
		if groups[way] == nil {
			order = append(order, way)
		}
		groups[way] = append(groups[way], &paths[i])
	}
	sort.SliceStable(order, func(i, j int) bool {
		return len(groups[order[i]][0].Hops) < len(groups[order[j]][0].Hops)
	})
	for _, way := range order {
		w.line("")
		w.line(way)
		for _, p := range groups[way] {
			for _, r := range accessRows(p) {
				w.row("  "+r.verdict, p.Hops[len(p.Hops)-1].Kind, p.Target, strings.Join(r.levels, ", "), r.conditions)
			}
		}
	}
}

// An accessRow is what there is between the last two of a path under one set
// of conditions.
type accessRow struct {
	verdict    string
	levels     []string
	conditions string
}

// accessRows puts parts of the last hop together that differ in nothing but
// the actions. The first is the one that the path rests on.
func accessRows(p *reach.Path) (rows []accessRow) {
	last := &p.Hops[len(p.Hops)-1]
	add := func(verdict permission.Verdict, levels []string, conditions []permission.Condition) {
		row := accessRow{string(verdict), levels, joined(withoutGapTexts(conditionTexts(conditions)))}
		for i := range rows {
			if rows[i].verdict == row.verdict && rows[i].conditions == row.conditions {
				rows[i].levels = allLevels(rows[i].levels, levels)
				return
			}
		}
		rows = append(rows, row)
	}
	add(p.Verdict, last.Levels, last.Conditions)
	for i := range last.Also {
		add(weaker(p.Verdict, last.Also[i].Verdict), last.Also[i].Levels, last.Also[i].Conditions)
	}
	return rows
}

// weaker: a path is as certain as its least certain hop.
func weaker(path, part permission.Verdict) permission.Verdict {
	if part == permission.Allowed || path == permission.Undetermined {
		return path
	}
	return part
}

// allLevels unites access levels in their usual order.
func allLevels(a, b []string) (out []string) {
	for _, level := range [...]string{"list", "read", "write", "permissions", "tagging"} {
		if hasText(a, level) || hasText(b, level) {
			out = append(out, level)
		}
	}
	return out
}

// wayOf words the hops before the last.
func wayOf(p *reach.Path) string {
	way := p.Hops[0].From
	for _, h := range p.Hops[:len(p.Hops)-1] {
		way += "  →  " + h.To
	}
	return way
}

func writePath(w *table, p *reach.Path) {
	w.line("")
	w.line(fmt.Sprintf("%s (%s)", p.Target, p.Verdict))
	for _, h := range p.Hops {
		w.line(fmt.Sprintf("  %s  →  %s  [%s%s]", h.From, h.To, h.Kind, levels(h.Levels)))
		writePart(w, "    ", &reach.Part{Actions: h.Actions, Resources: h.Resources, Except: h.Except, Conditions: h.Conditions, Because: h.Because})
		for i := range h.Also {
			w.line(fmt.Sprintf("    also (%s%s)", h.Also[i].Verdict, levels(h.Also[i].Levels)))
			writePart(w, "      ", &h.Also[i])
		}
	}
}

func writePart(w *table, indent string, p *reach.Part) {
	if len(p.Actions) > 0 {
		w.line(indent + "actions " + listed(p.Actions, 6))
	}
	if len(p.Resources) > 0 {
		w.line(indent + "only on " + listed(p.Resources, 4))
	}
	for i := range p.Except {
		w.line(indent + "except " + exceptionText(&p.Except[i]))
	}
	for _, c := range conditionTexts(p.Conditions) {
		w.line(indent + c)
	}
	for i, r := range p.Because {
		if i == 3 {
			w.line(fmt.Sprintf("%sbecause of %d more", indent, len(p.Because)-i))
			break
		}
		w.line(indent + "because " + reasonText(r))
	}
}

func levels(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return ": " + strings.Join(list, ", ")
}

// withoutGapTexts keeps long words about gaps out of a row; the gaps are listed
// below the answer.
func withoutGapTexts(conditions []string) []string {
	for i, c := range conditions {
		if strings.HasPrefix(c, "not read: ") {
			conditions[i] = "not read, see the gaps"
		}
	}
	return conditions
}
