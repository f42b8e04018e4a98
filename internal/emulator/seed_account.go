package emulator

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// seeding is one account while it is filled.
type seeding struct {
	*Account
	world *World
	creds Credentials
}

// seedAccount assumes the role that AWS gives the management account in every
// member, and fills the account through it.
func (w *World) seedAccount(ctx context.Context, a *Account) error {
	s, err := w.entered(ctx, a)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.identities, s.computers, s.keys, s.databases, s.storage} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// config is how clients reach this account in a Region.
func (s *seeding) config(region string) aws.Config {
	c, err := Config(s.world.Endpoint, region, s.creds)
	if err != nil {
		panic(err) // Seed has read the endpoint already
	}
	return c
}

// tags turns a map into the tags of a service, in the order of their keys.
func tags[T any](m map[string]string, tag func(key, value *string) T) []T {
	var list []T
	for _, k := range sorted(m) {
		list = append(list, tag(aws.String(k), aws.String(m[k])))
	}
	return list
}

func sorted(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// within says in which call of the seeding an error came up.
func within(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), err)
}

// sameJSON tells whether two texts hold the same JSON.
func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	p, _ := json.Marshal(x)
	q, _ := json.Marshal(y)
	return string(p) == string(q)
}
