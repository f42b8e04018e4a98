// Package aws collects a snapshot from AWS itself: the accounts of an
// organization, or one account, in every enabled Region.
//
// It fetches and does not judge: policies stay text, settings stay as they were
// read. A call that is refused or fails becomes a Gap, and the rest goes on. One
// file a service; clients are held as method values, as the linker would keep
// every method of a client in a struct or an interface (decisions/0010).
//
// The calls it makes, the permission each needs, and what a refusal leaves open
// stand in calls.go, which docs/collectors.md repeats.
package aws
