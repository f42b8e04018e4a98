package file

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// Kinds of Source that this package gives; a saved snapshot keeps its own.
const (
	KindDetails    = "authorization-details"
	KindIAMCollect = "iam-collect"
)

// details gathers pages of account-authorization-details, of one or several
// files and accounts.
type details struct {
	content
	accounts map[string]*detailsAccount
	// last is the account that the latest page named.
	last *detailsAccount
	seen map[string]string // kind and name, see unique → where it stands
}

// detailsAccount is what must wait until all pages of an account are read:
// users name their groups, which may stand on a later page.
type detailsAccount struct {
	partition string
	// cut tells that no page so far was the last one.
	cut bool
	// listed are the lists that the pages have, empty or not.
	listed  []string
	groups  map[string]string // name → ARN
	members []membership
}

type membership struct {
	identity int // index in Identities
	groups   []string
}

func newDetails(source, holder string, o Options) *details {
	return &details{
		content:  newContent(source, KindDetails, holder, o),
		accounts: make(map[string]*detailsAccount), seen: make(map[string]string),
	}
}

// file reads one file: a page, an array of pages, or pages one behind the
// other.
func (d *details) file(c *cursor) error {
	for !c.end() {
		c.path = c.path[:0]
		if err := d.value(c); err != nil {
			return err
		}
	}
	return nil
}

func (d *details) value(c *cursor) error {
	switch c.peek() {
	case '{':
		return d.page(c)
	case '[':
		return c.array(func(int) error { return d.page(c) })
	default:
		return c.want("a page of authorization details")
	}
}

// account returns the record of an account, making it on the first mention.
func (d *details) account(a iamARN) *detailsAccount {
	acc := d.accounts[a.account]
	if acc == nil {
		acc = &detailsAccount{partition: a.partition, cut: true, groups: make(map[string]string)}
		d.accounts[a.account] = acc
	}
	return acc
}

// unique refuses a second entry of one name.
// Source: IAM User Guide "IAM and AWS STS quotas" (reference_iam-quotas): names
// of users, groups, roles and policies are unique within the account, whatever
// their case.
func (d *details) unique(c *cursor, start int, a iamARN) error {
	key := strings.ToLower(a.account + "/" + a.kind + "/" + a.name)
	if first, twice := d.seen[key]; twice {
		return hint(c.failAt(start, "the %s %s of account %s stands a second time; first at %s", a.kind, quoted(a.name), a.account, first),
			"give each page once")
	}
	d.seen[key] = fmt.Sprintf("%s:%d", c.file, c.lineAt(start))
	return nil
}

// finish resolves what needed all pages and gives the content.
func (d *details) finish() (snapshot.Data, error) {
	if len(d.accounts) == 0 && len(d.policies) == 0 {
		return snapshot.Data{}, &Error{
			File: d.source, Message: "holds no user, group, role or policy, so no account",
			Hint: "fetch it again with aws iam get-account-authorization-details",
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.accounts)) {
		d.finishAccount(id, d.accounts[id])
	}
	d.findUnread()
	return *d.data(), nil
}

func (d *details) finishAccount(id string, acc *detailsAccount) {
	data := d.data()
	data.Accounts = append(data.Accounts, snapshot.Account{ID: id, Partition: acc.partition, Collected: []string{"AWS::IAM"}})
	for _, what := range notInDetails {
		d.lacks(id, what)
	}
	for _, list := range detailsLists {
		if !slices.Contains(acc.listed, list.key) {
			d.lacks(id, list.what)
		}
	}
	if acc.cut {
		d.gap(snapshot.Gap{
			Account: id, Call: detailsCall, Type: "AWS::IAM", Layer: authz.LayerIdentity,
			Reason: "the file ends before the last page (IsTruncated is true or NextToken is set): users, groups, roles or policies are missing",
		})
	}
	for _, m := range acc.members {
		d.resolveGroups(&data.Identities[m.identity], acc, m.groups)
	}
}

// notInDetails is what authorization details never hold. Role trust policies
// they do hold; the resource policies meant are those of other resources.
var notInDetails = [...]string{
	snapshot.MissingSCPs, snapshot.MissingRCPs, snapshot.MissingOrganization, snapshot.MissingResources,
	snapshot.MissingResourcePolicies, snapshot.MissingGrants, snapshot.MissingACLs, snapshot.MissingPublicBlock,
	snapshot.MissingTags,
}

// detailsLists are the four lists of the call, of which a source may have been
// cut down to some.
var detailsLists = [...]struct{ key, what string }{
	{"UserDetailList", snapshot.MissingUsers},
	{"GroupDetailList", snapshot.MissingGroups},
	{"RoleDetailList", snapshot.MissingRoles},
	{"Policies", snapshot.MissingManaged},
}

func (d *details) resolveGroups(u *snapshot.Identity, acc *detailsAccount, names []string) {
	for _, name := range names {
		if arn, ok := acc.groups[strings.ToLower(name)]; ok {
			u.Groups = append(u.Groups, arn)
			continue
		}
		d.unread(u, authz.LayerIdentity, "group "+quoted(name)+", in which the user is")
	}
}
