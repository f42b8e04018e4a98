package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/access/slice"
	"sightline/iam/policy"
	"sightline/server/desk"
	"sightline/server/pipeline"
	"sightline/snapshot"
	"sightline/store"
)

// FindingDetail is one finding with everything that a person needs to judge it.
type FindingDetail struct {
	Finding
	// WatchedBy is the analyzer; null if it was deleted meanwhile.
	WatchedBy *Analyzer `json:"watchedBy"`
	// Example is the example request in a sentence; empty if there is none.
	Example string `json:"example"`
	// Statements are the text of the evidence, as the latest snapshot has it.
	Statements []slice.Excerpt `json:"statements"`
	// CannotRescan says why it cannot be read again by itself; empty if it can.
	CannotRescan string `json:"cannotRescan"`
	// Gaps are those about its resource.
	Gaps []Gap `json:"gaps"`
}

// FixAnswer is a fix, or why there is none.
type FixAnswer struct {
	Fix    *analyze.Fix `json:"fix"`
	Reason string       `json:"reason"`
}

// Rescanned is what reading again came to: a sentence, and the finding now.
type Rescanned struct {
	Outcome string  `json:"outcome"`
	Finding Finding `json:"finding"`
}

// PreviewQuestion asks what another policy would do.
type PreviewQuestion struct {
	Resource string `json:"resource" minLength:"1" maxLength:"2048" doc:"ARN of a resource or a role of the latest snapshot"`
	Policy   string `json:"policy" minLength:"1" maxLength:"500000" doc:"the text of the policy that it would have"`
}

// Previewed lists what would be NEW, CHANGED, UNCHANGED and GONE.
type Previewed struct {
	Resource string            `json:"resource"`
	Findings []analyze.Preview `json:"findings"`
}

type findingIn struct {
	ID string `path:"id" maxLength:"128" doc:"id of a finding, or the beginning of one"`
}

type previewIn struct {
	Body PreviewQuestion
}

func (a *api) oneFinding() {
	atDesk(a, a.lookups, operation(http.MethodGet, "/findings/{id}", "finding", "One finding with its evidence and history"), a.finding)
	atDesk(a, a.questions, operation(http.MethodGet, "/findings/{id}/fix", "fix-finding", "The change that ends a finding, with its proof"), a.fix)
	atDesk(a, a.questions, operation(http.MethodPost, "/findings/{id}/rescan", "rescan-finding", "Read the resource again, and nothing else"), a.rescan)
	atDesk(a, a.questions, operation(http.MethodPost, "/findings/preview", "preview-findings", "What another policy would do to the findings of a resource"), a.preview)
}

func (a *api) finding(ctx context.Context, d *desk.Desk, in *findingIn) (*FindingDetail, error) {
	f, err := d.Finding(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	w, err := a.wordsOf(ctx, d)
	if err != nil {
		return nil, err
	}
	out := &FindingDetail{Finding: w.finding(&f), Statements: []slice.Excerpt{}, Gaps: []Gap{}, Example: example(&f)}
	if out.WatchedBy, err = a.analyzer(ctx, d, f.Analyzer); err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if w.picture != nil {
		out.Statements = slice.Granting(w.picture.Snapshot, &f)
		out.CannotRescan = w.picture.Snapshot.CannotRescan()
		out.Gaps = gapsOf(w.picture.Snapshot, &f)
	}
	return out, nil
}

// gapsOf lists the gaps about a finding's resource, and the one that made it
// stale.
func gapsOf(s *snapshot.Snapshot, f *finding.Finding) []Gap {
	out := []Gap{}
	for i := range s.Data().Gaps {
		if g := &s.Data().Gaps[i]; g.Subject == f.Resource || f.Stale != nil && f.Stale.Gap != nil && *f.Stale.Gap == *g {
			out = append(out, gapOf(s, g))
		}
	}
	return out
}

// example is a sentence.
func example(f *finding.Finding) string {
	if f.Witness == nil {
		return ""
	}
	text := analyze.Sentence(f.Witness) + "."
	if strings.HasPrefix(text, "arn:") {
		return text // a name stays as it is
	}
	return firstUpper(text)
}

func (a *api) fix(ctx context.Context, d *desk.Desk, in *findingIn) (*FixAnswer, error) {
	if _, err := d.Finding(ctx, in.ID); err != nil {
		return nil, err
	}
	p := a.Pipeline.Picture()
	if p == nil {
		return nil, pipeline.ErrNoSnapshot
	}
	fix, err := d.Fix(ctx, p.Snapshot, in.ID)
	switch {
	case errors.Is(err, store.ErrNotFound), ctx.Err() != nil:
		return nil, err
	case err != nil:
		return &FixAnswer{Reason: sentence(err)}, nil
	}
	return &FixAnswer{Fix: fix}, nil
}

func (a *api) rescan(ctx context.Context, d *desk.Desk, in *findingIn) (*Rescanned, error) {
	before, err := d.Finding(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p := a.Pipeline.Picture()
	if p == nil {
		return nil, pipeline.ErrNoSnapshot
	}
	if _, _, err := d.Rescan(ctx, p.Snapshot, before.Resource); err != nil {
		return nil, rescanProblem(err)
	}
	if err := a.Pipeline.Refresh(ctx); err != nil {
		a.Log.Warn("the snapshot of a rescan is not shown yet", "error", err.Error())
	}
	after, err := d.Finding(ctx, before.ID)
	if err != nil {
		return nil, err
	}
	w, err := a.wordsOf(ctx, d)
	if err != nil {
		return nil, err
	}
	return &Rescanned{outcome(&before, &after), w.finding(&after)}, nil
}

// rescanProblem words what AWS refused as it is: it is about the person's own
// account.
func rescanProblem(err error) error {
	if errors.Is(err, desk.ErrCannotRescan) || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return NewProblem(http.StatusBadGateway, "It could not be read again, and nothing changed: "+shortened(err.Error())+".")
}

// outcome says what reading again came to.
func outcome(before, after *finding.Finding) string {
	switch {
	case after.Stale != nil:
		return "It was read again and could not be judged: " + strings.TrimSuffix(after.Stale.Reason, ".") + ". It stays as it was."
	case after.Status == finding.StatusResolved && before.Status != finding.StatusResolved:
		return "It is resolved: " + after.History[len(after.History)-1].Why + "."
	case after.Status == finding.StatusResolved:
		return "It was read again: it is still resolved."
	case before.Status == finding.StatusResolved:
		return "It was read again: the access is there again."
	default:
		return "It was read again: the access is still there."
	}
}

func (a *api) preview(ctx context.Context, d *desk.Desk, in *previewIn) (*Previewed, error) {
	p := a.Pipeline.Picture()
	if p == nil {
		return nil, pipeline.ErrNoSnapshot
	}
	found, err := d.Preview(ctx, p.Snapshot, in.Body.Resource, policy.Parse([]byte(in.Body.Policy)))
	if err != nil {
		return nil, previewProblem(err)
	}
	return &Previewed{in.Body.Resource, orEmpty(found)}, nil
}

// previewProblem: what is wrong with a question about a policy is said as it is.
func previewProblem(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return NewProblem(http.StatusUnprocessableEntity, sentence(err))
}
