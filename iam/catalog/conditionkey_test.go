package catalog

import (
	"strings"
	"testing"
)

func TestConditionKey(t *testing.T) {
	tests := []struct {
		service, key string
		want         KeyInfo
	}{
		{"s3", "s3:prefix", KeyInfo{"s3:prefix", "String", false, "s3"}},
		{"S3", "S3:Prefix", KeyInfo{"s3:prefix", "String", false, "s3"}},
		{"s3", "s3:max-keys", KeyInfo{"s3:max-keys", "Numeric", false, "s3"}},
		{"s3", "s3:ExistingObjectTag/team", KeyInfo{"s3:ExistingObjectTag/<key>", "String", false, "s3"}},
		{"s3", "aws:TagKeys", KeyInfo{"aws:TagKeys", "String", true, "s3"}},
		{"s3", "aws:ResourceTag/a/b:c", KeyInfo{"aws:ResourceTag/${TagKey}", "String", false, "s3"}},
		{"", "aws:ResourceTag/team", KeyInfo{"aws:ResourceTag/tag-key", "String", false, ""}},
		{"", "aws:principaltag/team", KeyInfo{"aws:PrincipalTag/tag-key", "String", false, ""}},
		{"s3", "aws:SourceIp", KeyInfo{"aws:SourceIp", "IPAddress", false, ""}},
		{"nosuch", "aws:PrincipalOrgPaths", KeyInfo{"aws:PrincipalOrgPaths", "String", true, ""}},
		{"", "aws:MultiFactorAuthAge", KeyInfo{"aws:MultiFactorAuthAge", "Numeric", false, ""}},
		{"", "aws:SecureTransport", KeyInfo{"aws:SecureTransport", "Bool", false, ""}},
		{"kms", "kms:EncryptionContext:app", KeyInfo{"kms:EncryptionContext:${EncryptionContextKey}", "String", false, "kms"}},
		{"kms", "kms:EncryptionContextKeys", KeyInfo{"kms:EncryptionContextKeys", "String", true, "kms"}},
		{"s3", "kms:ViaService", KeyInfo{"kms:ViaService", "String", false, "kms"}},
		{"sts", "token.actions.githubusercontent.com:repository", KeyInfo{"token.actions.githubusercontent.com:repository", "String", false, "sts"}},
		{"", "saml:aud", KeyInfo{"saml:aud", "String", false, "sts"}},
		{"", "token.actions.acme.ghe.com:repository", KeyInfo{"token.actions.${Domain}.ghe.com:repository", "String", false, "sts"}},
	}
	for _, tt := range tests {
		t.Run(tt.service+" "+tt.key, func(t *testing.T) {
			if got, ok := Embedded().ConditionKey(tt.service, tt.key); !ok || got != tt.want {
				t.Errorf("found %v: %+v, want %+v", ok, got, tt.want)
			}
		})
	}
}

func TestUnknownConditionKeys(t *testing.T) {
	for _, key := range []string{
		"", ":", "aws:", "aws:NoSuchKey", "s3:prefixes", "nosuch:key", "prefix",
		"aws:ResourceTag/", "aws:ResourceTag", "s3:" + strings.Repeat("x", maxKey),
	} {
		if got, ok := Embedded().ConditionKey("s3", key); ok {
			t.Errorf("%.40q is %+v", key, got)
		}
	}
}
