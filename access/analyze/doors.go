package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/glob"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// The keys that requests through access points carry.
// Source: S3 User Guide "Access points policies" (access-points-policies).
const (
	keyPointARN     = "s3:DataAccessPointArn"
	keyPointAccount = "s3:DataAccessPointAccount"
)

// knowsDoors tells whether a bucket's policy leaves access only to access
// points of accounts whose access points were read: these are places of their
// own, and a request at the bucket itself comes through none.
func (r *inside) knowsDoors(p *authz.Policy) bool {
	if p == nil {
		return true
	}
	known := true
	eachCondition([]*policy.Document{p.Document}, func(_ *policy.Document, c *policy.Condition) {
		for _, v := range c.Values {
			switch {
			case strings.EqualFold(c.Key, keyPointAccount):
				known = known && r.readsDoors(v.Text)
			case strings.EqualFold(c.Key, keyPointARN):
				known = known && r.readsDoors(accountOf(v.Text))
			}
		}
	})
	return known
}

func (r *inside) readsDoors(account string) bool {
	a := r.snapshot.Account(account)
	return a != nil && slices.Contains(a.Collected, snapshot.TypeAccessPoint)
}

// maxMeet bounds into how many patterns one falls at an access point.
const maxMeet = 16

// throughDoor makes a statement of a bucket's policy speak of the access point
// before it: its objects are those of the bucket. Where that cannot be told the
// statement speaks of everything, and is in doubt.
func throughDoor(a *eval.Admitting, s *eval.Side) (doubt string) {
	moved := *a.Statement
	moved.Resource.Values = nil
	for _, v := range a.Statement.Resource.Values {
		texts, ok := movedBehind(v.Text, s)
		if !ok {
			doubt = "what a policy of the bucket means at the access point cannot be told"
		}
		for _, text := range texts {
			moved.Resource.Values = append(moved.Resource.Values, policy.Value{Text: text})
		}
	}
	if doubt != "" {
		moved.Resource = policy.Clause{Present: true, Values: []policy.Value{{Text: "*"}}}
	}
	a.Statement = &moved
	return doubt
}

// movedBehind turns a pattern of bucket and objects into patterns of the access
// point and its objects. ok is false where they are not all.
func movedBehind(text string, s *eval.Side) (out []string, ok bool) {
	if key, object := strings.CutPrefix(text, s.Behind+"/"); object {
		return []string{s.Door + "/object/" + key}, true
	}
	if policy.HasVariable(text) {
		return nil, false
	}
	p := glob.New(text)
	if p.Match(s.Behind) {
		out = append(out, s.Door)
	}
	common, whole := glob.Meet(p, glob.New(s.Behind+"/*"), maxMeet)
	for _, m := range common {
		key, object := strings.CutPrefix(m.String(), s.Behind+"/")
		if !object {
			return nil, false
		}
		out = append(out, s.Door+"/object/"+key)
	}
	return out, whole
}
