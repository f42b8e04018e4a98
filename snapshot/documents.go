package snapshot

import (
	"sync"

	"sightline/iam/policy"
)

// A document is one distinct policy text. It is parsed when somebody first
// asks, once, whoever asks.
type document struct {
	text   string
	once   sync.Once
	parsed *policy.Document
}

func (d *document) parse() *policy.Document {
	d.once.Do(func() { d.parsed = policy.Parse([]byte(d.text)) })
	return d.parsed
}

// Document returns the parsed policy under a key of Data.Documents, or nil if
// there is none. The same text gives the same pointer, so that evaluators can
// cache what they make of it. Safe for concurrent use.
func (s *Snapshot) Document(key string) *policy.Document {
	if d := s.docs[key]; d != nil {
		return d.parse()
	}
	return nil
}

func indexDocuments(texts map[string]string, known map[string]*document) map[string]*document {
	all := make([]document, len(texts))
	out := make(map[string]*document, len(texts))
	i := 0
	for key, text := range texts {
		if d := known[key]; d != nil {
			out[key] = d
			continue
		}
		all[i].text = text
		out[key] = &all[i]
		i++
	}
	return out
}

// eachAttachment visits every attachment with what it belongs to: a word for
// the kind of thing and its ARN or id.
func eachAttachment(d *Data, visit func(kind, owner string, a *Attachment) error) error {
	v := attachmentVisitor{visit: visit}
	for i := range d.Organizations {
		v.organization(&d.Organizations[i])
	}
	for i := range d.Identities {
		v.identity(&d.Identities[i])
	}
	for i := range d.Policies {
		v.see("managed policy", d.Policies[i].ARN, &d.Policies[i].Attachment)
	}
	for i := range d.Resources {
		v.see("resource", d.Resources[i].ARN, d.Resources[i].Policy)
	}
	return v.err
}

type attachmentVisitor struct {
	visit func(kind, owner string, a *Attachment) error
	err   error
}

func (v *attachmentVisitor) see(kind, owner string, a *Attachment) {
	if v.err == nil && a != nil {
		v.err = v.visit(kind, owner, a)
	}
}

func (v *attachmentVisitor) organization(o *Organization) {
	for i := range o.SCPs {
		v.see("service control policy", o.SCPs[i].ID, &o.SCPs[i].Attachment)
	}
	for i := range o.RCPs {
		v.see("resource control policy", o.RCPs[i].ID, &o.RCPs[i].Attachment)
	}
}

func (v *attachmentVisitor) identity(id *Identity) {
	for i := range id.Inline {
		v.see(id.Kind, id.ARN, &id.Inline[i])
	}
	v.see(id.Kind, id.ARN, id.Trust)
}
