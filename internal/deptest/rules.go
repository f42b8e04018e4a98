package deptest

// module is the path of the main module.
const module = "sightline"

// A Rule says what a room never imports, and why. Rules hold for what is
// linked, not for tests: a test may look at a package from any side.
type Rule struct {
	Room  string   // a package and everything below it
	Never []string // import paths, each with everything below it
	Why   string
}

// Impure are the parts of the standard library that reach outside the process
// or depend on more than their arguments, each with everything below it.
func Impure() []string {
	return []string{
		"database", "log", "math/rand", "net/http", "net/rpc", "net/smtp", "os", "path/filepath",
		"plugin", "syscall", "testing", "unsafe",
	}
}

// ImpureAlone are impure while packages below them are not: net/netip and
// net/url are values.
func ImpureAlone() []string { return []string{"net"} }

// PureRooms hold functions of values alone: no network, files, clock or chance.
func PureRooms() []string {
	return []string{"iam", "snapshot", "access", "internal/casefile", "internal/sample", "store/memory"}
}

// Rules is the "never imports" table. Floors already forbid everything upward;
// these rows are about neighbours, or say what matters most once more.
func Rules() []Rule {
	return []Rule{
		{"iam/glob", []string{module}, "the ground: a language of strings, of use without the rest"},
		{"iam/condition", []string{"sightline/iam/policy", "sightline/iam/eval", "sightline/iam/symbolic"}, "operators must not know who asks, or the matcher and the engine become one knot"},
		{"iam/policy", []string{"sightline/iam/catalog", "sightline/iam/eval", "sightline/iam/symbolic"}, "what a document says does not depend on what AWS offers today"},
		{"iam/catalog", []string{"sightline/iam/policy", "net/http"}, "data about AWS, replaceable; nothing is fetched at run time"},
		{"iam/authz", []string{"sightline/iam/eval", "sightline/iam/symbolic"}, "the shared words of engines that never see each other"},
		{"iam/eval", []string{"sightline/iam/symbolic", "sightline/iam/catalog", "sightline/snapshot"}, "the definition: a stranger to the reasoner that tests it, and right for actions that the catalog has never heard of"},
		{"iam/symbolic", []string{"sightline/iam/eval", "sightline/snapshot"}, "a second reading is one only if it shares nothing with the first"},
		{"iam", []string{"sightline/snapshot", "sightline/access", "sightline/collect", "sightline/store", "sightline/cli", "sightline/internal"}, "a library that others can use by itself"},
		{"snapshot", []string{"sightline/store", "sightline/access", "sightline/collect", "sightline/iam/eval"}, "a picture of what exists: it decides nothing"},
		{"access/graph", []string{"sightline/snapshot", "sightline/iam"}, "paths are found among ids and kinds of edges, whatever they mean"},
		{"access/finding", []string{"sightline/iam/policy", "sightline/iam/eval", "sightline/iam/symbolic", "sightline/access/analyze"}, "what becomes of a finding does not depend on how it was found"},
		{"access/permission", []string{"sightline/access/graph", "sightline/access/finding"}, "what one principal may do does not depend on how it is shown"},
		{"access/reach", []string{"sightline/collect", "sightline/access/finding"}, "edges follow from a snapshot, wherever that came from"},
		{"access", []string{"sightline/collect", "sightline/store", "sightline/cli"}, "what follows is computed from values, so that a bug report is a file"},
		{"collect", []string{"sightline/store", "sightline/server", "sightline/access", "sightline/iam/eval", "sightline/iam/symbolic"}, "collectors fetch, they do not judge or keep"},
		{"store", []string{"sightline/collect", "sightline/server", "sightline/access", "sightline/iam", "sightline/snapshot"}, "a store keeps bytes and gives them no meaning"},
		{"server", []string{"sightline/collect", "sightline/store/sqlite", "sightline/store/postgres"}, "cli wires backends, so that tests run the server on a store in memory"},
		{"internal/oracle", []string{module}, "the second opinion shares no code with the evaluator"},
		{"internal/smt", []string{"sightline/iam/eval", "sightline/iam/symbolic", "sightline/iam/check", "sightline/iam/catalog"}, "the second opinion on the reasoner shares no code with it"},
		{"internal/questions", []string{"sightline/iam/eval", "sightline/iam/symbolic", "sightline/iam/check"}, "asks every engine and is none of them"},
		{"internal/casefile", []string{"sightline/iam/eval", "sightline/iam/symbolic", "sightline/snapshot"}, "states questions and never their answers"},
		{"cmd", []string{"sightline/iam", "sightline/snapshot", "sightline/access", "sightline/collect", "sightline/store"}, "main is three lines"},
	}
}
