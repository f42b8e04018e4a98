package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"sightline/iam/check"
)

func (a *app) checkNoNewAccessCommand() *cobra.Command {
	var existing, candidate, kind string
	var known bool
	cmd := &cobra.Command{
		Use:   "check-no-new-access --existing FILE --new FILE",
		Short: "does a new policy grant anything that the existing one does not?",
		Long: "Does a new policy grant any request that the existing one does not? PASS is a proof; FAIL names every statement\n" +
			"that grants more, each with a request that shows it. FILE is a policy, or - for standard input." + policyExits,
		Example: "  sightline policy check-no-new-access --existing old.json --new new.json\n" +
			"  sightline policy check-no-new-access --existing limits.json --new - --type resource < bucket.json",
		Args: arguments(0, 0, "--existing FILE --new FILE"),
		RunE: func(*cobra.Command, []string) error {
			if existing == "" || candidate == "" {
				return errors.New("give both --existing FILE and --new FILE")
			}
			return a.checkNoNewAccess(existing, candidate, kind, known)
		},
	}
	cmd.Flags().StringVar(&existing, "existing", "", "the policy that is in force, or that says what may be granted")
	cmd.Flags().StringVar(&candidate, "new", "", "the policy to check")
	typeFlag(cmd, &kind)
	knownFlag(cmd, &known)
	return cmd
}

func (a *app) checkNoNewAccess(existing, candidate, kind string, known bool) error {
	files, err := a.readPolicies(existing, candidate)
	if err != nil {
		return err
	}
	t, err := a.settleType(kind, files...)
	if err != nil {
		return err
	}
	o := t.options()
	o.KnownOnly = known
	return a.printCheck(check.NoNewAccess(files[0].doc, files[1].doc, o), files[1], t)
}

func (a *app) checkAccessNotGrantedCommand() *cobra.Command {
	var actions, resources []string
	var kind string
	cmd := &cobra.Command{
		Use:   "check-access-not-granted FILE",
		Short: "does a policy grant none of the actions on none of the resources?",
		Long: "Does a policy grant none of the named access? With both lists: none of the actions on any of the resources; with\n" +
			"one of them: the other may be anything. Entries may hold * and ?. FILE is a policy, or - for standard input." + policyExits,
		Example: "  sightline policy check-access-not-granted --actions iam:PassRole,s3:Delete* policy.json\n" +
			"  sightline policy check-access-not-granted --resources 'arn:aws:s3:::ledger/*' policy.json",
		Args: arguments(1, 1, "[--actions LIST] [--resources LIST] FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.checkAccessNotGranted(args[0], actions, resources, kind)
		},
	}
	cmd.Flags().StringSliceVar(&actions, "actions", nil, "actions that must not be granted, separated by commas")
	cmd.Flags().StringSliceVar(&resources, "resources", nil, "ARNs of resources that must not be reached, separated by commas")
	typeFlag(cmd, &kind)
	return cmd
}

func (a *app) checkAccessNotGranted(path string, actions, resources []string, kind string) error {
	if err := checkAccess(actions, resources); err != nil {
		return err
	}
	files, err := a.readPolicies(path)
	if err != nil {
		return err
	}
	t, err := a.settleType(kind, files...)
	if err != nil {
		return err
	}
	if err := a.noteUnknownActions(actions); err != nil {
		return err
	}
	return a.printCheck(check.AccessNotGranted(files[0].doc, actions, resources, t.options()), files[0], t)
}

func (a *app) checkNoPublicAccessCommand() *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use:   "check-no-public-access --resource-type TYPE FILE",
		Short: "does a resource policy keep the public out?",
		Long: "Does a resource policy let nobody in who is not bounded by a fixed value, such as an account, an organization, a\n" +
			"VPC endpoint or a range of addresses? TYPE is as AWS::S3::Bucket, AWS::IAM::AssumeRolePolicyDocument for a role's\n" +
			"trust policy. FILE is a policy, or - for standard input." + policyExits,
		Example: "  sightline policy check-no-public-access --resource-type AWS::SQS::Queue queue.json",
		Args:    arguments(1, 1, "--resource-type TYPE FILE"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.checkNoPublicAccess(args[0], kind) },
	}
	cmd.Flags().StringVar(&kind, "resource-type", "", "type of the resource that the policy hangs on")
	return cmd
}

func (a *app) checkNoPublicAccess(path, kind string) error {
	about, err := resourceType(kind)
	if err != nil {
		return err
	}
	files, err := a.readPolicies(path)
	if err != nil {
		return err
	}
	t := chosenType{policyType: typeResource}
	if about == "AWS::IAM::AssumeRolePolicyDocument" {
		t.policyType = typeTrust
	}
	if err := a.fits(t.policyType, files[0]); err != nil {
		return err
	}
	return a.printCheck(check.NoPublicAccess(files[0].doc, about, t.options()), files[0], t)
}
