package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/finding"
)

// analyzerFlags say what an analyzer watches.
type analyzerFlags struct {
	kind, zone                            string
	age                                   int
	exclude, resources, types, tags, only []string
	services                              bool
}

func (f *analyzerFlags) add(cmd *cobra.Command, withType bool) {
	flags := cmd.Flags()
	if withType {
		flags.StringVar(&f.kind, "type", "", "external, internal or unused")
	}
	flags.StringVar(&f.zone, "zone", "", "zone of trust: account:ID, organization, organization:ID or accounts:ID,ID")
	flags.IntVar(&f.age, "age", 0, "of unused: days without use, 1 to 365 (default 90)")
	flags.StringArrayVar(&f.exclude, "exclude", nil, "leave out account=ID, tag=KEY or tag=KEY:VALUE; may be given several times")
	flags.StringArrayVar(&f.resources, "resource", nil, "of internal: ARN of a resource to watch; may be given several times")
	flags.StringArrayVar(&f.types, "resource-type", nil, "of internal: watch every resource of a type, such as AWS::S3::Bucket")
	flags.StringArrayVar(&f.only, "account", nil, "of internal: watch every resource of an account")
	flags.StringArrayVar(&f.tags, "tag", nil, "tag of the analyzer, key=value; may be given several times")
	flags.BoolVar(&f.services, "service-principals", false, "of external: also report AWS services that may act for anybody")
}

// analyzer is what the flags choose.
func (f *analyzerFlags) analyzer(name string) (a finding.Analyzer, err error) {
	if f.kind == "" || f.zone == "" {
		return a, errors.New("usage: sightline analyzers create NAME --type external|internal|unused --zone account:ID|organization|accounts:a,b")
	}
	a = finding.Analyzer{Name: name, Kind: finding.Kind(f.kind), UnusedAge: f.age, ServicePrincipals: f.services, Include: f.include()}
	if a.Zone, err = finding.ParseZone(f.zone); err != nil {
		return a, flagOf(err)
	}
	if a.Exclude, err = exclusions(f.exclude); err != nil {
		return a, err
	}
	a.Tags, err = tags(f.tags)
	return a, err
}

// checkAge refuses 0, which an analyzer takes for no age at all.
func (f *analyzerFlags) checkAge(cmd *cobra.Command) error {
	if cmd.Flags().Changed("age") && f.age == 0 {
		return errors.New("--age: is 0: give 1 to 365 days")
	}
	return nil
}

// over is an analyzer with the flags that were given in place of what it had.
func (f *analyzerFlags) over(cmd *cobra.Command, a finding.Analyzer) (_ finding.Analyzer, err error) {
	if err := f.checkAge(cmd); err != nil {
		return a, err
	}
	given := cmd.Flags().Changed
	if given("zone") {
		if a.Zone, err = finding.ParseZone(f.zone); err != nil {
			return a, flagOf(err)
		}
	}
	if given("age") {
		a.UnusedAge = f.age
	}
	if given("service-principals") {
		a.ServicePrincipals = f.services
	}
	if given("resource") || given("resource-type") || given("account") {
		a.Include = f.include()
	}
	if given("exclude") {
		if a.Exclude, err = exclusions(f.exclude); err != nil {
			return a, err
		}
	}
	if given("tag") {
		a.Tags, err = tags(f.tags)
	}
	return a, err
}

// include: each flag chooses resources of its own.
func (f *analyzerFlags) include() (out []finding.Inclusion) {
	for _, i := range []finding.Inclusion{{Resources: given(f.resources)}, {ResourceTypes: given(f.types)}, {Accounts: given(f.only)}} {
		if len(i.Resources)+len(i.ResourceTypes)+len(i.Accounts) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// given leaves out empty texts, which empty a list.
func given(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
}

func exclusions(list []string) (out []finding.Exclusion, err error) {
	for _, text := range given(list) {
		e, err := finding.ParseExclusion(text)
		if err != nil {
			return nil, flagOf(err)
		}
		out = append(out, e)
	}
	return out, nil
}

func tags(list []string) (map[string]string, error) {
	out := make(map[string]string)
	for _, text := range given(list) {
		key, value, ok := strings.Cut(text, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("--tag %q: write key=value", text)
		}
		out[key] = value
	}
	return out, nil
}

// flagOf names the flag in place of an analyzer's field.
func flagOf(err error) error {
	var invalid *finding.InvalidError
	if !errors.As(err, &invalid) {
		return err
	}
	names := map[string]string{
		"type": "--type", "zone": "--zone", "unusedAccessAge": "--age", "exclude": "--exclude", "include": "--resource",
		"expires": "--expires", "tags": "--tag", "servicePrincipals": "--service-principals", "name": "NAME", "archiveRules": "archive rule",
	}
	name := names[invalid.Field]
	if name == "" {
		name = invalid.Field
	}
	return errors.New(name + ": " + invalid.Text)
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
