package file

import "sightline/snapshot"

// A detailsPage is one answer of the call. All of it is of one account; a page
// that names none, as the last ones with AWS managed policies alone, belongs
// to the account of the page before.
type detailsPage struct {
	*details
	c *cursor
	// account is the first that the page names, with the line where.
	account     string
	accountLine int
	more        bool // IsTruncated, or a token to go on with
}

func (d *details) page(c *cursor) error {
	p := &detailsPage{details: d, c: c}
	start := c.pos
	var listed []string
	err := c.object(func(key string) error {
		if isDetailsKey(key) {
			listed = append(listed, key)
		}
		return p.member(key)
	})
	if err != nil {
		return err
	}
	if len(listed) == 0 {
		return hint(c.failAt(start, "this object is no page of authorization details"), "it has none of UserDetailList, GroupDetailList, RoleDetailList, Policies")
	}
	if d.last != nil {
		d.last.cut = d.last.cut && p.more
		d.last.listed = append(d.last.listed, listed...)
	}
	return nil
}

func isDetailsKey(key string) bool {
	switch key {
	case "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies":
		return true
	}
	return false
}

func (p *detailsPage) member(key string) error {
	switch key {
	case "UserDetailList":
		return p.identities(snapshot.KindUser)
	case "GroupDetailList":
		return p.identities(snapshot.KindGroup)
	case "RoleDetailList":
		return p.identities(snapshot.KindRole)
	case "Policies":
		return p.c.list(p.policy)
	case "IsTruncated":
		more, err := p.c.flag()
		p.more = p.more || more
		return err
	case "NextToken": // what the CLI's --max-items leaves
		token, err := p.c.text()
		p.more = p.more || token != ""
		return err
	default:
		return p.c.other(key)
	}
}

func (p *detailsPage) identities(kind string) error {
	return p.c.list(func() error { return p.identity(kind) })
}

// list reads an array; null is an empty one.
func (c *cursor) list(element func() error) error {
	if isNull, err := c.null(); isNull || err != nil {
		return err
	}
	return c.array(func(int) error { return element() })
}

// owner notes whose an ARN is and refuses a second account on one page.
func (p *detailsPage) owner(start int, a iamARN) (*detailsAccount, error) {
	line := p.c.lineAt(start)
	if p.account == "" {
		p.account, p.accountLine = a.account, line
	}
	if p.account != a.account {
		return nil, hint(p.c.failAt(start, "this is of account %s, but the page is of account %s (line %d)", a.account, p.account, p.accountLine),
			"give each account its own page or file")
	}
	p.last = p.details.account(a)
	return p.last, nil
}
