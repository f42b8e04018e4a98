package file

import (
	"path/filepath"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// resourceDepth limits how deep below a service a resource's directory may be:
// region, type and one more for what iam-collect may add.
const resourceDepth = 6

// resourcesIn reads a service's directory. A directory with JSON files is a
// resource; what kind, its ARN tells.
func (t *tree) resourcesIn(account, dir string, depth int) error {
	dirs, files, err := t.list(dir)
	if err != nil {
		return err
	}
	if len(files) > 0 && depth > 0 {
		if err := t.resource(account, dir, files); err != nil {
			return err
		}
	}
	if len(dirs) > 0 && depth >= resourceDepth {
		return &Error{File: dir, Message: "has directories deeper than iam-collect's layout has them", Hint: "a link that leads back?"}
	}
	for _, d := range dirs {
		if err := t.resourcesIn(account, filepath.Join(dir, d), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// resource reads one resource's directory.
func (t *tree) resource(account, dir string, files []string) error {
	about, err := t.facts(filepath.Join(dir, "metadata.json"))
	if err != nil {
		return err
	}
	a, ok := splitARN(about["arn"])
	if !ok {
		t.gap(snapshot.Gap{
			Account: account, Call: "iam-collect", Layer: authz.LayerResource,
			Type: "unknown", Reason: dir + " has no metadata.json with an arn: what it describes is left out",
		})
		return nil
	}
	r := snapshot.Resource{
		ARN: about["arn"], Type: snapshot.ResourceTypeOf(about["arn"]), Name: about["name"], Region: a.region,
		Account: account, TagsRead: true, PolicyRead: true, Attributes: attributes(about),
	}
	if isAccountID(a.account) {
		r.Account = a.account
	}
	if r.Region == "" {
		r.Region = about["region"]
	}
	if strings.Contains(about["role"], ":role/") {
		r.Role = about["role"]
	}
	if r.Name == "" {
		r.Name = a.resource[strings.LastIndexAny(a.resource, "/:")+1:]
	}
	if err := t.resourceFiles(&r, dir, files); err != nil {
		return err
	}
	if err := t.endpointPolicy(&r, dir); err != nil {
		return err
	}
	if err := t.particulars(&r, a, about, dir); err != nil {
		return err
	}
	return t.addResource(r, dir)
}

func (t *tree) resourceFiles(r *snapshot.Resource, dir string, files []string) (err error) {
	if r.Policy, err = t.document(filepath.Join(dir, "policy.json"), ""); err != nil {
		return err
	}
	_, err = t.json(filepath.Join(dir, "tags.json"), func(c *cursor) (err error) { r.Tags, err = c.tags(); return err })
	if err != nil || !slices.Contains(files, "bpa.json") && r.Type != snapshot.TypeBucket {
		return err
	}
	r.Bucket = &snapshot.Bucket{}
	r.Bucket.PublicAccessBlock, err = t.publicAccessBlock(filepath.Join(dir, "bpa.json"))
	return err
}

// particulars are what a type of resource has that others have not.
func (t *tree) particulars(r *snapshot.Resource, a arnParts, about map[string]string, dir string) (err error) {
	switch r.Type {
	case snapshot.TypeAccessPoint, snapshot.TypeDirectoryAccessPoint:
		accessPoint(r, a, about)
	case snapshot.TypeMultiRegionAccessPoint:
		r.UnderlyingBuckets, err = t.bucketsBehind(a, filepath.Join(dir, "metadata.json"))
	case snapshot.TypeKey:
		// Source: KMS Developer Guide "Key policies" (key-policies): every KMS
		// key must have exactly one. iam-collect leaves it out if refused.
		if r.Policy == nil {
			r.PolicyRead = false
			t.gap(snapshot.Gap{
				Account: r.Account, Region: r.Region, Call: "kms:GetKeyPolicy", MissingAction: "kms:GetKeyPolicy",
				Layer: authz.LayerResource, Subject: r.ARN, Reason: "the directory holds no policy.json of the key",
			})
		}
	}
	return err
}

// endpointPolicy keeps a VPC endpoint's policy as a fact. It is no resource
// policy: it speaks of requests through the endpoint, not of those to it.
func (t *tree) endpointPolicy(r *snapshot.Resource, dir string) error {
	_, err := t.json(filepath.Join(dir, "endpoint-policy.json"), func(c *cursor) error {
		doc, err := c.document(t.opts.MaxDocument)
		if err == nil && doc != nil {
			r.Attributes = put(r.Attributes, "endpointPolicy", doc.text)
		}
		return err
	})
	return err
}

// attributes keeps the facts of metadata.json that have no field of their own.
func attributes(about map[string]string) map[string]string {
	var out map[string]string
	for key, value := range about {
		switch key {
		case "arn", "name", "region", "role", "bucket":
		default:
			out = put(out, key, value)
		}
	}
	return out
}

func (t *tree) addResource(r snapshot.Resource, dir string) error {
	if at, twice := t.resources[r.ARN]; twice {
		return &Error{File: dir, Message: "describes " + r.ARN + " a second time (account " + t.data().Resources[at].Account + " has it)"}
	}
	data := t.data()
	t.resources[r.ARN] = len(data.Resources)
	data.Resources = append(data.Resources, r)
	return nil
}

// A share is one file of ram/<region>: the policy through which AWS RAM shares
// a resource.
type share struct {
	arn string
	doc *document
}

func (s *share) read(most int) func(*cursor) error {
	return func(c *cursor) error {
		return c.object(func(key string) (err error) {
			switch key {
			case "arn":
				s.arn, err = c.text()
			case "policy":
				s.doc, err = c.document(most)
			default:
				err = c.skip()
			}
			return err
		})
	}
}

// shares reads accounts/<id>/ram.
func (t *tree) shares(account, dir string) error {
	return t.each(dir, func(region string) error {
		_, files, err := t.list(region)
		if err != nil {
			return err
		}
		for _, f := range files {
			var s share
			path := filepath.Join(region, f)
			if _, err := t.json(path, s.read(t.opts.MaxDocument)); err != nil {
				return err
			}
			if s.doc == nil {
				continue
			}
			if err := t.share(account, path, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// share gives a resource the policy that RAM made for it. One that has a
// policy of its own besides can hold only one of the two: a gap.
func (t *tree) share(account, path string, s share) error {
	a, ok := splitARN(s.arn)
	if !ok {
		return &Error{File: path, Pointer: "/arn", Message: "gives no arn of what is shared"}
	}
	policy := s.doc.attach(t.b, "AWS RAM", path)
	at, known := t.resources[s.arn]
	if !known {
		return t.addResource(snapshot.Resource{
			ARN: s.arn, Type: snapshot.ResourceTypeOf(s.arn), Region: a.region, Account: account,
			Policy: &policy, PolicyRead: true,
		}, path)
	}
	r := &t.data().Resources[at]
	if r.Policy == nil {
		r.Policy, r.PolicyRead = &policy, true
		return nil
	}
	t.gap(snapshot.Gap{
		Account: r.Account, Region: r.Region, Call: "ram:GetResourcePolicies", Layer: authz.LayerResource,
		Subject: r.ARN, Reason: "the resource is shared through AWS RAM by a further policy, which is not taken into account",
	})
	return nil
}
