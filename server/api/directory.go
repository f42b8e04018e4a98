package api

import (
	"sightline/access/slice"
	"sightline/server/pipeline"
)

func (a *api) directory() {
	get(a, "/search", "search", "What has such a name, best first", search)
	get(a, "/principals", "principals", "Users, roles and groups", principals)
	get(a, "/resources", "resources", "Resources", resources)
}

type searchIn struct {
	InSnapshot
	Query string `query:"q" required:"true" minLength:"1" maxLength:"2048" doc:"part of a name, an ARN, an account's name, a tag's value or an action"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

func search(p *pipeline.Picture, in *searchIn) (slice.Found, error) {
	found := p.Directory.Search(in.Query, in.Limit)
	found.Results = orEmpty(found.Results)
	return found, nil
}

type principalsIn struct {
	InSnapshot
	Query   string `query:"q" maxLength:"2048" doc:"part of a name or an ARN"`
	Kind    string `query:"kind" enum:"user,role,group"`
	Account string `query:"account" maxLength:"32"`
	Offset  int    `query:"offset" minimum:"0" maximum:"100000000"`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

func principals(p *pipeline.Picture, in *principalsIn) (slice.Page, error) {
	page := p.Directory.Principals(slice.PrincipalFilter{Query: in.Query, Kind: in.Kind, Account: in.Account, Offset: in.Offset, Limit: in.Limit})
	page.Items = orEmpty(page.Items)
	return page, nil
}

type resourcesIn struct {
	InSnapshot
	Query   string `query:"q" maxLength:"2048" doc:"part of a name or an ARN"`
	Type    string `query:"type" maxLength:"128" doc:"in CloudFormation's spelling, such as AWS::S3::Bucket"`
	Account string `query:"account" maxLength:"32"`
	Region  string `query:"region" maxLength:"64"`
	Offset  int    `query:"offset" minimum:"0" maximum:"100000000"`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

func resources(p *pipeline.Picture, in *resourcesIn) (slice.Page, error) {
	page := p.Directory.Resources(slice.ResourceFilter{
		Query: in.Query, Type: in.Type, Account: in.Account, Region: in.Region, Offset: in.Offset, Limit: in.Limit,
	})
	page.Items = orEmpty(page.Items)
	return page, nil
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
