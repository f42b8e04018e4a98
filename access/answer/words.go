package answer

import (
	"strings"

	"sightline/access/permission"
)

// CheckAction reads one action.
func CheckAction(action string) error {
	service, name, ok := strings.Cut(action, ":")
	if !ok || service == "" || name == "" || strings.ContainsAny(action, "*? \t\n") {
		return malformed("action", " %q: write one action as service:Name, such as s3:GetObject", action)
	}
	return nil
}

// CheckResource reads the ARN of a resource, or *.
func CheckResource(resource string) error {
	if resource == "*" {
		return nil
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[1] == "" || parts[2] == "" || parts[5] == "" {
		return malformed("resource", " %q: not an ARN (arn:partition:service:region:account:resource) and not *", resource)
	}
	return nil
}

// KnownResource refuses a resource that the snapshot would hold if it existed.
func KnownResource(k *permission.Asker, resource string) error {
	if resource == "*" {
		return nil
	}
	if near, known := k.Snapshot.Knows(resource); !known {
		return &UnknownResourceError{resource, near}
	}
	return nil
}

// KnownAction tells whether the service reference has what an action's text
// names. One that it does not have is newer, or a slip that would read as a
// denial.
func KnownAction(k *permission.Asker, action string) bool {
	return !strings.Contains(action, ":") || len(k.Catalog.Match(action)) > 0
}
