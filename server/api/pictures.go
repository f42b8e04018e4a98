package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/server/pipeline"
	"sightline/snapshot"
)

func (a *api) pictures() {
	ponder(a, "/paths", "paths", "The five-column picture from a principal, to a resource, or between two", paths)
	get(a, "/explain", "explain", "One request explained: what every layer says of it", explain)
}

type pathsIn struct {
	InSnapshot
	From    string   `query:"from" maxLength:"2048" doc:"a principal; from, to or both are needed"`
	To      string   `query:"to" maxLength:"2048" doc:"the ARN of a resource, a role or a user"`
	Level   string   `query:"level" maxLength:"64" doc:"comma list of list, read, write, permissions, tagging"`
	Account string   `query:"account" maxLength:"4096" doc:"comma list of the resources' accounts"`
	Service string   `query:"service" maxLength:"1024" doc:"comma list of services, such as s3,dynamodb"`
	Verdict string   `query:"verdict" maxLength:"64" doc:"comma list of allowed, conditional, undetermined, denied"`
	Open    []string `query:"open,explode" maxItems:"100" doc:"id of a folded node that is unfolded; may be repeated"`
	Limit   int      `query:"limit" minimum:"1" maximum:"200" default:"12" doc:"cards in a column"`
}

func paths(ctx context.Context, p *pipeline.Picture, in *pathsIn) (out *slice.Slice, err error) {
	if in.From == "" && in.To == "" {
		return nil, NewProblem(http.StatusUnprocessableEntity, "Parameters from and to are missing: give from=PRINCIPAL, to=RESOURCE, or both.")
	}
	o, err := in.options()
	if err != nil {
		return nil, err
	}
	p.Explore(func(x *reach.Explorer) {
		x.Until(until(ctx))
		defer x.Until(nil)
		switch {
		case in.To == "":
			out, err = slice.From(x, in.From, o)
		case in.From == "":
			out, err = slice.To(x, in.To, o)
		default:
			out, err = slice.Between(x, in.From, in.To, o)
		}
	})
	return out, aboutTo(err)
}

// aboutTo names the parameter where the packages below name the verb.
func aboutTo(err error) error {
	if err == nil || !strings.HasPrefix(err.Error(), "reach to ") {
		return err
	}
	var unknown *snapshot.UnknownPrincipalError
	if !errors.As(err, &unknown) {
		return NewProblem(http.StatusBadRequest, sentence(errors.New("parameter "+strings.TrimPrefix(err.Error(), "reach "))))
	}
	return fmt.Errorf("parameter to: write the ARN or the name of a resource, a role or a user; %w", unknown)
}

func (in *pathsIn) options() (o slice.Options, err error) {
	o = slice.Options{Accounts: list(in.Account), Services: list(in.Service), Open: in.Open, Limit: in.Limit}
	if o.Levels, err = words("level", in.Level, "list", "read", "write", "permissions", "tagging"); err != nil {
		return o, err
	}
	verdicts, err := words("verdict", in.Verdict, string(permission.Allowed), string(permission.Conditional), string(permission.Undetermined), string(permission.Denied))
	for _, v := range verdicts {
		o.Verdicts = append(o.Verdicts, permission.Verdict(v))
	}
	return o, err
}

// list parts a comma list and leaves out what is empty.
func list(text string) []string {
	return slices.DeleteFunc(strings.Split(text, ","), func(s string) bool { return s == "" })
}

// words reads a comma list of which every word is one of those known.
func words(name, text string, known ...string) ([]string, error) {
	out := list(text)
	for _, word := range out {
		if !slices.Contains(known, word) {
			return nil, NewProblem(http.StatusUnprocessableEntity, "Parameter "+name+": "+quoted(word)+" is none of "+strings.Join(known, ", ")+".")
		}
	}
	return out, nil
}

func explain(p *pipeline.Picture, in *request) (*slice.Explained, error) {
	q, err := in.read()
	if err != nil {
		return nil, err
	}
	out, err := slice.Explain(p.Asker, slice.Request{
		Principal: q.Principal, Action: q.Action, Resource: q.Resource, Session: q.Session, Given: q.Given,
	})
	if err != nil || out.Can != nil {
		return out, err
	}
	out.Can, err = q.Ask(p.Asker)
	return out, err
}
