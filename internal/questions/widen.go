package questions

import (
	"math/rand/v2"
	"slices"

	"sightline/iam/policy"
)

// widen takes one step that can only add. Others may have allowed it before, so
// it need not add anything.
func widen(rng *rand.Rand, kind policy.Kind, d draft) draft {
	allows, denies := d.indexes(false), d.indexes(true)
	if len(denies) > 0 && chance(rng, 40) {
		i := one(rng, denies)
		if chance(rng, 40) {
			return slices.Delete(d, i, i+1)
		}
		shrink(rng, &d[i])
		return d
	}
	if len(allows) == 0 || chance(rng, 30) {
		return append(d, drawStatement(rng, kind))
	}
	i := one(rng, allows)
	if kind == policy.KindResource && chance(rng, 30) {
		d[i].principals = append(d[i].principals, drawPrincipal(rng))
		return d
	}
	grow(rng, &d[i])
	return d
}
