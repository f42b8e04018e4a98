package reach

import (
	"strings"

	"sightline/iam/authz"
)

const samlDoc = `Whoever the SAML provider signs in may call sts:AssumeRoleWithSAML and act as the role. Only the role's trust policy decides; its conditions on the assertion stand with the hop.`

// assumeRoleWithSAML asks about the roles that trust a provider.
// Source: STS API Reference "AssumeRoleWithSAML".
func assumeRoleWithSAML(x *Explorer, a *actor) ([]step, error) {
	if a.principal.Kind != authz.KindProvider || !strings.Contains(a.key, ":saml-provider/") {
		return nil, nil
	}
	return x.becomeAny(a, x.saml, offered(x.trusts.providers, x.trusts.open, a.key))
}
