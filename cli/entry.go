package cli

import (
	"sightline/access/answer"
	"sightline/snapshot"
)

// gapEntry is a gap as answers print it.
type gapEntry = answer.Gap

func gapEntries(gaps []snapshot.Gap) []gapEntry { return answer.Gaps(gaps) }
