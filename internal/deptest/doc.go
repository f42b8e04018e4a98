// Package deptest holds the structure of the tree as tests: which package may
// import which, and why; which floor a package stands on; that packages are
// documented, files are short and named after what is in them, and no state is
// kept in package variables.
//
// The tables are the point: floors.go, rules.go, modules.go and exceptions.go.
// docs/ARCHITECTURE.md says the same in words, and a test keeps its list of
// packages true. A new package gets a line in floors.go first.
//
// The tests read the source text and never the build, so that they see every
// platform's files at once. Programs in testdata folders and modules of their
// own (bench, tools) are not part of the tree: they may import what they need.
package deptest
