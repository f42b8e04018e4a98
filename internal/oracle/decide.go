package oracle

import "slices"

// inOrder lists the layers that can deny, in AWS's order.
var inOrder = [...]string{layerRCP, layerSCP, layerResource, layerIdentity, layerBoundary, layerSession, layerEndpoint}

// Decide takes the decision for a case. Where several layers hold a Deny, or
// lack an Allow, it names the first in the order rcp, scp, resource, identity,
// boundary, session, endpoint.
// Source: IAM User Guide "How AWS enforcement code logic evaluates requests".
func Decide(c Case) Result {
	t := newTrial(c)
	if layer := t.denying(); layer != "" {
		return Result{ExplicitlyDenied, layer}
	}
	owner := t.ownersSide()
	if layer := t.lacking(owner); layer != "" {
		return Result{ImplicitlyDenied, layer}
	}
	return Result{Allowed, t.granting(owner)}
}

// denying names the first layer with a Deny that applies.
func (t *trial) denying() string {
	for _, layer := range inOrder {
		if layer == layerResource && t.grantsAlone() {
			continue
		}
		if t.anyStatement(layer, "Deny", t.documents(layer)) {
			return layer
		}
	}
	return ""
}

// grantsAlone: kms:RetireGrant is not effective in a key policy, and policies
// alone cannot allow it.
// Source: KMS Developer Guide "Retiring and revoking grants" (grant-delete).
func (t *trial) grantsAlone() bool {
	return t.action() == "kms:retiregrant" && t.onResource("kms", "key/")
}

// A side is what the resource's owner gives: by the resource policy and, for a
// KMS key, by a grant.
type side struct{ policy, grant strength }

func (s side) best() strength { return max(s.policy, s.grant) }

func (t *trial) ownersSide() side {
	return side{policy: t.resourceAllow(), grant: t.grantAllow()}
}

// resourceAllow gives the strength of the strongest Allow in the resource policy.
func (t *trial) resourceAllow() strength {
	found := nobody
	if t.grantsAlone() {
		return found
	}
	for _, doc := range t.documents(layerResource) {
		for _, s := range doc.Statement {
			if t.applies(layerResource, "Allow", doc, s) {
				found = max(found, t.named(s, nobody))
			}
		}
	}
	return found
}

// lacking names the first layer whose Allow is needed and missing.
func (t *trial) lacking(owner side) string {
	if !t.everyLevelAllows(layerRCP) {
		return layerRCP
	}
	if !t.everyLevelAllows(layerSCP) {
		return layerSCP
	}
	if owner.best() == nobody && (t.crossAccount() || t.demandsResourcePolicy()) {
		return layerResource
	}
	if t.who.kind == kindAnonymous && t.needsCredentials() {
		return layerResource
	}
	for _, layer := range t.callersLayers(owner.best()) {
		if !t.callerAllows(layer) {
			return layer
		}
	}
	if t.policies.Endpoint != nil && !t.anyStatement(layerEndpoint, "Allow", t.documents(layerEndpoint)) {
		return layerEndpoint
	}
	return ""
}

// demandsResourcePolicy: KMS keys and role trust are the services' exceptions
// in which an identity policy alone never suffices.
// Source: IAM User Guide, same page; KMS Developer Guide "policy evaluation".
func (t *trial) demandsResourcePolicy() bool {
	if t.service() == "kms" {
		return t.onResource("kms", "key/")
	}
	return slices.Contains(trustActions, t.action()) && t.onResource("iam", "role/")
}

// needsCredentials: these calls are refused unless they are signed.
// Source: STS API Reference "AssumeRole"; KMS API Reference.
func (t *trial) needsCredentials() bool {
	return t.service() == "kms" || slices.Contains([]string{"sts:assumerole", "sts:tagsession", "sts:setsourceidentity"}, t.action())
}

var trustActions = []string{
	"sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml",
	"sts:tagsession", "sts:setsourceidentity",
}

// callersLayers lists the layers of the caller's own account that must allow,
// given what the owner's side gives.
// Source: IAM User Guide, table of resource-based policies and implicit denies;
// "Cross-account policy evaluation logic".
func (t *trial) callersLayers(given strength) []string {
	switch {
	case t.who.kind == kindRoot && t.action() == "sts:assumerole":
		// A root user cannot assume roles: it has no identity policy to allow it.
		return []string{layerIdentity}
	case !t.who.hasPolicies():
		return nil
	case t.crossAccount() || given <= delegated:
		return []string{layerIdentity, layerBoundary, layerSession}
	case given == asRole:
		return []string{layerBoundary, layerSession}
	default:
		return nil
	}
}

// callerAllows tells whether one layer of the caller lets the request pass. A
// federated-user session for which no policy was passed has no permissions of
// its own.
func (t *trial) callerAllows(layer string) bool {
	docs := t.documents(layer)
	switch {
	case layer == layerBoundary && len(docs) == 0:
		return true
	case layer == layerSession && len(docs) == 0:
		return t.who.kind != kindFederated
	default:
		return t.anyStatement(layer, "Allow", docs)
	}
}

// granting names the layer that granted, where exactly one did and the format
// asks for it.
func (t *trial) granting(owner side) string {
	if t.who.kind == kindRoot || t.who.hasPolicies() && t.crossAccount() {
		return ""
	}
	identity := t.callerAllows(layerIdentity) && (owner.policy > nobody || !t.demandsResourcePolicy())
	var by []string
	if identity {
		by = append(by, layerIdentity)
	}
	if owner.policy > delegated || owner.policy == delegated && identity {
		by = append(by, layerResource)
	}
	if owner.grant > nobody {
		by = append(by, layerGrant)
	}
	if len(by) == 1 {
		return by[0]
	}
	return ""
}
