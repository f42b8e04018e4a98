package aws

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// abreast is how many things of one list are read at a time.
const abreast = 8

// each does something with every entry of a list, several at a time. An error
// ends it; what was refused is none (see part.gap).
func each[T any](ctx context.Context, list []T, do func(context.Context, T) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(abreast)
	for _, one := range list {
		group.Go(func() error { return do(ctx, one) })
	}
	return group.Wait()
}
