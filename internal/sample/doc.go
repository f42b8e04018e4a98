// Package sample holds the bundled sample organization: Kestrel Logistics, a
// made-up company with four AWS accounts. It is what Sightline shows when
// there are no credentials and no file, what the docs speak of, and what the
// tests ask. README.md says who is who and what is true of it.
//
// Everything is data: organization.json and accounts/*.json say what exists,
// policies/*.json are the documents, and expected.json says which answers are
// right, derived by hand from AWS's rules. The Go code only puts it together.
//
//	snap, err := sample.Snapshot()
package sample
