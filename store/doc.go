// Package store says what Sightline keeps between two runs and how it is asked
// for. It holds interfaces, one per use, and the values and errors that every
// backend shares; store/memory and store/sqlite implement them, and
// store/storetest proves that a backend keeps the laws written here.
//
// A store keeps and does not decide: content is opaque bytes, and no method
// gives a meaning to what it holds.
//
//	db, err := sqlite.Open(ctx, path)
//	err = db.Snapshots().Save(ctx, store.Meta{ID: id, TakenAt: t, SavedAt: now}, r)
//	newest, err := db.Snapshots().Latest(ctx)
package store
