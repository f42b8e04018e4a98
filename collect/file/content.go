package file

import (
	"strconv"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// detailsCall is the call that identities and their policies come from,
// whoever made it, as gaps name it.
const detailsCall = "iam:GetAccountAuthorizationDetails"

// content is what a reader has gathered, with the rules that all readers of
// identities share.
type content struct {
	opts   Options
	source string // as the user named it
	// holder is what gaps say has not got something: "the file".
	holder   string
	b        *snapshot.Builder
	policies map[string]int // ARN → index in Policies
}

func newContent(source, kind, holder string, o Options) content {
	return content{
		opts: o, source: source, holder: holder, policies: make(map[string]int),
		b: snapshot.NewBuilder(snapshot.Data{TakenAt: o.Now, Sources: []snapshot.Source{{Name: source, Kind: kind}}}),
	}
}

func (t *content) data() *snapshot.Data { return t.b.Data() }

func (t *content) gap(g snapshot.Gap) {
	data := t.data()
	data.Gaps = append(data.Gaps, g)
}

// unread notes a policy of an identity that should be there and is not.
func (t *content) unread(id *snapshot.Identity, layer authz.Layer, what string) {
	t.gap(snapshot.Gap{Account: id.Account, Call: detailsCall, Layer: layer, Subject: id.ARN, Reason: t.holder + " holds no " + what})
}

func (t *content) lacks(account, what string) {
	data := t.data()
	data.NotCollected = append(data.NotCollected, snapshot.NotCollected{What: what, Source: t.source, Account: account})
}

// attachInline gives an identity its inline policies.
func (t *content) attachInline(id *snapshot.Identity, list []namedDocument, file string) {
	for _, n := range list {
		if n.doc != nil {
			id.Inline = append(id.Inline, n.doc.attach(t.b, n.name, file))
			continue
		}
		id.Inline = append(id.Inline, snapshot.Attachment{Name: n.name})
		t.unread(id, authz.LayerIdentity, "document of the inline policy "+quoted(n.name))
	}
}

// attachTrust gives a role its trust policy. Every role has one, so one that
// is nil was not read.
func (t *content) attachTrust(id *snapshot.Identity, trust *snapshot.Attachment) {
	if trust == nil {
		trust = &snapshot.Attachment{}
		t.unread(id, authz.LayerResource, "trust policy of the role")
	}
	id.Trust = trust
}

// addManaged adds a managed policy. AWS managed ones come with every account;
// versions that differ were read on different days, and as the policy is one
// for all accounts, the higher version is in force.
// Source: IAM User Guide "Versioning IAM policies"
// (access_policies_managed-versioning), read 2026-11.
func (t *content) addManaged(m snapshot.Managed) {
	data := t.data()
	at, known := t.policies[m.ARN]
	if !known {
		t.policies[m.ARN] = len(data.Policies)
		data.Policies = append(data.Policies, m)
		return
	}
	old := &data.Policies[at]
	newer := versionNumber(m.VersionID) > versionNumber(old.VersionID)
	if m.Document != "" && (newer || old.Document == "") {
		*old = m
	}
}

// versionNumber gives 12 for "v12", and 0 for what has no such form.
func versionNumber(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "v"))
	if err != nil {
		return 0
	}
	return n
}

// findUnread notes the policies that identities have and the source has not:
// an AWS managed one by the source's nature (its calls give those only if
// asked), a customer managed one as a gap of everybody who has it.
func (t *content) findUnread() {
	data := t.data()
	lacking := make(map[string]bool) // accounts
	for i := range data.Identities {
		id := &data.Identities[i]
		for _, arn := range id.Attached {
			t.needs(id, arn, authz.LayerIdentity, lacking)
		}
		if id.Boundary != "" {
			t.needs(id, id.Boundary, authz.LayerBoundary, lacking)
		}
	}
}

func (t *content) needs(id *snapshot.Identity, arn string, layer authz.Layer, lacking map[string]bool) {
	if at, ok := t.policies[arn]; ok && t.data().Policies[at].Document != "" {
		return
	}
	if !snapshot.IsAWSManaged(arn) {
		t.unread(id, layer, "document of the attached policy "+arn)
		return
	}
	if !lacking[id.Account] {
		lacking[id.Account] = true
		t.lacks(id.Account, snapshot.MissingAWSManaged)
	}
}
