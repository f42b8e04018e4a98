package deptest

// Floor is the place of a package in the house. A package imports only from
// lower floors; packages on one floor are neighbours that never import each
// other. The tens are the seven floors of docs/ARCHITECTURE.md, the units are
// the small floors inside one room.
type Floor int

// Place is one line of the house.
type Place struct {
	Dir   string
	Floor Floor
	// TestsOnly packages are imported by tests and by tools, never by what is
	// linked into the program.
	TestsOnly bool
	Why       string
}

// House lists every package of the tree, from the ground up.
func House() []Place {
	return []Place{
		{Dir: "iam/glob", Floor: 10, Why: "wildcards are the ground of every pattern"},
		{Dir: "iam/catalog/internal/catalogfile", Floor: 10, Why: "bytes and limits of the catalog's file, no meaning"},
		{Dir: "iam/arn", Floor: 11, Why: "ARN patterns are globs in six parts"},
		{Dir: "iam/condition", Floor: 12, Why: "operators and values, without documents"},
		{Dir: "iam/policy", Floor: 13, Why: "documents name operators and hold patterns"},
		{Dir: "iam/catalog", Floor: 14, Why: "what exists at AWS; documents do not need it"},
		{Dir: "iam/authz", Floor: 14, Why: "a question names the documents that apply"},
		{Dir: "iam/catalog/gen", Floor: 14, Why: "a program that writes the catalog's file"},
		{Dir: "iam/eval", Floor: 15, Why: "decides one request; the definition of the language"},
		{Dir: "iam/symbolic", Floor: 15, Why: "reasons about all requests; a neighbour that never sees eval"},
		{Dir: "iam/check", Floor: 16, Why: "the named questions; replays what symbolic finds through eval"},

		{Dir: "snapshot", Floor: 20, Why: "what exists; it makes the stacks that eval decides"},
		{Dir: "internal/casefile", Floor: 20, Why: "makes questions from case files, as snapshot does from accounts"},

		{Dir: "access/graph", Floor: 30, Why: "nodes, edges and paths, without AWS"},
		{Dir: "access/finding", Floor: 30, Why: "what a finding is and what becomes of it, over a snapshot and the language"},
		{Dir: "access/permission", Floor: 30, Why: "asks eval about a snapshot"},
		{Dir: "internal/sample", Floor: 30, Why: "the bundled organization is the content of a snapshot"},
		{Dir: "internal/generate", Floor: 30, Why: "so is a generated one"},
		{Dir: "access/reach", Floor: 31, Why: "derives edges from what permission answers"},

		{Dir: "access/analyze", Floor: 32, Why: "who gets in from outside and inside; candidates of findings"},

		{Dir: "access/export", Floor: 31, Why: "findings in the formats of other programs; it judges nothing"},

		{Dir: "access/answer", Floor: 32, Why: "the objects with which every surface answers; it words nothing"},
		{Dir: "access/slice", Floor: 33, Why: "the five-column picture, from what permission and reach answer"},

		{Dir: "collect/aws", Floor: 40, Why: "reads snapshots from AWS"},
		{Dir: "collect/file", Floor: 40, Why: "reads snapshots from files"},
		{Dir: "store", Floor: 40, Why: "the interfaces of what is kept"},
		{Dir: "store/memory", Floor: 41, Why: "a backend"},
		{Dir: "store/sqlite", Floor: 41, Why: "a backend"},
		{Dir: "store/storetest", Floor: 41, TestsOnly: true, Why: "the laws that every backend keeps"},

		{Dir: "web", Floor: 45, Why: "the built pages as a file system"},
		{Dir: "server/session", Floor: 50, Why: "who is signed in"},
		{Dir: "server/job", Floor: 50, Why: "work in the background, whatever it is"},
		{Dir: "server/desk", Floor: 50, Why: "analyzers and findings, over a store"},
		{Dir: "server/pipeline", Floor: 51, Why: "collect, snapshot, permission, graph, store, analyses as one job"},
		{Dir: "server/api", Floor: 52, Why: "the JSON API over pictures and jobs"},
		{Dir: "server", Floor: 53, Why: "router, protection, life of the process"},

		{Dir: "cli", Floor: 60, Why: "the only place that knows concrete backends and collectors"},
		{Dir: "cmd/sightline", Floor: 70, Why: "main"},

		{Dir: "internal/emulator", Floor: 64, TestsOnly: true, Why: "starts the AWS emulator and seeds an organization over the wire"},
		{Dir: "internal/browser", Floor: 65, TestsOnly: true, Why: "drives Chromium against the built program"},
		{Dir: "internal/oracle", Floor: 10, TestsOnly: true, Why: "the second opinion; it stands on nothing of ours"},
		{Dir: "internal/smt", Floor: 20, TestsOnly: true, Why: "writes documents as questions for cvc5; it knows no engine of ours"},
		{Dir: "internal/questions", Floor: 20, TestsOnly: true, Why: "makes documents and requests; it answers nothing"},
		{Dir: "internal/trial", Floor: 65, TestsOnly: true, Why: "holds eval against the oracle"},
		{Dir: "internal/proof", Floor: 65, TestsOnly: true, Why: "holds the reasoner against cvc5, eval and samples"},
		{Dir: "internal/semantics", Floor: 65, TestsOnly: true, Why: "holds docs/semantics against code and cases"},
		{Dir: "internal/planted", Floor: 65, TestsOnly: true, Why: "plants mistakes in eval and demands that cases or oracle catch them"},
		{Dir: "internal/deptest", Floor: 10, TestsOnly: true, Why: "reads source text only"},
		{Dir: "scripts/testrun", Floor: 10, TestsOnly: true, Why: "a tool of the Makefile"},
		{Dir: "scripts/slowrun", Floor: 10, TestsOnly: true, Why: "a tool of the Makefile"},
	}
}
