package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// corrected repairs what the emulator answers otherwise than AWS.
func corrected(c Call, body []byte) []byte {
	switch {
	case c.Service == "s3":
		return ownCanonicalID(c, body)
	case c.Name() == "iam:GetAccountAuthorizationDetails":
		return attachedOnly(body)
	default:
		return body
	}
}

// The emulator gives every account one canonical user id, and every access
// control list another one as its owner's, so that the owner of a bucket looks
// like a stranger.
const (
	idOfAccounts = "bcaf1ffd86f41161ca5fb16fd081034f"
	idOfOwners   = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"
)

// ownCanonicalID gives each account a canonical id of its own, the same in both
// places, as AWS does.
func ownCanonicalID(c Call, body []byte) []byte {
	own := []byte(canonicalID(c.Account))
	return bytes.ReplaceAll(bytes.ReplaceAll(body, []byte(idOfAccounts), own), []byte(idOfOwners), own)
}

func canonicalID(account string) string {
	sum := sha256.Sum256([]byte("canonical id of " + account))
	return hex.EncodeToString(sum[:])
}

// attachedOnly leaves out the AWS managed policies that nobody has attached:
// some 1,500, megabytes that tell nothing and take long to read each time.
func attachedOnly(body []byte) []byte {
	top, err := parseXML(body)
	if err != nil {
		return body
	}
	result := top.child("GetAccountAuthorizationDetailsResult")
	if result == nil || result.child("Policies") == nil {
		return body
	}
	policies := result.child("Policies")
	policies.children = slices.DeleteFunc(policies.children, func(p *element) bool {
		arn, count := p.child("Arn"), p.child("AttachmentCount")
		return arn != nil && strings.HasPrefix(arn.text, "arn:aws:iam::aws:") && count != nil && count.text == "0"
	})
	return top.print()
}
