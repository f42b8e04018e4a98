// Package finding says what a finding is and what becomes of it: who watches
// (Analyzer, with its zone of trust and archive rules), what an analysis says
// exists now (Candidate), what is kept of it over time (Finding), and the whole
// status machine as one pure function (Reconcile).
//
//	changes := finding.Reconcile(finding.Run{
//		Analyzer: a.ID, Previous: kept, Candidates: found,
//		Scope: finding.ScopeOf(snap, doubts), Rules: a.Rules,
//		Catalog: catalog.Embedded(), At: now,
//	})
//
// Nothing here looks at policies: package analyze makes candidates. Nothing is
// stored here either: a Finding and an Analyzer are JSON with stable fields,
// which a store keeps as bytes. The time is always an argument.
//
// Missing data never resolves a finding. What was not seen again is resolved
// only if the Scope says that its resource was judged, or is gone.
//
// Source: IAM User Guide "Findings for external, internal and unused access"
// (access-analyzer-findings), "IAM Access Analyzer filter keys"
// (access-analyzer-reference-filter-keys); IAM Access Analyzer API Reference,
// read 2026-11.
package finding
