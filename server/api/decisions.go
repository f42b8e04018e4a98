package api

import (
	"context"
	"net/http"
	"time"

	"sightline/access/finding"
	"sightline/server/desk"
)

// ArchiveOrder sets findings aside, all or none.
type ArchiveOrder struct {
	IDs     []string   `json:"ids" minItems:"1" maxItems:"1000" doc:"ids, or the beginnings of some"`
	Reason  string     `json:"reason,omitempty" maxLength:"8192"`
	Owner   string     `json:"owner,omitempty" maxLength:"8192"`
	Ticket  string     `json:"ticket,omitempty" maxLength:"8192"`
	Expires *time.Time `json:"expires,omitempty" doc:"when they are active again; absent: never by themselves"`
}

// UnarchiveOrder makes findings active again, all or none.
type UnarchiveOrder struct {
	IDs    []string `json:"ids" minItems:"1" maxItems:"1000" doc:"ids, or the beginnings of some"`
	Reason string   `json:"reason,omitempty" maxLength:"4096"`
}

// Decided are the findings as they are afterwards.
type Decided struct {
	Findings []Finding `json:"findings"`
}

type archiveIn struct{ Body ArchiveOrder }

type unarchiveIn struct{ Body UnarchiveOrder }

func (a *api) decisions() {
	atDesk(a, a.lookups, operation(http.MethodPost, "/findings/archive", "archive-findings", "Set findings aside"), func(ctx context.Context, d *desk.Desk, in *archiveIn) (*Decided, error) {
		o := &in.Body
		by := finding.Archiving{By: whoAsks(ctx), Reason: o.Reason, Owner: o.Owner, Ticket: o.Ticket, Expires: o.Expires}
		return a.decided(ctx, d)(d.Archive(ctx, o.IDs, by))
	})
	atDesk(a, a.lookups, operation(http.MethodPost, "/findings/unarchive", "unarchive-findings", "Make archived findings active again"), func(ctx context.Context, d *desk.Desk, in *unarchiveIn) (*Decided, error) {
		return a.decided(ctx, d)(d.Unarchive(ctx, in.Body.IDs, whoAsks(ctx), in.Body.Reason))
	})
}

func (a *api) decided(ctx context.Context, d *desk.Desk) func([]finding.Finding, error) (*Decided, error) {
	return func(list []finding.Finding, err error) (*Decided, error) {
		if err != nil {
			return nil, err
		}
		w, err := a.wordsOf(ctx, d)
		if err != nil {
			return nil, err
		}
		return &Decided{w.findings(list)}, nil
	}
}
