package finding

import "strings"

// An Exclusion leaves out what belongs to an account, or what has a tag. One of
// Account and TagKey is set.
// Source: IAM Access Analyzer API Reference, AnalysisRuleCriteria, read 2026-11.
type Exclusion struct {
	Account string `json:"account,omitempty"`
	TagKey  string `json:"tagKey,omitempty"`
	// TagValue is compared exactly; empty means any value.
	TagValue string `json:"tagValue,omitempty"`
}

// Covers tells whether something of an account with these tags is left out.
func (e Exclusion) Covers(account string, tags map[string]string) bool {
	if e.Account != "" {
		return e.Account == account
	}
	value, ok := tags[e.TagKey]
	return e.TagKey != "" && ok && (e.TagValue == "" || e.TagValue == value)
}

// String is what ParseExclusion reads.
func (e Exclusion) String() string {
	switch {
	case e.Account != "":
		return "account=" + e.Account
	case e.TagValue != "":
		return "tag=" + e.TagKey + ":" + e.TagValue
	}
	return "tag=" + e.TagKey
}

func (a *Analyzer) checkExclude() error {
	if len(a.Exclude) > maxAccounts {
		return invalid("exclude", "has %d entries, the limit is %d", len(a.Exclude), maxAccounts)
	}
	for _, e := range a.Exclude {
		if err := e.check(); err != nil {
			return err
		}
	}
	return nil
}

func (e Exclusion) check() error {
	switch {
	case e.Account != "" && (e.TagKey != "" || e.TagValue != ""):
		return invalid("exclude", "account %s and a tag stand in one entry: make two", e.Account)
	case e.Account != "" && !isAccount(e.Account):
		return invalid("exclude", "%q is no account id: give its 12 digits", e.Account)
	case e.Account == "" && e.TagKey == "":
		return invalid("exclude", "an entry names neither account nor tag: write account=ID, tag=KEY or tag=KEY:VALUE")
	}
	return checkTag("exclude", e.TagKey, e.TagValue)
}

// ParseExclusion reads "account=ID", "tag=KEY" or "tag=KEY:VALUE".
func ParseExclusion(text string) (Exclusion, error) {
	what, value, _ := strings.Cut(text, "=")
	var e Exclusion
	switch what {
	case "account":
		e.Account = value
	case "tag":
		e.TagKey, e.TagValue, _ = strings.Cut(value, ":")
	default:
		return e, invalid("exclude", "%q: write account=ID, tag=KEY or tag=KEY:VALUE", text)
	}
	return e, e.check()
}
