package cli

import (
	"time"

	"sightline/collect/aws"
	"sightline/server/pipeline"
)

// maxParts limits how many parts of a scan are shown at once, and tellEach how
// often: an organization has thousands.
const (
	maxParts = 200
	tellEach = 100 * time.Millisecond
)

// collected turns what collect/aws tells, one part at a time, into what a page
// shows: the parts that are read now, those with gaps, and the last that ended.
func (a *app) collected(report func(pipeline.Progress)) func(aws.Progress) {
	var parts []pipeline.Part // in the order in which they began; states change
	var told time.Time
	return func(p aws.Progress) {
		part := pipeline.Part{Account: p.Account, AccountName: p.AccountName, Region: p.Region, Service: p.Service, State: p.State}
		parts = noted(parts, part)
		if now := a.now(); now.Sub(told) >= tellEach || p.Finished == p.Total {
			told = now
			report(pipeline.Progress{Done: p.Finished, Total: p.Total, Parts: append([]pipeline.Part(nil), parts...)})
		}
	}
}

// noted adds or changes a part. Of too many, the first that ended well goes.
func noted(parts []pipeline.Part, part pipeline.Part) []pipeline.Part {
	for i := range parts {
		if same := parts[i]; same.Account == part.Account && same.Region == part.Region && same.Service == part.Service {
			parts[i].State = part.State
			return parts
		}
	}
	parts = append(parts, part)
	if len(parts) <= maxParts {
		return parts
	}
	for i := range parts {
		if parts[i].State == aws.Done {
			return append(parts[:i], parts[i+1:]...)
		}
	}
	return parts[1:]
}
