package finding

import "sightline/iam/catalog"

// Describe is the Finding that a candidate would be, with its id and severity
// and without a life: for previews.
func Describe(a *Analyzer, c Candidate) Finding {
	c = c.clean()
	return Finding{
		Candidate: c, ID: ID(a.ID, c), Analyzer: a.ID, Status: StatusActive,
		Severity: SeverityOf(&c, catalog.Embedded()), ConsoleURL: ConsoleURL(c.Resource, c.Region),
	}
}
