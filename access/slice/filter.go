package slice

import (
	"slices"
	"strings"
)

// narrowed tells whether some access is left out on purpose.
func (o *Options) narrowed() bool {
	return len(o.Levels)+len(o.Accounts)+len(o.Services) > 0
}

func (p *picture) wantsKind(service, level string) bool {
	return (len(p.o.Levels) == 0 || slices.Contains(p.o.Levels, level)) &&
		(len(p.o.Services) == 0 || slices.ContainsFunc(p.o.Services, func(s string) bool { return strings.EqualFold(s, service) }))
}

func (p *picture) wantsAccount(a *access) bool {
	if len(p.o.Accounts) == 0 {
		return true
	}
	account := p.snap.ResourceAccount(a.target)
	if account == "" {
		account = p.cards[a.holder].thing.Account // patterns such as * mean its own
	}
	return slices.Contains(p.o.Accounts, account)
}
