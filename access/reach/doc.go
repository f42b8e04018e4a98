// Package reach says what one can become and touch, starting from a user, a
// role, a resource that runs as a role, an identity provider, an account
// outside or anyone at all. One file describes one way to move; the text that
// explains it to users stands at the file's head and is registered with the
// kind of edge.
//
//	answer, err := reach.From(asker, "i-0123456789abcdef0", "", reach.Options{})
//
// Every edge rests on what package permission says of one principal and one
// resource, after all layers; this package only decides what to ask. From asks
// lazily, for the principals that it meets; Build makes the whole graph in the
// five columns identity, identity group, action, resource group, resource.
//
// Not followed here: ways to gain privileges by changing something (passing a
// role, editing a policy, code of a function), and what anyone may do without
// credentials, which is asked from "*".
package reach
