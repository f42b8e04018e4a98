// Package semantics holds no code. Its tests keep docs/semantics honest: every
// page has its parts, every case that a page names exists and passes, every
// conformance case stands on a page, and every place in the code that a page
// names is there.
//
// Rules that the case format cannot express (access control lists, Block
// Public Access, access points, unknown context, refused calls) are proven by
// the tables stackCases and publicCases here.
package semantics
