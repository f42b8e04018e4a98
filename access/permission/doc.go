// Package permission says what principals may do after all layers: for one
// principal and resource, for every principal on a resource (Who), and as sets
// for one principal (Grants). It asks iam/eval and judges nothing itself.
//
//	k := permission.New(snap, engine, catalog)
//	access := k.Ask(principal, "arn:aws:s3:::reports/2026/q3.csv", []string{"s3:GetObject"}, nil)
package permission
