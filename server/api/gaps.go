package api

import (
	"sightline/access/answer"
	"sightline/server/pipeline"
	"sightline/snapshot"
)

// Gap is a call that was refused or failed, with what follows from it and what
// to do about it, in sentences.
type Gap struct {
	answer.Gap
	AccountName string `json:"accountName"`
	Effect      string `json:"effect"`
	Remedy      string `json:"remedy"`
}

// Gaps is everything that a snapshot lacks.
type Gaps struct {
	Gaps         []Gap                   `json:"gaps"`
	NotCollected []snapshot.NotCollected `json:"notCollected"`
}

func gaps(p *pipeline.Picture, _ *InSnapshot) (*Gaps, error) {
	s := p.Snapshot
	out := &Gaps{Gaps: []Gap{}, NotCollected: s.NotCollected()}
	for i := range s.Data().Gaps {
		out.Gaps = append(out.Gaps, gapOf(s, &s.Data().Gaps[i]))
	}
	return out, nil
}

func gapOf(s *snapshot.Snapshot, g *snapshot.Gap) Gap {
	out := Gap{Gap: answer.Gap(*g), Effect: effect(g), Remedy: remedy(g)}
	if a := s.Account(g.Account); a != nil {
		out.AccountName = a.Name
	}
	return out
}
