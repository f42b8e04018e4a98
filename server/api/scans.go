package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sightline/server/desk"
	"sightline/server/job"
	"sightline/server/pipeline"
)

// Scan is one run of the pipeline as the API shows it.
type Scan struct {
	ID         string            `json:"id"`
	Source     string            `json:"source"`
	State      job.State         `json:"state" enum:"queued,running,done,failed,cancelled"`
	StartedAt  time.Time         `json:"startedAt"`
	FinishedAt *time.Time        `json:"finishedAt"`
	Error      string            `json:"error"`
	Snapshot   string            `json:"snapshot"`
	Gaps       int               `json:"gaps"`
	Stage      pipeline.Stage    `json:"stage" enum:"collect,permission,graph,store,analyze"`
	Progress   pipeline.Progress `json:"progress"`
	// Findings are what the analyzers found; null before they have looked.
	Findings *desk.Counts `json:"findings"`
}

// Scans are newest first.
type Scans struct {
	Scans []Scan `json:"scans"`
}

type scanIn struct {
	ID string `path:"id" maxLength:"32" doc:"id of a scan"`
}

type begun struct {
	Status int
	Body   Scan
}

func (a *api) scans() {
	begin := operation(http.MethodPost, "/scans", "begin-scan", "Begin a scan; 409 while one runs")
	begin.DefaultStatus = http.StatusAccepted
	huma.Register(a.huma, begin, func(context.Context, *nothing) (*begun, error) {
		run, err := a.Pipeline.Scan()
		if err != nil {
			return nil, problemOf(err)
		}
		return &begun{http.StatusAccepted, scanOf(run)}, nil
	})
	huma.Register(a.huma, operation(http.MethodGet, "/scans", "scans", "The scans since the server started, newest first"), func(context.Context, *nothing) (*reply[Scans], error) {
		out := Scans{[]Scan{}}
		for _, run := range a.Pipeline.Scans() {
			out.Scans = append(out.Scans, scanOf(run))
		}
		return &reply[Scans]{out}, nil
	})
	huma.Register(a.huma, operation(http.MethodGet, "/scans/{id}", "scan", "One scan"), func(_ context.Context, in *scanIn) (*reply[Scan], error) {
		return a.scan(in.ID)
	})
	huma.Register(a.huma, operation(http.MethodDelete, "/scans/{id}", "cancel-scan", "Ask a scan to stop; nothing is stored"), func(_ context.Context, in *scanIn) (*reply[Scan], error) {
		if err := a.Pipeline.Cancel(in.ID); err != nil {
			return nil, problemOf(err)
		}
		return a.scan(in.ID)
	})
}

func (a *api) scan(id string) (*reply[Scan], error) {
	run, err := a.Pipeline.Find(id)
	if err != nil {
		return nil, problemOf(err)
	}
	return &reply[Scan]{scanOf(run)}, nil
}

func scanOf(run pipeline.Scan) Scan {
	d := &run.Detail
	out := Scan{
		ID: run.ID, Source: run.Name, State: run.State, StartedAt: run.StartedAt.UTC(), Error: run.Error,
		Snapshot: d.Snapshot, Gaps: d.Gaps, Stage: d.Stage, Progress: d.Progress, Findings: d.Findings,
	}
	if out.Progress.Parts == nil {
		out.Progress.Parts = []pipeline.Part{}
	}
	if out.Stage == "" {
		out.Stage = pipeline.Collect
	}
	if !run.FinishedAt.IsZero() {
		at := run.FinishedAt.UTC()
		out.FinishedAt = &at
	}
	return out
}
