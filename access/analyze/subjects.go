package analyze

import (
	"regexp"
	"slices"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// gathered is a Subject with what could not be read of it, by layer.
type gathered struct {
	Subject
	region string
	// unread says, by layer, what was refused. absent: nobody looked at what
	// decides, so there is nothing to judge.
	unread map[authz.Layer]string
	absent bool
}

// gather puts together what a snapshot holds of a resource or role.
func gather(s *snapshot.Snapshot, arn, kind, account string) (*gathered, error) {
	stack, info, err := s.StackFor(authz.Principal{}, arn)
	if err != nil {
		return nil, err
	}
	g := &gathered{
		Subject: Subject{ARN: arn, Type: kind, Account: account, Policy: stack.Resource, RCP: stack.RCP, Grants: stack.Grants},
		unread:  make(map[authz.Layer]string), absent: stack.ResourceNotCollected,
	}
	for _, u := range stack.Unread {
		if g.unread[u.Layer] == "" {
			g.unread[u.Layer] = u.Gap
		}
	}
	if stack.RCPReachUnknown != "" {
		g.unread[authz.LayerRCP] = stack.RCPReachUnknown
	}
	if a := s.Account(account); a != nil {
		g.Owner, g.Organization = a.CanonicalID, a.Organization
		if a.PublicAccessBlock != nil {
			g.AccountBlock = *a.PublicAccessBlock
		}
	}
	if r := info.Resource; r != nil {
		g.region = r.Region
		g.resource(s, r, stack)
	}
	return g, nil
}

// resource adds what only some types have.
func (g *gathered) resource(s *snapshot.Snapshot, r *snapshot.Resource, stack *authz.Stack) {
	switch {
	case r.Type == snapshot.TypeBucket && stack.Bucket != nil:
		if !stack.Bucket.ACL.Disabled {
			g.ACL = stack.Bucket.ACL.Grants
		}
		g.Block = stack.Bucket.Block
		for _, ap := range s.AccessPointsOf(r.ARN) {
			g.accessPoint(s, ap)
		}
	case !onlyShared(r.Type):
	case !r.SharingRead:
		g.absent = g.unread[authz.LayerResource] == ""
	default:
		delete(g.unread, authz.LayerResource) // that it is shared is no gap here
		g.absent = false
		g.Encrypted = r.Encrypted != nil && *r.Encrypted
		blocked := r.PublicSharingBlocked != nil && *r.PublicSharingBlocked
		g.SharedWith = slices.DeleteFunc(slices.Clone(r.SharedWith), func(w string) bool { return w == snapshot.SharedWithAll && blocked })
	}
}

// onlyShared tells of the types whose resources have no policy and are shared
// by an attribute.
func onlyShared(kind string) bool {
	switch kind {
	case typeVolumeSnapshot, typeImage, typeDBSnapshot, typeClusterSnapshot:
		return true
	}
	return false
}

func (g *gathered) accessPoint(s *snapshot.Snapshot, r *snapshot.Resource) {
	stack, _, err := s.StackFor(authz.Principal{}, r.ARN)
	if err != nil {
		g.unread[authz.LayerResource] = err.Error()
		return
	}
	for _, u := range stack.Unread {
		if g.unread[u.Layer] == "" {
			g.unread[u.Layer] = "access point " + r.ARN + ": " + u.Gap
		}
	}
	ap := AccessPoint{ARN: r.ARN, Account: r.Account, Policy: stack.Resource}
	if stack.Bucket != nil {
		ap.Block = stack.Bucket.Block
	}
	if r.NetworkOrigin == snapshot.OriginVPC {
		ap.VPC = r.Attributes["vpcId"]
		ap.VPCOnly = true
	}
	g.AccessPoints = append(g.AccessPoints, ap)
}

// accountIDs finds what may be an account in a text.
var accountIDs = regexp.MustCompile(`[0-9]{12}`)

// trustOf resolves a zone for one subject: of the many accounts of an
// organization only those count that its policies name. doubted are accounts of
// which nobody knows whether they are inside.
func trustOf(z *finding.Trust, home []string, g *gathered) (t *Trust, doubted []string) {
	t = &Trust{Accounts: home, Organizations: z.Organizations()}
	seen := make(map[string]bool)
	look := func(text string) {
		for _, id := range accountIDs.FindAllString(text, -1) {
			if seen[id] || slices.Contains(home, id) {
				continue
			}
			seen[id] = true
			switch z.Account(id) {
			case authz.True:
				t.Accounts = append(t.Accounts[:len(t.Accounts):len(t.Accounts)], id)
			case authz.False:
			case authz.Maybe:
				doubted = append(doubted, id)
			}
		}
	}
	for _, d := range g.documents() {
		look(rawOf(d))
	}
	for _, grant := range g.Grants {
		look(grant.Grantee)
	}
	for _, grant := range g.ACL {
		if len(grant.Grantee) == 12 {
			look(grant.Grantee)
		}
	}
	for _, with := range g.SharedWith {
		look(with)
	}
	return t, doubted
}

func rawOf(d *policy.Document) string { return string(d.Raw) }
