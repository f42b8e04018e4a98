package export

import (
	"fmt"
	"strings"

	"sightline/access/finding"
)

// Title is a finding in a few words.
func Title(f *finding.Finding) string {
	name := f.Resource[strings.LastIndexByte(f.Resource, ':')+1:]
	switch {
	case f.Error != "":
		return name + " could not be analysed"
	case f.IsPublic:
		return name + " is open to anyone"
	case f.Type == finding.TypeInternalAccess:
		return name + " can be reached by " + Who(f)
	case f.Type.Unused():
		return name + " has unused access"
	}
	return name + " is open to " + Who(f)
}

// Sentence says what was found: who may do what with which resource.
func Sentence(f *finding.Finding) string {
	if f.Error != "" {
		return fmt.Sprintf("%s could not be analysed (%s): %s", f.Resource, f.Error, f.Undetermined)
	}
	if f.Type.Unused() {
		return fmt.Sprintf("%s has access that is not used.", f.Resource)
	}
	who := Who(f)
	if !strings.HasPrefix(who, "arn:") {
		who = strings.ToUpper(who[:1]) + who[1:]
	}
	text := fmt.Sprintf("%s may use %s", who, f.Resource)
	if len(f.Actions) > 0 {
		text = fmt.Sprintf("%s may call %s on %s", who, listed(f.Actions, 4), f.Resource)
	}
	if len(f.Condition) > 0 {
		text += ", if " + pairs(f.Condition)
	}
	if f.Undetermined != "" {
		return text + ". This is not proved: " + f.Undetermined
	}
	return text + "."
}

// Who names the principal of a finding.
func Who(f *finding.Finding) string {
	for kind, who := range f.Principal {
		if kind == finding.PrincipalFederated && f.Remark != "" {
			return "anybody with a token of " + provider(who)
		}
		return Principal(kind, who)
	}
	return "nobody in particular"
}

// Principal names one principal.
func Principal(kind, who string) string {
	switch {
	case who == "*":
		return "anyone"
	case kind == finding.PrincipalFederated:
		return "whoever has a token of " + provider(who)
	case kind == finding.PrincipalCanonicalUser:
		return "canonical user " + who
	case kind == finding.PrincipalService:
		return "service " + who
	case len(who) == 12 && strings.Trim(who, "0123456789") == "":
		return "account " + who
	}
	return who
}

// provider is the name of an identity provider without the account that has it.
func provider(arn string) string {
	for _, kind := range [...]string{":oidc-provider/", ":saml-provider/"} {
		if _, name, ok := strings.Cut(arn, kind); ok {
			return name
		}
	}
	return arn
}

func listed(items []string, most int) string {
	if len(items) <= most {
		return strings.Join(items, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:most], ", "), len(items)-most)
}
