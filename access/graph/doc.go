// Package graph holds typed, evidenced edges between named nodes and finds
// paths in them. It knows nothing of AWS: what nodes and edges mean stands in
// the Schema that its user gives, and what an edge rests on is the user's own
// type E.
//
//	b := graph.NewBuilder[string](schema)
//	alice, admin := b.Node(Identity, "alice"), b.Node(Identity, "admin")
//	b.Edge(graph.Edge[string]{From: alice, To: admin, Kind: AssumeRole, Evidence: "trust policy"})
//	g, err := b.Build()
//	path, ok := g.Reach(graph.Search{}, alice).Path(admin)
//
// A Graph is immutable and safe for concurrent use. Nodes are 32-bit numbers;
// edges stand sorted by source, and by target in a second index (compressed
// sparse rows), so a million nodes cost tens of megabytes and a closure over
// them tens of milliseconds.
package graph
