package finding

import (
	"cmp"
	"slices"
	"strings"
)

// An Order is how a list of findings is sorted; the zero value is by severity,
// worst first, and within it newest first.
type Order struct {
	// By is an attribute of SortAttributes.
	By         string
	Descending bool
}

// SortAttributes lists what findings can be sorted by: the attributes of AWS's
// FindingSummaryV2, isPublic, and our severity.
// Source: IAM Access Analyzer API Reference, SortCriteria, which takes "the name
// of the attribute to sort on", read 2026-11.
func SortAttributes() []string {
	return []string{
		"analyzedAt", "createdAt", "error", "findingType", "id", "isPublic", "resource",
		"resourceOwnerAccount", "resourceType", "severity", "status", "updatedAt",
	}
}

// ParseOrder reads an attribute, with a "-" in front for descending.
func ParseOrder(text string) (Order, error) {
	by, descending := strings.CutPrefix(text, "-")
	if text != "" && !slices.Contains(SortAttributes(), by) {
		return Order{}, invalid("sort", "%.100q is no attribute: write one of %s, with - in front for descending", text, strings.Join(SortAttributes(), ", "))
	}
	return Order{by, descending}, nil
}

// Sort puts findings in order, in place. Equal ones are in the order of their
// ids, so that the result is one and the same.
func (o Order) Sort(findings []Finding) {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(o.compare(&a, &b), strings.Compare(a.ID, b.ID))
	})
}

func (o Order) compare(a, b *Finding) int {
	if o.By == "" {
		return cmp.Or(cmp.Compare(a.Severity.rank(), b.Severity.rank()), b.CreatedAt.Compare(a.CreatedAt))
	}
	if o.Descending {
		a, b = b, a
	}
	switch o.By {
	case "analyzedAt":
		return a.AnalyzedAt.Compare(b.AnalyzedAt)
	case "createdAt":
		return a.CreatedAt.Compare(b.CreatedAt)
	case "updatedAt":
		return a.UpdatedAt.Compare(b.UpdatedAt)
	case "severity": // ascending: the least bad first
		return cmp.Compare(b.Severity.rank(), a.Severity.rank())
	}
	return strings.Compare(attribute(a, o.By), attribute(b, o.By))
}

// attribute is a text to sort by.
func attribute(f *Finding, name string) string {
	k, ok := keyOf(name)
	if !ok {
		return ""
	}
	return strings.Join(k.values(f), " ")
}
