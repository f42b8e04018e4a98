// Package answer holds the objects with which every surface answers, and asks
// for them: can, who-can, what-can and reach. The command line and the server
// differ in how they show an answer, never in what it says.
//
//	q, err := answer.ReadCan(answer.CanText{Principal: "alice", Action: "s3:GetObject", Resource: arn})
//	can, err := q.Ask(asker)
//
// A question is read first, without a snapshot: its form is right or wrong
// whatever exists. Asking it then fails only for names that mean nothing.
package answer
