package catalog

// A Service is everything the catalog holds about one service. Shared: do not
// change it.
type Service struct {
	Prefix        string // "s3"
	Name          string // "Amazon S3"
	Actions       []Action
	ResourceTypes []ResourceType
	ConditionKeys []KeyInfo
}

// An Action is one action of a service.
type Action struct {
	Service string // "s3"
	Name    string // "GetObject", as AWS spells it
	// Levels has at least one level.
	Levels Level
	// ResourceTypes are the names of the service's resource types that the
	// action works on; Required are those of them that AWS marks as required.
	// An action without any is authorised on "*".
	ResourceTypes []string
	Required      []string
	// ConditionKeys are the action's own keys and those that AWS lists for it
	// under one of its resource types. Those of the resource types in general
	// and the keys of all services come on top.
	ConditionKeys []string
	// LastAccessed and PolicyGeneration tell whether AWS reports when the
	// action was last used, and whether it can generate policies with it. Both
	// mean something only where SupportKnown: actions newer than the source of
	// these flags have none.
	SupportKnown     bool
	LastAccessed     bool
	PolicyGeneration bool
	// Dependent are the further actions that a caller needs, such as
	// "iam:PassRole". AWS may no longer list all of them.
	Dependent []string
}

// FullName is the canonical spelling, "s3:GetObject".
func (a Action) FullName() string { return a.Service + ":" + a.Name }

// A ResourceType is one kind of resource of a service.
type ResourceType struct {
	Name string // "object"
	// ARNForms are such as "arn:${Partition}:s3:::${BucketName}/${ObjectName}".
	ARNForms      []string
	ConditionKeys []string
}
