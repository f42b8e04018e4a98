package main

// A reference is everything the catalog holds, before it is packed. Names keep
// AWS's spelling.
type reference struct {
	updated     string // YYYY-MM-DD
	services    []service
	globalKeys  []key
	rcpServices []string
	withdrawn   []string // "service:Name"
}

type service struct {
	prefix, name string
	actions      []action
	types        []resourceType
	keys         []key
}

type action struct {
	name       string
	flags      int // bits of catalogfile
	types      []typeUse
	keys       []string
	dependents []string
}

type typeUse struct {
	name     string
	required bool
}

type resourceType struct {
	name string
	arns []string
	keys []string
}

type key struct{ name, kind string }
