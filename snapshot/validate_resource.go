package snapshot

import (
	"fmt"
	"strings"
)

func validateResource(r *Resource) error {
	if _, ok := splitARN(r.ARN); !ok {
		return fmt.Errorf("resource %q (%s): not an ARN", r.ARN, r.Type)
	}
	if r.Type == "" {
		return fmt.Errorf("resource %s: has no type", r.ARN)
	}
	switch r.NetworkOrigin {
	case "", OriginInternet, OriginVPC:
	default:
		return fmt.Errorf("resource %s: network origin %q is none of %s, %s", r.ARN, r.NetworkOrigin, OriginInternet, OriginVPC)
	}
	for _, bucket := range r.UnderlyingBuckets {
		if _, ok := splitARN(bucket); !ok {
			return fmt.Errorf("resource %s: the bucket %q behind it is not an ARN", r.ARN, bucket)
		}
	}
	return validateSharing(r)
}

// validateSharing: who is not understood would count as nobody.
func validateSharing(r *Resource) error {
	if len(r.SharedWith) > 0 && !r.SharingRead {
		return fmt.Errorf("resource %s: is shared with %s, and nobody looked", r.ARN, strings.Join(r.SharedWith, ", "))
	}
	for _, with := range r.SharedWith {
		if with != SharedWithAll && !isAccountID(with) && !isOrganizationARN(with) {
			return fmt.Errorf("resource %s: is shared with %q, which is no account, no organization and not %q", r.ARN, with, SharedWithAll)
		}
	}
	return nil
}

// isOrganizationARN tells whether a text names an organization or a unit.
// Source: Service Authorization Reference "AWS Organizations", resource types.
func isOrganizationARN(text string) bool {
	p, ok := splitARN(text)
	return ok && p.service == "organizations" &&
		(strings.HasPrefix(p.resource, "organization/") || strings.HasPrefix(p.resource, "ou/"))
}
