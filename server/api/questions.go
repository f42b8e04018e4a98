package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/server/pipeline"
)

func (a *api) asked() {
	get(a, "/can", "can", "May this principal do this? The decision with every step", can)
	ponder(a, "/who-can", "who-can", "Every principal that can do this, with how and under which conditions", whoCan)
	ponder(a, "/what-can", "what-can", "All that a principal can do after every layer", whatCan)
	ponder(a, "/reach", "reach", "Access paths: what can be become and touched, hop by hop", reachFrom)
}

// request is one request to AWS.
type request struct {
	InSnapshot
	Principal string   `query:"principal" required:"true" minLength:"1" maxLength:"2048" doc:"an ARN, a name that is unique in the snapshot, i-… for an instance's identity, or * for anyone"`
	Action    string   `query:"action" required:"true" minLength:"1" maxLength:"256" doc:"service:Name"`
	Resource  string   `query:"resource" maxLength:"2048" doc:"an ARN; absent or * for actions that have none"`
	Session   string   `query:"session" maxLength:"128" doc:"name of the role session in which a role acts"`
	Context   []string `query:"context,explode" maxItems:"50" doc:"condition key=value; may be repeated"`
	Absent    []string `query:"absent,explode" maxItems:"50" doc:"condition key that the request does not carry; may be repeated"`
}

func (r *request) read() (*answer.CanQuestion, error) {
	return answer.ReadCan(answer.CanText{
		Principal: r.Principal, Action: r.Action, Resource: cmp.Or(r.Resource, "*"), Session: r.Session,
		Context: r.Context, Absent: r.Absent,
	})
}

func can(p *pipeline.Picture, in *request) (*answer.Can, error) {
	q, err := in.read()
	if err != nil {
		return nil, err
	}
	return q.Ask(p.Asker)
}

type whoCanIn struct {
	InSnapshot
	Action   string   `query:"action" required:"true" minLength:"1" maxLength:"256" doc:"one action, a glob, *, or an access level: list, read, write, permissions, tagging"`
	Resource string   `query:"resource" required:"true" minLength:"1" maxLength:"2048" doc:"an ARN, or *"`
	Context  []string `query:"context,explode" maxItems:"50" doc:"condition key=value; may be repeated"`
	Absent   []string `query:"absent,explode" maxItems:"50" doc:"condition key that the request does not carry; may be repeated"`
}

func whoCan(ctx context.Context, p *pipeline.Picture, in *whoCanIn) (*answer.WhoCan, error) {
	q, err := answer.ReadWhoCan(in.Action, in.Resource, in.Context, in.Absent)
	if err != nil {
		return nil, err
	}
	return q.AskUntil(p.Asker, untilListed(ctx))
}

// maxListed limits the names of actions in one answer: everything that
// everybody may do in an organization is half a gigabyte.
const maxListed = 1_000_000

// untilListed stops a question when its answer gets too long, too.
func untilListed(ctx context.Context) permission.Stop {
	return func(listed int) error {
		if listed <= maxListed {
			return ctx.Err()
		}
		return NewProblem(http.StatusUnprocessableEntity, fmt.Sprintf("The answer would name more than %d actions, which is the limit; ask for a single action, an access level or one resource.", maxListed))
	}
}

type whatCanIn struct {
	InSnapshot
	Principal string   `query:"principal" required:"true" minLength:"1" maxLength:"2048" doc:"as in can"`
	Service   string   `query:"service" maxLength:"64" doc:"only this service's actions, such as s3"`
	Action    string   `query:"action" maxLength:"256" doc:"only actions that this glob covers"`
	Session   string   `query:"session" maxLength:"128" doc:"name of the role session in which a role acts"`
	Context   []string `query:"context,explode" maxItems:"50" doc:"condition key=value; may be repeated"`
	Absent    []string `query:"absent,explode" maxItems:"50" doc:"condition key that the request does not carry; may be repeated"`
}

func whatCan(ctx context.Context, p *pipeline.Picture, in *whatCanIn) (*answer.WhatCan, error) {
	q, err := answer.ReadWhatCan(answer.WhatCanText{
		Principal: in.Principal, Session: in.Session, Filter: permission.Filter{Service: in.Service, Action: in.Action},
		Context: in.Context, Absent: in.Absent,
	})
	if err != nil {
		return nil, err
	}
	return q.AskUntil(p.Asker, until(ctx))
}

type reachIn struct {
	InSnapshot
	From string `query:"from" required:"true" minLength:"1" maxLength:"2048" doc:"a principal, an instance, a resource that runs as a role, an outside account, or *"`
	To   string `query:"to" maxLength:"2048" doc:"an ARN or a glob; absent: everything"`
}

func reachFrom(ctx context.Context, p *pipeline.Picture, in *reachIn) (out *answer.Reach, err error) {
	p.Explore(func(x *reach.Explorer) {
		x.Until(until(ctx))
		defer x.Until(nil)
		out, err = answer.AskReach(p.Asker, x, in.From, in.To)
	})
	return out, err
}
