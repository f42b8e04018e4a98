package api

import (
	"net/http"
	"slices"

	"sightline/access/slice"
	"sightline/server/pipeline"
	"sightline/snapshot"
)

// Document is the text of a policy and where it is in use.
type Document struct {
	Document string `json:"document"`
	Text     string `json:"text"`
	Uses     []Use  `json:"uses"`
}

// Use is one place of a policy: its name, and whose it is.
type Use struct {
	Policy string      `json:"policy"`
	Of     slice.Thing `json:"of"`
}

type documentIn struct {
	InSnapshot
	SHA256 string `path:"sha256" minLength:"64" maxLength:"64" doc:"SHA-256 of the policy's text"`
}

func document(p *pipeline.Picture, in *documentIn) (*Document, error) {
	text, ok := p.Snapshot.Data().Documents[in.SHA256]
	if !ok {
		return nil, NewProblem(http.StatusNotFound, "The snapshot has no policy document "+in.SHA256+".")
	}
	u := &uses{picture: p, key: in.SHA256, found: []Use{}}
	u.organizations()
	u.identities()
	u.managed()
	u.resources()
	return &Document{in.SHA256, text, u.found}, nil
}

// uses looks for the places of one document.
type uses struct {
	picture *pipeline.Picture
	key     string
	found   []Use
}

// maxUses limits how many places are listed.
const maxUses = 200

func (u *uses) see(a *snapshot.Attachment, name string, of func() slice.Thing) {
	if a == nil || a.Document != u.key || len(u.found) == maxUses {
		return
	}
	if a.Name != "" {
		name = a.Name
	}
	u.found = append(u.found, Use{name, of()})
}

func (u *uses) thing(arn string) func() slice.Thing {
	return func() slice.Thing { return u.picture.Directory.Thing(arn) }
}

func (u *uses) organizations() {
	for _, o := range u.picture.Snapshot.Data().Organizations {
		for _, list := range [...][]snapshot.OrgPolicy{o.SCPs, o.RCPs} {
			for i := range list {
				u.see(&list[i].Attachment, list[i].ID, u.thing(o.ManagementAccount))
			}
		}
	}
}

func (u *uses) identities() {
	list := u.picture.Snapshot.Identities()
	for i := range list {
		id := &list[i]
		for j := range id.Inline {
			u.see(&id.Inline[j], "inline policy", u.thing(id.ARN))
		}
		u.see(id.Trust, "trust policy", u.thing(id.ARN))
	}
}

// managed lists a managed policy with those that it is attached to.
func (u *uses) managed() {
	policies := u.picture.Snapshot.Data().Policies
	for i := range policies {
		if policies[i].Document != u.key {
			continue
		}
		attached := false
		list := u.picture.Snapshot.Identities()
		for j := range list {
			if list[j].Boundary == policies[i].ARN || slices.Contains(list[j].Attached, policies[i].ARN) {
				attached = true
				u.see(&policies[i].Attachment, policies[i].ARN, u.thing(list[j].ARN))
			}
		}
		if !attached {
			u.see(&policies[i].Attachment, policies[i].ARN, u.thing(policies[i].ARN))
		}
	}
}

func (u *uses) resources() {
	list := u.picture.Snapshot.Data().Resources
	for i := range list {
		u.see(list[i].Policy, "resource policy", u.thing(list[i].ARN))
	}
}
