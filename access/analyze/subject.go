package analyze

import (
	"sightline/iam/authz"
	"sightline/iam/policy"
)

// A Subject is one resource with all that can let outsiders in. What was not
// read has no place here: whoever makes a Subject keeps the gaps.
type Subject struct {
	ARN, Type, Account string
	// Organization is the id of the owner's; empty if it is in none or not known.
	Organization string
	// Policy is the resource-based policy, for roles the trust policy; nil if
	// there is none.
	Policy *authz.Policy
	// RCP are the resource control policies above the owner, from the root
	// down; nil means that none apply.
	RCP []authz.Level

	// Of buckets. ACL is nil if the lists are disabled.
	ACL          []authz.ACLGrant
	Owner        string // canonical id of the owner
	Block        authz.PublicAccessBlock
	AccountBlock authz.PublicAccessBlock
	AccessPoints []AccessPoint

	// Grants of a KMS key.
	Grants []authz.Grant

	// SharedWith are the accounts that a snapshot or image is shared with, or
	// "all". Encrypted ones are never open to all.
	SharedWith []string
	Encrypted  bool
}

// An AccessPoint of a bucket. Block is its own.
type AccessPoint struct {
	ARN, Account string
	Policy       *authz.Policy
	Block        authz.PublicAccessBlock
	// VPCOnly: it serves one VPC and not the internet. VPC is that one, if its
	// id is known.
	VPCOnly bool
	VPC     string
}

// Trust is a zone of trust: accounts and organizations that count as inside.
type Trust struct {
	Accounts      []string
	Organizations []string
	// Canonical are the S3 canonical user ids of inside accounts, as far as
	// they are known.
	Canonical []string
	// Services reports services of AWS without a guard against the confused
	// deputy as well.
	Services bool
}

// documents lists what a subject's policies say, with the places where they
// stand.
func (s *Subject) documents() (out []*policy.Document) {
	if s.Policy != nil {
		out = append(out, s.Policy.Document)
	}
	for i := range s.AccessPoints {
		if p := s.AccessPoints[i].Policy; p != nil {
			out = append(out, p.Document)
		}
	}
	for i := range s.RCP {
		for j := range s.RCP[i].Policies {
			out = append(out, s.RCP[i].Policies[j].Document)
		}
	}
	return out
}
