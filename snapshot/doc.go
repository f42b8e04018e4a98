// Package snapshot is the immutable picture of what exists: accounts,
// organizations, identities, resources and their policies at one moment, with
// what could not be read (Gap) and what the source by its nature does not hold
// (NotCollected). A Builder collects the parts, Build freezes them, and the
// lookups and StackFor of a Snapshot answer from indexes.
//
// Policy documents are kept as the text that was read, each distinct text
// once, under its SHA-256. docs/formats/snapshot.md gives the file format.
package snapshot
