// Package glob is the `*` and `?` pattern of AWS policies as a language of
// strings: matching, and exact answers about two patterns (do they overlap,
// does one include the other, what is their intersection). It is the one place
// that knows what the two wildcards mean.
//
//	glob.New("arn:aws:s3:::logs-*").Match("arn:aws:s3:::logs-2026") // true
//	glob.NewFold("s3:Get*").Match("S3:GETOBJECT")                   // true
//
// `*` stands for any run of characters, also none, and crosses every separator
// and line break. `?` stands for exactly one UTF-16 code unit, so that a
// character outside the Basic Multilingual Plane takes two. There is no escape
// character; literal wildcards come from Literal and Join. Bytes that are not
// valid UTF-8 read as U+FFFD each, in patterns and in strings, as decoders of
// JSON read them.
//
// Functions of two patterns want both of one case rule. With mixed rules they
// still never guess: Includes may say undecided, Meet says inexact, and
// Overlaps and Intersect fold both sides.
//
// Source: IAM User Guide "Resource" (reference_policies_elements_resource) and
// "Condition operators" (reference_policies_elements_condition_operators), read
// 2026-11; the UTF-16 unit and the line break: live captures by a third party.
// Cases: resource-star-spans-slashes, resource-question-mark-one-only,
// string-like-star-covers-a-line-break.
package glob
