package file

import (
	"fmt"
	"strings"
)

// An iamARN is the ARN of something in IAM, in its parts.
type iamARN struct {
	partition, account string
	kind               string // user, role, group, policy …
	path, name         string // "/" or "/team/", and the name alone
}

// parseIAM splits an ARN of IAM.
// Source: IAM User Guide "IAM identifiers" (reference_identifiers), IAM ARNs.
func parseIAM(arn string) (iamARN, error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "iam" {
		return iamARN{}, fmt.Errorf("%s is not the ARN of anything in IAM", quoted(arn))
	}
	a := iamARN{partition: parts[1], account: parts[4]}
	kind, rest, found := strings.Cut(parts[5], "/")
	slash := strings.LastIndexByte(rest, '/')
	a.kind, a.path, a.name = kind, "/"+rest[:slash+1], rest[slash+1:]
	if !found || a.name == "" || a.partition == "" {
		return iamARN{}, fmt.Errorf("the ARN %s names nothing", quoted(arn))
	}
	if !isAccountID(a.account) && a.account != ownerAWS {
		return iamARN{}, fmt.Errorf("the ARN %s holds no account id of 12 digits", quoted(arn))
	}
	return a, nil
}

// ownerAWS stands in the place of the account in ARNs of AWS managed policies.
const ownerAWS = "aws"

func isAccountID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
