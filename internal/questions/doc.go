// Package questions makes questions about policies: random pairs of them, pairs
// from AWS's managed policies, pairs that are hard on purpose, and random
// requests at the borders of what a pair says. The same seed gives the same
// questions. It serves tests and measurements; it answers nothing.
//
//	rng := rand.New(rand.NewPCG(seed, 0))
//	q := questions.Pair(rng, policy.KindIdentity, 5)
//	req := questions.NewSampler(q).Request(rng)
//
// Requests keep to the model of testdata/conformance/reason/README.md.
package questions
