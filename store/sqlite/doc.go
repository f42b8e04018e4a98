// Package sqlite keeps a store in one SQLite file (modernc.org/sqlite, without
// cgo). It is the store of a Sightline on one machine.
//
//	path, err := sqlite.ParseDSN("sqlite:///var/lib/sightline/sightline.db")
//	db, err := sqlite.Open(ctx, path)
//	defer db.Close()
//
// Safety. The file is in WAL mode with synchronous=FULL, and each Save is one
// transaction: a process that is killed, or a machine that loses power, at any
// moment leaves the snapshots whose Save had returned, whole, and perhaps one
// more. (Tests prove it for killed processes; for power it rests on the file
// system doing what fsync promises.) Content is kept in chunks of 1 MiB, each
// packed with gzip, which has a checksum.
//
// Several processes may use one file. Readers are never kept waiting by a
// writer. Writers go one at a time and wait for each other up to 30 seconds;
// one Save holds the place of the writer while it reads its content.
//
// The space of deleted snapshots is used again by later ones; the file does
// not shrink. Beside the file stand, while it is in use, PATH-wal and
// PATH-shm; a copy of the file alone is complete only when nobody uses it.
//
// Source: sqlite.org "Write-Ahead Logging" (wal.html) and "PRAGMA Statements"
// (pragma.html), read 2026-11.
package sqlite
