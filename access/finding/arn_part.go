package finding

import (
	"net/url"
	"strings"

	"sightline/iam/arn"
)

// regionOf is the Region that an ARN names; empty if none, or if it is no ARN.
func regionOf(resource string) string {
	a, err := arn.Parse(resource)
	if err != nil {
		return ""
	}
	return a.Region()
}

// cutKind parts "kind/id" or "kind:id".
func cutKind(resource string) (kind, id string) {
	if i := strings.IndexAny(resource, "/:"); i >= 0 {
		return resource[:i], resource[i+1:]
	}
	return resource, ""
}

func after(text, prefix string) string { return strings.TrimPrefix(text, prefix) }

// segment is a part between slashes, counted from 0.
func segment(text string, n int) string {
	parts := strings.Split(text, "/")
	if n < len(parts) {
		return parts[n]
	}
	return ""
}

// escapePath keeps the slashes of a name.
func escapePath(name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
