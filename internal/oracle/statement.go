package oracle

import "strings"

// anyStatement tells whether some statement of that effect applies.
func (t *trial) anyStatement(layer, effect string, docs []Document) bool {
	for _, doc := range docs {
		for _, s := range doc.Statement {
			if t.applies(layer, effect, doc, s) {
				return true
			}
		}
	}
	return false
}

// applies tells whether a statement has the effect and covers the request.
func (t *trial) applies(layer, effect string, doc Document, s Statement) bool {
	return s.Effect == effect && t.actionCovered(s) && t.principalCovered(layer, s) &&
		t.resourceCovered(layer, doc, s) && t.conditionHolds(doc, s)
}

// principalCovered: identity, boundary, session and service control policies
// have no principal. A resource policy's statement without one is for nobody;
// in RCPs and endpoint policies it is for everybody.
func (t *trial) principalCovered(layer string, s Statement) bool {
	switch layer {
	case layerResource:
		return t.named(s, nobody) != nobody
	case layerRCP, layerEndpoint:
		return t.named(s, direct) != nobody
	default:
		return true
	}
}

// actionCovered: prefix and name ignore case, stars and question marks may
// stand anywhere.
// Source: IAM User Guide "Action".
func (t *trial) actionCovered(s Statement) bool {
	if s.NotAction != nil {
		return !t.actionListed(s.NotAction)
	}
	return t.actionListed(s.Action)
}

func (t *trial) actionListed(patterns List) bool {
	for _, p := range patterns {
		if globText(strings.ToLower(p), t.action()) {
			return true
		}
	}
	return false
}

// resourceCovered: a resource policy's statement without Resource is about the
// resource that holds the policy, as in a trust policy; elsewhere it is about
// nothing.
func (t *trial) resourceCovered(layer string, doc Document, s Statement) bool {
	switch {
	case s.NotResource != nil:
		return !t.resourceListed(layer, doc, s.NotResource)
	case s.Resource != nil:
		return t.resourceListed(layer, doc, s.Resource)
	default:
		// A key policy's statement without Resource has no effect.
		// Source: KMS Developer Guide "key-policy-overview".
		return layer == layerResource && !t.onResource("kms", "key/")
	}
}

func (t *trial) resourceListed(layer string, doc Document, patterns List) bool {
	for _, p := range patterns {
		if t.resourceMatches(layer, doc, p) {
			return true
		}
	}
	return false
}

// resourceMatches: the ARN is matched as one text, so that a star also spans
// colons and slashes. Variables count after the fifth colon only; an entry
// with a variable that has no value matches nothing.
// Source: IAM User Guide "Resource" and "Policy variables".
func (t *trial) resourceMatches(layer string, doc Document, text string) bool {
	if layer == layerIdentity || layer == layerBoundary || layer == layerSession || layer == layerSCP {
		text = fillARN(text)
	}
	head, tail := cutAfterFifthColon(text)
	pattern, known := t.expand(tail, doc.Version)
	if !known {
		return false
	}
	return glob(append(wildcards(head), pattern...), units(t.request.Resource))
}

// fillARN completes an ARN of fewer than six fields with stars.
// Source: IAM User Guide "Policy grammar", notes on incomplete ARNs.
func fillARN(text string) string {
	missing := 5 - strings.Count(text, ":")
	if !strings.HasPrefix(text, "arn:") || missing <= 0 {
		return text
	}
	return text + strings.Repeat(":*", missing)
}

// cutAfterFifthColon gives the whole text as head if it has no fifth colon.
func cutAfterFifthColon(text string) (head, tail string) {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 {
		return text, ""
	}
	return strings.TrimSuffix(text, parts[5]), parts[5]
}
