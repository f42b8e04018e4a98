package reach

import (
	"strings"

	"sightline/iam/authz"
)

const webIdentityDoc = `Whoever holds a token of the OpenID Connect provider may call sts:AssumeRoleWithWebIdentity and act as the role. Only the role's trust policy decides; its conditions on the token's claims (audience, subject) stand with the hop.`

// assumeRoleWithWebIdentity asks about the roles that trust a provider.
// Source: STS API Reference "AssumeRoleWithWebIdentity".
func assumeRoleWithWebIdentity(x *Explorer, a *actor) ([]step, error) {
	if a.principal.Kind != authz.KindProvider || strings.Contains(a.key, ":saml-provider/") {
		return nil, nil
	}
	return x.becomeAny(a, x.web, offered(x.trusts.providers, x.trusts.open, a.key))
}
