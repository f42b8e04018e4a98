package finding

// An Origin is who made an analyzer.
type Origin string

// The origins.
const (
	OriginPerson Origin = "person"
	// OriginDefault: made by the first scan, so that it shows findings.
	OriginDefault Origin = "default"
	// OriginConfiguration: the configuration declares it; DeclaredIn says where.
	OriginConfiguration Origin = "configuration"
)
