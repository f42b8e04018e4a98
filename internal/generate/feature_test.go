package generate_test

import (
	"strings"

	"sightline/snapshot"
)

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func contains(d *snapshot.Data, a *snapshot.Attachment, text string) bool {
	return a != nil && strings.Contains(d.Documents[a.Document], text)
}
