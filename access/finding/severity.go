package finding

import (
	"strings"

	"sightline/iam/catalog"
	"sightline/snapshot"
)

// SeverityOf judges a candidate: public with write or permissions access is
// critical; public read, or write from outside, high; read from outside medium;
// internal or unused access low. Tagging counts as write, and so does every
// action that the catalog does not know. A resource of the external analyzer
// that could not be analysed is medium: it may be open.
//
// Sharing that lists no actions is read for snapshots and images of EC2 and RDS,
// which others can copy and never change, and else write.
func SeverityOf(c *Candidate, levels *catalog.Catalog) Severity {
	switch {
	case c.Type == TypeInternalAccess || c.Type.Unused():
		return SeverityLow
	case c.Error != "":
		return SeverityMedium
	case c.IsPublic && changes(c, levels):
		return SeverityCritical
	case c.IsPublic || changes(c, levels):
		return SeverityHigh
	}
	return SeverityMedium
}

// changes tells whether the access is more than list and read.
func changes(c *Candidate, levels *catalog.Catalog) bool {
	if len(c.Actions) == 0 {
		return !onlyCopied(c.ResourceType)
	}
	for _, action := range c.Actions {
		if !reads(action, levels) {
			return true
		}
	}
	return false
}

// onlyCopied tells of the types that are shared as a whole.
// Source: IAM User Guide "Resource types" (access-analyzer-resources).
func onlyCopied(kind string) bool {
	switch kind {
	case snapshot.TypeVolumeSnapshot, snapshot.TypeImage, snapshot.TypeDBSnapshot, snapshot.TypeDBClusterSnapshot:
		return true
	}
	return false
}

// reads tells whether an action, or every action that a pattern stands for, has
// the levels list and read only.
func reads(action string, levels *catalog.Catalog) bool {
	if !strings.ContainsAny(action, "*?") {
		return onlyReads(levels.Levels(action))
	}
	if !strings.Contains(action, ":") {
		return false
	}
	names := levels.Match(action)
	for _, name := range names {
		if !onlyReads(levels.Levels(name)) {
			return false
		}
	}
	return len(names) > 0
}

func onlyReads(l catalog.Level) bool {
	return l != 0 && l&^(catalog.LevelList|catalog.LevelRead) == 0
}
