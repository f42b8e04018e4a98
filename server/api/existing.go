package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sightline/server/job"
	"sightline/server/pipeline"
	"sightline/snapshot"
	"sightline/store"
)

func (a *api) existing() {
	huma.Register(a.huma, operation(http.MethodGet, "/status", "status", "What is shown, and how the last scan went"), a.status)
	huma.Register(a.huma, operation(http.MethodGet, "/snapshots", "snapshots", "The stored snapshots, newest first"), a.snapshots)
	get(a, "/gaps", "gaps", "What was refused or failed, and what the source does not hold", gaps)
	get(a, "/documents/{sha256}", "document", "The text of a policy and where it is in use", document)
}

// Snapshots are newest first.
type Snapshots struct {
	Snapshots []store.Meta `json:"snapshots"`
}

func (a *api) snapshots(ctx context.Context, _ *nothing) (*reply[Snapshots], error) {
	list, err := a.Pipeline.Snapshots(ctx)
	if err != nil {
		return nil, a.pictureProblem(err)
	}
	for i := range list {
		list[i] = solidMeta(list[i])
	}
	return &reply[Snapshots]{Snapshots{list}}, nil
}

func solidMeta(m store.Meta) store.Meta {
	if m.Sources == nil {
		m.Sources = []string{}
	}
	return m
}

// Status is what a page shows before anything is asked.
type Status struct {
	Version       string         `json:"version"`
	Now           time.Time      `json:"now"`
	Sample        bool           `json:"sample"`
	Notice        string         `json:"notice"`
	Snapshot      *store.Meta    `json:"snapshot"`
	Organizations []Organization `json:"organizations"`
	Accounts      []Account      `json:"accounts"`
	Scan          *Scan          `json:"scan"`
	Counts        Counts         `json:"counts"`
	ResourceTypes []ResourceType `json:"resourceTypes"`
}

// Organization is one of AWS Organizations.
type Organization struct {
	ID                string `json:"id"`
	ManagementAccount string `json:"managementAccount"`
}

// Account is an AWS account with its name, which may be empty.
type Account struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Counts of a snapshot.
type Counts struct {
	Accounts  int `json:"accounts"`
	Users     int `json:"users"`
	Roles     int `json:"roles"`
	Groups    int `json:"groups"`
	Resources int `json:"resources"`
	Policies  int `json:"policies"`
	Gaps      int `json:"gaps"`
}

// ResourceType counts the resources of one type; Readable is its name in words.
type ResourceType struct {
	Type     string `json:"type"`
	Count    int    `json:"count"`
	Readable string `json:"readable"`
}

func (a *api) status(ctx context.Context, in *InSnapshot) (*reply[Status], error) {
	out := Status{
		Version: a.Version, Now: a.Now().UTC(), Sample: a.Pipeline.Source().Sample,
		Organizations: []Organization{}, Accounts: []Account{}, ResourceTypes: []ResourceType{},
	}
	if runs := a.Pipeline.Scans(); len(runs) > 0 {
		scan := scanOf(runs[0])
		out.Scan = &scan
	}
	p, err := a.Pipeline.PictureOf(ctx, in.Snapshot)
	switch {
	case err == nil:
		out.show(p)
	case !errors.Is(err, pipeline.ErrNoSnapshot):
		return nil, a.pictureProblem(err)
	}
	out.Notice = notice(a.Pipeline, &out)
	return &reply[Status]{out}, nil
}

// notice is what a person must not overlook: whose data this is, that it is
// old, and what could not be opened.
func notice(p *pipeline.Pipeline, s *Status) string {
	out := whose(p.Source(), s.Snapshot)
	if b := p.Broken(); b != nil {
		out = append(out, "The stored snapshot "+shortened(b.ID)+" cannot be opened and is not shown: "+shortened(b.Why)+".")
	}
	if s.Scan != nil && s.Scan.State == job.Failed {
		old := "There is nothing to show yet."
		if s.Snapshot != nil {
			old = "What is shown was read " + s.Snapshot.TakenAt.UTC().Format("2006-01-02 15:04") + " UTC."
		}
		out = append(out, "The last scan failed: "+shortened(s.Scan.Error)+". "+old)
	}
	return strings.Join(out, " ")
}

// whose says whose data is shown, which another process may have stored.
func whose(source pipeline.Source, shown *store.Meta) []string {
	switch {
	case source.NoCredentials && shown == nil:
		return []string{"No AWS credentials were found; the bundled sample organization is being read."}
	case source.NoCredentials && shown.Sample:
		return []string{"No AWS credentials were found; this is the bundled sample organization, nothing of yours was read."}
	case shown != nil && shown.Sample:
		return []string{"This is the bundled sample organization; nothing of yours was read."}
	case source.NoCredentials:
		return []string{"No AWS credentials were found, so nothing new is read; this is the last snapshot that was stored."}
	case shown != nil && source.Collect != nil && strings.Join(shown.Sources, ", ") != source.Name:
		return []string{"What is shown was read from " + shortened(strings.Join(shown.Sources, ", ")) +
			", by another process or before; this server scans " + shortened(source.Name) + "."}
	}
	return nil
}

func (s *Status) show(p *pipeline.Picture) {
	meta, data, counts := solidMeta(p.Meta), p.Snapshot.Data(), p.Snapshot.Counts()
	s.Snapshot, s.Sample = &meta, meta.Sample
	s.Counts = Counts{
		Accounts: counts.Accounts, Users: counts.Users, Roles: counts.Roles, Groups: counts.Groups,
		Resources: counts.Resources, Policies: counts.Policies, Gaps: counts.Gaps,
	}
	for i := range data.Organizations {
		s.Organizations = append(s.Organizations, Organization{data.Organizations[i].ID, data.Organizations[i].ManagementAccount})
	}
	for i := range data.Accounts {
		s.Accounts = append(s.Accounts, Account{data.Accounts[i].ID, data.Accounts[i].Name})
	}
	s.ResourceTypes = typesOf(data.Resources)
}

func typesOf(resources []snapshot.Resource) []ResourceType {
	counts := make(map[string]int)
	for i := range resources {
		counts[resources[i].Type]++
	}
	out := make([]ResourceType, 0, len(counts))
	for name, n := range counts {
		out = append(out, ResourceType{name, n, readable(name)})
	}
	sortTypes(out)
	return out
}
