// Package casefile reads the case format of testdata/conformance/README.md: one
// request, the policies that apply and the expected decision. The same files
// test the evaluator and, through `sightline test`, a user's own policies.
package casefile
