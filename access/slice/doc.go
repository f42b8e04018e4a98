// Package slice draws answers for people: the five-column picture of what a
// principal can reach or of who can reach a resource, the explanation of one
// request in sentences, and the directory in which things are found by name.
//
//	x := reach.New(permission.New(snap, engine, catalog), reach.Options{})
//	picture, err := slice.From(x, "alice", slice.Options{})
//	picture, err = slice.To(x, "arn:aws:s3:::reports", slice.Options{})
//	explained, err := slice.Explain(asker, slice.Request{Principal: "alice", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/q3.csv"})
//
// It decides nothing: verdicts are those of access/permission and access/reach.
// Names pass through as they are; whoever shows them escapes them.
package slice
