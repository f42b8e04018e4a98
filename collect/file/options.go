package file

import "time"

// Limits that hold where Options gives none.
const (
	DefaultMaxBytes    = 2 << 30
	DefaultMaxDepth    = 500
	DefaultMaxDocument = 1 << 20
	DefaultMaxFiles    = 5_000_000
)

// Options limit what Read takes. The zero value takes the defaults.
type Options struct {
	// MaxBytes limits one file, after decompression.
	MaxBytes int64
	// MaxDepth limits how deep JSON may be nested.
	MaxDepth int
	// MaxDocument limits one policy document, in bytes. AWS's own limits are
	// below 50,000 characters for every kind of policy.
	MaxDocument int
	// MaxFiles limits the files of a directory tree.
	MaxFiles int
	// Now is the time of the snapshot where the source does not tell.
	Now time.Time
}

func (o Options) withDefaults() Options {
	o.MaxBytes = orDefault(o.MaxBytes, DefaultMaxBytes)
	o.MaxDepth = orDefault(o.MaxDepth, DefaultMaxDepth)
	o.MaxDocument = orDefault(o.MaxDocument, DefaultMaxDocument)
	o.MaxFiles = orDefault(o.MaxFiles, DefaultMaxFiles)
	o.Now = o.Now.UTC()
	return o
}

func orDefault[T int | int64](given, otherwise T) T {
	if given > 0 {
		return given
	}
	return otherwise
}
