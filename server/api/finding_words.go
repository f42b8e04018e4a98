package api

import (
	"context"
	"slices"
	"strings"

	"sightline/access/finding"
	"sightline/access/slice"
	"sightline/iam/catalog"
	"sightline/server/desk"
	"sightline/server/pipeline"
)

// Finding is a finding as the command line answers it, with what people call
// things: the analyzer's name, the resource, the levels of the actions.
type Finding struct {
	finding.Summary
	Analyzer string      `json:"analyzer"`
	Subject  slice.Thing `json:"subject"`
	Levels   []string    `json:"levels"`
}

// wording knows the names that findings are shown with.
type wording struct {
	picture   *pipeline.Picture // nil: there is no snapshot yet
	list      []finding.Analyzer
	analyzers map[string]string // names by id
}

func (a *api) wordsOf(ctx context.Context, d *desk.Desk) (*wording, error) {
	list, err := d.Analyzers(ctx)
	if err != nil {
		return nil, err
	}
	w := &wording{a.Pipeline.Picture(), list, make(map[string]string, len(list))}
	for i := range list {
		w.analyzers[list[i].ID] = list[i].Name
	}
	return w, nil
}

func (w *wording) findings(list []finding.Finding) []Finding {
	out := make([]Finding, len(list))
	for i := range list {
		out[i] = w.finding(&list[i])
	}
	return out
}

func (w *wording) finding(f *finding.Finding) Finding {
	return Finding{f.Summary(), w.analyzers[f.Analyzer], w.subject(f), levelsOf(f, w.levels())}
}

// subject words the resource, also one that is in no snapshot any more.
func (w *wording) subject(f *finding.Finding) slice.Thing {
	t := slice.Thing{Kind: slice.ThingResource, Name: f.Resource[strings.LastIndexAny(f.Resource, ":/")+1:]}
	if w.picture != nil {
		t = w.picture.Directory.Thing(f.Resource)
		if a := w.picture.Snapshot.Account(f.Account); a != nil {
			t.AccountName = a.Name
		}
	}
	t.ARN, t.Account, t.Type = f.Resource, f.Account, f.ResourceType
	return t
}

func (w *wording) levels() *catalog.Catalog {
	if w.picture != nil {
		return w.picture.Asker.Catalog
	}
	return catalog.Embedded()
}

// levelsOf lists the access levels of a finding's actions, in their order.
func levelsOf(f *finding.Finding, c *catalog.Catalog) []string {
	var all catalog.Level
	for _, action := range f.Actions {
		if !strings.ContainsAny(action, "*?") {
			all |= c.Levels(action)
			continue
		}
		for _, name := range c.Match(action) {
			all |= c.Levels(name)
		}
	}
	out := []string{}
	for _, one := range [...]struct {
		level catalog.Level
		name  string
	}{
		{catalog.LevelList, "list"},
		{catalog.LevelRead, "read"},
		{catalog.LevelWrite, "write"},
		{catalog.LevelPermissions, "permissions"},
		{catalog.LevelTagging, "tagging"},
	} {
		if all&one.level != 0 {
			out = append(out, one.name)
		}
	}
	return out
}

// says tells whether a text, in any case, is part of what a finding names.
func (w *wording) says(f *finding.Finding, text string) bool {
	subject := w.subject(f)
	parts := []string{f.ID, f.Resource, f.ResourceType, f.Region, string(f.Type), f.Account, subject.Name, subject.AccountName, w.analyzers[f.Analyzer]}
	parts = append(parts, f.Actions...)
	parts = append(parts, whom(f)...)
	for key, value := range f.Condition {
		parts = append(parts, key, value)
	}
	return slices.ContainsFunc(parts, func(part string) bool { return holdsText(part, text) })
}

func whom(f *finding.Finding) (out []string) {
	for _, value := range f.Principal {
		out = append(out, value)
	}
	return out
}

func holdsText(part, text string) bool { return strings.Contains(strings.ToLower(part), text) }
