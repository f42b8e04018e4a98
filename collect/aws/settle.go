package aws

import (
	"sightline/iam/authz"
	"sightline/snapshot"
)

// settle sees to it that the accounts' parts do not contradict each other:
// they were read one after the other, while AWS went on.
func (c *collection) settle() {
	managed := make(map[string]*snapshot.Managed)
	owners := make(map[string]*part)
	for _, p := range c.parts {
		d := p.b.Data()
		for i := range d.Policies {
			settleManaged(managed, &d.Policies[i])
		}
		kept := d.Resources[:0]
		for i := range d.Resources {
			if p.owns(owners, &d.Resources[i]) {
				kept = append(kept, d.Resources[i])
			}
		}
		d.Resources = kept
	}
}

// settleManaged gives one text to an AWS managed policy of one version.
func settleManaged(known map[string]*snapshot.Managed, m *snapshot.Managed) {
	if !snapshot.IsAWSManaged(m.ARN) {
		return
	}
	first := known[m.ARN]
	switch {
	case first == nil || first.Document == "":
		known[m.ARN] = m
	case first.VersionID == m.VersionID:
		*m = *first
	}
}

// owns tells whether a resource is the account's own. A bucket's name stands
// for one bucket; two accounts list it when it was deleted in one and made in
// the other meanwhile.
func (p *part) owns(owners map[string]*part, r *snapshot.Resource) bool {
	if first := owners[r.ARN]; first != nil {
		first.add(func(d *snapshot.Data) {
			d.Gaps = append(d.Gaps, snapshot.Gap{
				Account: first.account, Region: r.Region, Call: "s3:ListBuckets", Layer: authz.LayerResource, Subject: r.ARN, Type: r.Type,
				Reason: "account " + p.account + " lists it, too: scan again",
			})
		})
		return false
	}
	owners[r.ARN] = p
	return true
}
