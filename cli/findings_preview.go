package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"sightline/access/analyze"
	"sightline/access/export"
	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/snapshot"
)

func (a *app) findingsPreviewCommand() *cobra.Command {
	var resource, file string
	cmd := &cobra.Command{
		Use:   "preview --resource ARN --policy FILE",
		Short: "show what another policy would do to the findings about a resource",
		Long: "Show what another policy of a resource, or trust policy of a role, would do to the findings about it: new, changed,\n" +
			"unchanged, gone. FILE is - for standard input. Nothing is stored.",
		Example: "  sightline findings preview --resource arn:aws:s3:::reports --policy new.json",
		Args:    arguments(0, 0, "--resource ARN --policy FILE"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if resource == "" || file == "" {
				return errors.New("usage: sightline findings preview --resource ARN --policy FILE")
			}
			return a.preview(cmd.Context(), resource, file)
		},
	}
	cmd.Flags().StringVar(&resource, "resource", "", "ARN of the resource or role")
	cmd.Flags().StringVar(&file, "policy", "", "file with the policy that it would have")
	return cmd
}

func (a *app) preview(ctx context.Context, resource, file string) error {
	p, err := a.readPolicy(file)
	if err == nil {
		err = p.addressed()
	}
	if err != nil {
		return err
	}
	return a.findingsOf(ctx, func(d *desk.Desk, s *snapshot.Snapshot) error {
		if s == nil {
			return errors.New("there is no snapshot yet: run `sightline scan` first")
		}
		list, err := d.Preview(ctx, s, resource, p.doc)
		if err != nil {
			return err
		}
		answer := struct {
			Resource string            `json:"resource"`
			Findings []analyze.Preview `json:"findings"`
		}{resource, orEmpty(list)}
		return a.print(answer, func(w *table) { writePreview(w, resource, list) })
	})
}

func writePreview(w *table, resource string, list []analyze.Preview) {
	w.line(fmt.Sprintf("With this policy %s would have:", resource))
	if len(list) == 0 {
		w.line("  no finding, as today")
	}
	for i := range list {
		p := &list[i]
		known := ""
		if p.ExistingID != "" {
			known = fmt.Sprintf("now %s, %s", p.ExistingID[:shortID], p.ExistingStatus)
		}
		w.row("  "+p.ChangeType, string(p.Finding.Severity), principalOf(&p.Finding), actionsOf(&p.Finding), known)
	}
}

func principalOf(s *finding.Summary) string {
	for _, d := range s.FindingDetails {
		if d.External != nil {
			for kind, who := range d.External.Principal {
				return export.Principal(kind, who)
			}
		}
	}
	return "not known"
}

// actionsOf is what a previewed finding opens, and under which conditions.
func actionsOf(s *finding.Summary) string {
	for _, d := range s.FindingDetails {
		if d.External == nil {
			continue
		}
		text := listed(d.External.Action, 3)
		if len(d.External.Condition) > 0 {
			text += " if " + listed(keysAndValues(d.External.Condition), 3)
		}
		return text
	}
	return s.Error
}
