package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sightline/collect/aws"
	"sightline/snapshot"
)

// nameAWS is the word for the ambient AWS credentials.
const nameAWS = "aws"

// liveFlags say what to read from AWS.
type liveFlags struct {
	organization bool
	// auto reads the organization where the credentials allow it.
	auto             bool
	role, externalID string
	regions          []string
	accounts         []string
	cmd              *cobra.Command // whose flags they are, or nil
}

func (l *liveFlags) add(cmd *cobra.Command) {
	l.cmd = cmd
	flags := cmd.Flags()
	flags.BoolVar(&l.organization, "organization", false, "read every account of the AWS organization")
	flags.StringVar(&l.role, "role", "", "name of the role to assume in other accounts (default "+aws.DefaultRole+")")
	flags.StringVar(&l.externalID, "external-id", "", "external id that the role asks for")
	flags.StringSliceVar(&l.regions, "regions", nil, "only regional resources of these Regions (IAM, organization and all buckets are read anyway)")
	flags.StringSliceVar(&l.accounts, "accounts", nil, "only these accounts")
}

func (l *liveFlags) given() bool {
	return l.organization || l.role != "" || l.externalID != "" || len(l.regions) > 0 || len(l.accounts) > 0
}

// check finds slips before anything is asked. The patterns are wider than
// AWS's own where AWS may widen them.
// Source: STS API Reference "AssumeRole", IAM API Reference "CreateRole".
func (l *liveFlags) check() error {
	for _, name := range []string{"role", "external-id", "regions", "accounts"} {
		if l.cmd != nil && l.cmd.Flags().Changed(name) && slices.Contains([]string{"", "[]"}, l.cmd.Flags().Lookup(name).Value.String()) {
			return fmt.Errorf("--%s names nothing; leave it out, or give a value", name)
		}
	}
	if strings.HasPrefix(l.role, "arn:") {
		return fmt.Errorf("--role %q: give the role's name, not its ARN; a role of that name is assumed in every account", l.role)
	}
	for _, c := range []struct {
		flag, value, extra string
		least, most        int
		hint               string
	}{
		{"--role", l.role, "_+=,.@/-", 1, 576, "a role's name, with its path if it has one"},
		{"--external-id", l.externalID, "_+=,.@:/-", 2, 1224, "2 to 1224 letters, digits and _+=,.@:/-"},
	} {
		if c.value != "" && (len(c.value) < c.least || len(c.value) > c.most || !made(c.value, c.extra)) {
			return fmt.Errorf("%s %q: write %s", c.flag, c.value, c.hint)
		}
	}
	for _, id := range l.accounts {
		if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
			return fmt.Errorf("--accounts %q: write account ids of 12 digits, such as 111122223333", id)
		}
	}
	for _, r := range l.regions {
		if !regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-\d+$`).MatchString(r) {
			return fmt.Errorf("--regions %q: write Regions such as eu-west-1", r)
		}
	}
	return nil
}

// made tells whether a text is made of ASCII letters, digits and the given
// characters.
func made(text, extra string) bool {
	for _, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune(extra, r) {
			return false
		}
	}
	return true
}

// lives are what to read from AWS: as the flags say, else as the configuration
// does, else the account of the credentials.
func (a *app) lives(l *liveFlags) []liveFlags {
	if l.given() || len(a.config.Discovery.AWS) == 0 {
		return []liveFlags{*l}
	}
	var out []liveFlags
	for _, s := range a.config.Discovery.AWS {
		out = append(out, liveFlags{
			organization: s.Organization, role: s.AssumeRole.Name, externalID: s.AssumeRole.ExternalID, regions: s.Regions,
		})
	}
	return out
}

// checkConfigured finds slips in the configuration's sources, before anything
// is asked.
func (a *app) checkConfigured() error {
	names := strings.NewReplacer("--role", "assume_role.name", "--external-id", "assume_role.external_id", "--regions", "regions")
	for i, one := range a.lives(&liveFlags{}) {
		if err := one.check(); err != nil {
			return fmt.Errorf("%s: discovery.aws[%d]: %s", a.configPath, i, names.Replace(err.Error()))
		}
	}
	return nil
}

// readAWS collects from AWS itself.
func (a *app) readAWS(ctx context.Context, l *liveFlags, tell func(aws.Progress)) (snapshot.Data, error) {
	var b snapshot.Builder
	for _, one := range a.lives(l) {
		if err := one.check(); err != nil {
			return snapshot.Data{}, err
		}
		data, err := aws.Collect(ctx, aws.Options{
			Organization: one.organization, Auto: one.auto, Role: one.role, ExternalID: one.externalID,
			Regions: one.regions, Accounts: one.accounts, Now: a.now(), Progress: tell,
		})
		if err != nil {
			return snapshot.Data{}, err
		}
		if err := b.Merge(data); err != nil {
			return snapshot.Data{}, fmt.Errorf("%s: %w", nameAWS, err)
		}
	}
	return *b.Data(), nil
}

// errOnlyAWS: flags that would have no effect are a slip.
var errOnlyAWS = errors.New("--organization, --role, --external-id, --regions and --accounts belong to AWS; with --from FILE they have no effect (add --from aws to read both)")
