package slice

import (
	"sightline/access/permission"
)

// Explain explains one request.
func Explain(k *permission.Asker, r Request) (*Explained, error) {
	q, err := compile(k, r)
	if err != nil {
		return nil, err
	}
	return &Explained{Explanation: k.ExplainOutside(q, r.Action)}, nil
}
