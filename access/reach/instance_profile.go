package reach

import (
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

const instanceProfileDoc = `The instance's profile holds the role, and the role trusts EC2: whoever can run code on the instance gets the role's credentials from the instance metadata. The session is named after the instance.`

// instanceProfile follows an instance's profile.
// Source: EC2 User Guide "IAM roles for Amazon EC2"; IAM User Guide "Using
// instance profiles" (id_roles_use_switch-role-ec2_instance-profiles).
func instanceProfile(x *Explorer, a *actor) ([]step, error) {
	if a.kind != NodeCompute || a.resource.InstanceProfile == "" {
		return nil, nil
	}
	profile := a.resource.InstanceProfile
	role := x.snap.InstanceProfileRole(profile)
	if role == nil {
		x.missingRole(a.account)
		return nil, nil
	}
	e, ok, err := x.handed(role, []string{"ec2.amazonaws.com"}, permission.Reason{
		Statement: -1,
		Note:      "instance profile " + profile + " holds the role",
	})
	if err != nil || !ok {
		return nil, err
	}
	to := x.actorOf(x.snap.SessionOf(role, lastSegment(a.resource.ARN)))
	to.shown = role.ARN
	return []step{{to, e}}, nil
}

// missingRole: the compute has a role that the snapshot does not hold, so what
// can be reached through it is not known.
func (x *Explorer) missingRole(account string) {
	x.partial = true
	for _, g := range x.snap.Gaps(snapshot.GapQuestion{Account: account, Layer: authz.LayerIdentity}) {
		x.noteText(g.String())
	}
}

// handed asks whether the role trusts one of the services that would hand it
// out, and says why the compute has it. Where the source holds no trust policy,
// the link alone counts.
func (x *Explorer) handed(role *snapshot.Identity, services []string, why permission.Reason) (Evidence, bool, error) {
	link := Evidence{Part: Part{
		Verdict: permission.Allowed, Actions: []string{}, Levels: []string{},
		Conditions: []permission.Condition{}, Because: []permission.Reason{why},
	}}
	if role.Trust == nil && len(x.snap.Gaps(snapshot.GapQuestion{Account: role.Account, Type: snapshot.TypeRole, Subject: role.ARN})) == 0 {
		return link, true, nil
	}
	var best *Evidence
	for _, name := range services {
		p, err := x.snap.FindPrincipal(name)
		if err != nil {
			continue // not the name of a service
		}
		e, ok, err := x.become(x.actorOf(p), x.assume, role)
		if err != nil {
			return link, false, err
		}
		if ok && (best == nil || verdictOf(e.Verdict) < verdictOf(best.Verdict)) {
			best = &e
		}
	}
	if best == nil {
		return link, false, nil
	}
	best.Because = append([]permission.Reason{why}, best.Because...)
	best.Actions, best.Levels, best.Also = []string{}, []string{}, nil
	return *best, true, nil
}
