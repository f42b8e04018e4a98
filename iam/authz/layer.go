package authz

// A Layer is a kind of policy's place in evaluation. The text is what users
// and the JSON shapes see (contract: "Layers").
type Layer string

// The layers, in the order in which AWS names a missing Allow.
const (
	LayerNone              Layer = ""
	LayerRCP               Layer = "rcp"
	LayerSCP               Layer = "scp"
	LayerResource          Layer = "resource"
	LayerIdentity          Layer = "identity"
	LayerBoundary          Layer = "boundary"
	LayerSession           Layer = "session"
	LayerEndpoint          Layer = "endpoint"
	LayerGrant             Layer = "grant"
	LayerACL               Layer = "acl"
	LayerPublicAccessBlock Layer = "publicAccessBlock"
)

// A Decision answers one request.
type Decision uint8

// The four decisions. Unknown is the zero value on purpose: an answer that
// nobody computed must not read as a denial.
const (
	Unknown Decision = iota
	Allowed
	ExplicitlyDenied
	ImplicitlyDenied
)

var decisionNames = [...]string{"Unknown", "Allowed", "ExplicitlyDenied", "ImplicitlyDenied"}

// String gives the name the contract uses.
func (d Decision) String() string {
	if int(d) < len(decisionNames) {
		return decisionNames[d]
	}
	return "Unknown"
}

// MarshalText writes the name, so that JSON holds it.
func (d Decision) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Tri is a truth value of Kleene's three-valued logic: what cannot be told
// stays Maybe until a definite value decides without it.
type Tri int8

// False < Maybe < True, so And is the minimum and Or the maximum.
const (
	False Tri = iota
	Maybe
	True
)

// And is false as soon as one side is false.
func (t Tri) And(o Tri) Tri { return min(t, o) }

// Or is true as soon as one side is true.
func (t Tri) Or(o Tri) Tri { return max(t, o) }

// Not swaps True and False and leaves Maybe.
func (t Tri) Not() Tri { return True - t }

// TriOf turns a definite answer into a Tri.
func TriOf(b bool) Tri {
	if b {
		return True
	}
	return False
}
