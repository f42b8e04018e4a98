package cli

import (
	"errors"
	"fmt"
	"strings"

	"sightline/iam/glob"
)

// checkAccess finds slips in what must not be granted: an entry that no
// request can match would make every policy pass.
func checkAccess(actions, resources []string) error {
	if len(actions)+len(resources) == 0 {
		return errors.New("give --actions, --resources or both")
	}
	for _, action := range actions {
		if !glob.Overlaps(glob.NewFold(action), glob.New("?*:?*")) || strings.ContainsAny(action, " \t\n") {
			return fmt.Errorf("--actions %q: write actions as service:Name; * and ? may stand in them", action)
		}
	}
	for _, resource := range resources {
		if !glob.Overlaps(glob.New(resource), glob.New("arn:?*:?*:*:*:?*")) {
			return fmt.Errorf("--resources %q: write ARNs; * and ? may stand in them (a comma in an ARN: \"\\\"arn…,…\\\"\")", resource)
		}
	}
	return nil
}

// noteUnknownActions tells of actions that the service reference does not have:
// they are newer, or a slip for which a PASS means nothing.
func (a *app) noteUnknownActions(actions []string) error {
	c, err := a.catalog()
	if err != nil {
		return err
	}
	for _, action := range actions {
		if len(c.Match(action)) == 0 {
			a.tell(fmt.Sprintf("the service reference (%s) has no action %s", c.Version(), action))
		}
	}
	return nil
}
