package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// The emulator gives every account one canonical user id, and every access
// control list another one as its owner's, so that the owner of a bucket looks
// like a stranger.
const (
	idOfAccounts = "bcaf1ffd86f41161ca5fb16fd081034f"
	idOfOwners   = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"
)

// corrected gives each account a canonical id of its own, the same in both
// places, as AWS does.
func corrected(c Call, body []byte) []byte {
	if c.Service != "s3" {
		return body
	}
	own := []byte(canonicalID(c.Account))
	return bytes.ReplaceAll(bytes.ReplaceAll(body, []byte(idOfAccounts), own), []byte(idOfOwners), own)
}

func canonicalID(account string) string {
	sum := sha256.Sum256([]byte("canonical id of " + account))
	return hex.EncodeToString(sum[:])
}
