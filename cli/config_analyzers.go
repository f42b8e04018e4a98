package cli

import (
	"errors"
	"fmt"
	"time"

	"gopkg.in/yaml.v3"

	"sightline/access/finding"
)

// analyzerConfig is one of the configuration's analyzers.
type analyzerConfig struct {
	Name              string            `yaml:"name"`
	Type              string            `yaml:"type"`
	Zone              string            `yaml:"zone"` // organization if it is left out
	UnusedAccessAge   int               `yaml:"unused_access_age"`
	Exclude           []string          `yaml:"exclude"`
	Resources         []string          `yaml:"resources"`
	ResourceTypes     []string          `yaml:"resource_types"`
	Accounts          []string          `yaml:"accounts"`
	ServicePrincipals bool              `yaml:"service_principals"`
	Tags              map[string]string `yaml:"tags"`
	ArchiveRules      []ruleConfig      `yaml:"archive_rules"`

	line int
}

type ruleConfig struct {
	Name    string     `yaml:"name"`
	Filter  []string   `yaml:"filter"`
	Owner   string     `yaml:"owner"`
	Reason  string     `yaml:"reason"`
	Ticket  string     `yaml:"ticket"`
	Expires *time.Time `yaml:"expires"`
}

// placeAnalyzers notes in which lines the analyzers stand.
func (c *config) placeAnalyzers(text []byte) {
	var root yaml.Node
	if yaml.Unmarshal(text, &root) != nil || len(root.Content) == 0 {
		return
	}
	top := root.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value != "analyzers" {
			continue
		}
		for n, item := range top[i+1].Content {
			if n < len(c.Analyzers) {
				c.Analyzers[n].line = item.Line
			}
		}
	}
}

// checkAnalyzers finds slips in the configuration's analyzers.
func (c *config) checkAnalyzers(path string) error {
	seen := make(map[string]bool)
	for i := range c.Analyzers {
		one := &c.Analyzers[i]
		a, err := one.analyzer(path)
		if err == nil {
			_, err = finding.New(a, time.Unix(0, 0))
		}
		if err == nil && seen[one.Name] {
			err = fmt.Errorf("name: two analyzers are called %q", one.Name)
		}
		if err != nil {
			return fmt.Errorf("%s: line %d: analyzers[%d]: %s", path, one.line, i, keyed(err))
		}
		seen[one.Name] = true
	}
	return nil
}

// keyed names the configuration's key in place of an analyzer's field.
func keyed(err error) string {
	var invalid *finding.InvalidError
	if !errors.As(err, &invalid) {
		return err.Error()
	}
	names := map[string]string{
		"unusedAccessAge": "unused_access_age", "include": "resources", "servicePrincipals": "service_principals", "archiveRules": "archive_rules",
	}
	if name := names[invalid.Field]; name != "" {
		return name + ": " + invalid.Text
	}
	return invalid.Error()
}

// analyzersOf are the configuration's analyzers, which were checked when it was
// read.
func (c *config) analyzersOf(path string) (out []finding.Analyzer) {
	for i := range c.Analyzers {
		if a, err := c.Analyzers[i].analyzer(path); err == nil {
			out = append(out, a)
		}
	}
	return out
}

func (c *analyzerConfig) analyzer(path string) (a finding.Analyzer, err error) {
	f := analyzerFlags{resources: c.Resources, types: c.ResourceTypes, only: c.Accounts}
	a = finding.Analyzer{
		Name: c.Name, Kind: finding.Kind(c.Type), UnusedAge: c.UnusedAccessAge, ServicePrincipals: c.ServicePrincipals,
		Tags: c.Tags, Include: f.include(), DeclaredIn: fmt.Sprintf("%s:%d", path, c.line),
	}
	zone := c.Zone
	if zone == "" {
		zone = string(finding.ZoneOrganization)
	}
	if a.Zone, err = finding.ParseZone(zone); err != nil {
		return a, err
	}
	for _, text := range c.Exclude {
		e, err := finding.ParseExclusion(text)
		if err != nil {
			return a, err
		}
		a.Exclude = append(a.Exclude, e)
	}
	for _, r := range c.ArchiveRules {
		filter, err := finding.ParseFilter(r.Filter, finding.UseArchiveRule)
		if err != nil {
			return a, fmt.Errorf("archive_rules: %s: %w", r.Name, err)
		}
		a.Rules = append(a.Rules, finding.ArchiveRule{
			Name: r.Name, Filter: filter, Owner: r.Owner, Reason: r.Reason, Ticket: r.Ticket, Expires: r.Expires, DeclaredIn: a.DeclaredIn,
		})
	}
	return a, nil
}
