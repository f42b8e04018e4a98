// Package generate makes up AWS organizations of any size, for benchmarks and
// load tests: `sightline generate-organization` writes one as saved snapshots
// that `sightline scan --from DIR` takes.
//
// The shape is that of real organizations: few distinct documents that many
// identities share (baseline roles in every account, Identity Center
// permission sets, managed policies chosen by a Zipf law), teams with resources
// of their own, execution and instance roles, trust across accounts, SCPs at
// three levels and one RCP, boundaries, conditions, denials, and a few public
// things. The same options give the same bytes.
//
//	parts, err := generate.Organization(generate.Options{Accounts: 10, Principals: 100, Resources: 200, Seed: 1})
//	for part := range parts { … }
//
// Each account is made from the seed and its number alone, one at a time, so
// that a thousand accounts never stand in memory together.
package generate
