// Package file reads the content of snapshots from files: the answer of
// `aws iam get-account-authorization-details`, saved snapshots, directories of
// either, and directories in iam-collect's layout. Read recognises which of
// them a path is by its content.
//
//	data, err := file.Read("account.json", file.Options{Now: now})
//
// The package fetches and does not judge: policy documents are kept as the
// bytes that stand in the file, with the line where they begin; nothing is
// concluded from them. What a source by its nature does not hold becomes a
// NotCollected entry, what it should hold and does not becomes a Gap, and what
// is malformed is an *Error that names the file, the line, the column and the
// JSON pointer. Read gives everything or an error, never a part.
//
// Source: IAM API Reference "GetAccountAuthorizationDetails"
// (API_GetAccountAuthorizationDetails) and the types it names, read 2026-11.
package file
