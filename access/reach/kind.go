package reach

import "sightline/access/graph"

// Kinds of node.
const (
	NodeIdentity graph.NodeKind = iota
	NodeGroup
	NodeAction
	NodeResourceGroup
	NodeResource
	NodeCompute
	NodeService
	NodeProvider
	NodeAccount
	NodeAnyone
)

// Kinds of edge, in the order of Schema.
const (
	MemberOf graph.Kind = iota
	AssumeRole
	AssumeRoleWithWebIdentity
	AssumeRoleWithSAML
	InstanceProfile
	ServiceRole
	ServiceAssumes
	AccountIdentity
	Access
	Grants
	AppliesTo
	Contains
)

// Schema registers all kinds with what they mean.
func Schema() graph.Schema {
	return graph.Schema{
		Nodes: []graph.KindDoc{
			{Name: "identity", Doc: "A user, a role or a session of a role."},
			{Name: "identity_group", Doc: "A group of users whose policies give its members access."},
			{Name: "action", Doc: "Actions of one access level that are allowed together."},
			{Name: "resource_group", Doc: "Resources that the same statements cover."},
			{Name: "resource", Doc: "A resource that can be touched."},
			{Name: "compute", Doc: "A resource that runs with the credentials of a role."},
			{Name: "service", Doc: "An AWS service acting for itself."},
			{Name: "provider", Doc: "Whoever holds a token of an identity provider."},
			{Name: "account", Doc: "The identities of an account that is not in the snapshot."},
			{Name: "anyone", Doc: "Anybody, with or without an AWS account."},
		},
		Edges: []graph.KindDoc{
			{Name: "member_of", Doc: memberOfDoc},
			{Name: "assume_role", Doc: assumeRoleDoc},
			{Name: "assume_role_with_web_identity", Doc: webIdentityDoc},
			{Name: "assume_role_with_saml", Doc: samlDoc},
			{Name: "instance_profile", Doc: instanceProfileDoc},
			{Name: "service_role", Doc: serviceRoleDoc},
			{Name: "service_assumes", Doc: serviceAssumesDoc},
			{Name: "account_identity", Doc: accountIdentityDoc},
			{Name: "access", Doc: accessDoc},
			{Name: "grants", Doc: "Policies let an identity, or the members of a group, do these actions."},
			{Name: "applies_to", Doc: "The actions are allowed on these resources."},
			{Name: "contains", Doc: "The resource is one of those that the statements cover."},
		},
	}
}

func kindName(k graph.Kind) string { return Schema().Edges[k].Name }
