package api

import (
	"github.com/danielgtaylor/huma/v2"

	"sightline/store"
)

// meta is store.Meta as the API shows it: what stores leave out when it is
// false is always there.
type meta struct {
	store.Meta
	Sample bool `json:"sample"`
}

func metaOf(m store.Meta) meta { return meta{m, m.Sample} }

// wholeMeta puts metas into the answers that have some.
func wholeMeta(_ huma.Context, _ string, answer any) (any, error) {
	switch answer := answer.(type) {
	case Snapshots:
		out := struct {
			Snapshots []meta `json:"snapshots"`
		}{[]meta{}}
		for _, m := range answer.Snapshots {
			out.Snapshots = append(out.Snapshots, metaOf(m))
		}
		return out, nil
	case Status:
		if answer.Snapshot == nil {
			return answer, nil
		}
		return struct {
			Status
			Snapshot meta `json:"snapshot"`
		}{answer, metaOf(*answer.Snapshot)}, nil
	default:
		return answer, nil
	}
}
