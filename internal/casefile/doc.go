// Package casefile reads the case formats of testdata/conformance. A case of
// README.md is one request, the policies that apply and the expected decision;
// a case of reason/README.md, which has a check field, asks about the set of all
// requests. The same files test the engines and, through `sightline test`, a
// user's own policies.
package casefile
