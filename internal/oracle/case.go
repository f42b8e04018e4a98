package oracle

// A Case is one request, the policies that apply to it and the decision that
// is due, in the shape of the conformance corpus (testdata/conformance/README.md).
type Case struct {
	Name       string   `json:"name"`
	About      string   `json:"about"`
	Source     string   `json:"source"`
	Confidence string   `json:"confidence"`
	Request    Request  `json:"request"`
	Policies   Policies `json:"policies"`
	Expect     Result   `json:"expect"`
}

// A Request is the question. Context keys that are not listed are absent.
type Request struct {
	Principal       string           `json:"principal"`
	Action          string           `json:"action"`
	Resource        string           `json:"resource"`
	ResourceAccount string           `json:"resourceAccount"`
	Context         map[string]Value `json:"context"`
}

// A Result is a decision and the layer that took it. DecidedBy is empty where
// the format leaves it open.
type Result struct {
	Decision  string `json:"decision"`
	DecidedBy string `json:"decidedBy,omitempty"`
}

// The three decisions.
const (
	Allowed          = "Allowed"
	ExplicitlyDenied = "ExplicitlyDenied"
	ImplicitlyDenied = "ImplicitlyDenied"
)

// The layers, as the format names them.
const (
	layerRCP      = "rcp"
	layerSCP      = "scp"
	layerResource = "resource"
	layerIdentity = "identity"
	layerBoundary = "boundary"
	layerSession  = "session"
	layerEndpoint = "endpoint"
	layerGrant    = "grant"
)

// Policies holds every policy that applies to the request; each may be absent.
type Policies struct {
	Identity []Policy `json:"identity,omitempty"`
	Boundary *Policy  `json:"boundary,omitempty"`
	Session  []Policy `json:"session,omitempty"`
	Resource *Policy  `json:"resource,omitempty"`
	SCP      []Level  `json:"scp,omitempty"`
	RCP      []Level  `json:"rcp,omitempty"`
	Endpoint *Policy  `json:"endpoint,omitempty"`
	Grants   []Grant  `json:"grants,omitempty"`
}

// A Level is one entity of an organization and the policies attached to it.
type Level struct {
	Entity   string   `json:"entity"`
	Policies []Policy `json:"policies"`
}

// A Policy is a named document; the name has no meaning for the decision.
type Policy struct {
	Name     string   `json:"name"`
	Document Document `json:"document"`
}

// A Document is a policy document. An empty Version stands for an absent one.
type Document struct {
	Version   string     `json:"Version,omitempty"`
	ID        string     `json:"Id,omitempty"`
	Statement Statements `json:"Statement"`
}

// A Statement is one rule. A nil list is an absent element, an empty list is
// an element written as [].
type Statement struct {
	Sid          string    `json:"Sid,omitempty"`
	Effect       string    `json:"Effect"`
	Principal    *Names    `json:"Principal,omitempty"`
	NotPrincipal *Names    `json:"NotPrincipal,omitempty"`
	Action       List      `json:"Action,omitzero"`
	NotAction    List      `json:"NotAction,omitzero"`
	Resource     List      `json:"Resource,omitzero"`
	NotResource  List      `json:"NotResource,omitzero"`
	Condition    Condition `json:"Condition,omitempty"`
}

// A Condition maps operator to key to listed values.
type Condition map[string]map[string]List

// A Grant is a KMS grant on the key that is asked for.
type Grant struct {
	Grantee     string       `json:"grantee"`
	Operations  []string     `json:"operations"`
	Constraints *Constraints `json:"constraints,omitempty"`
}

// Constraints limit a grant by the encryption context of the request. A nil
// map is an absent constraint.
type Constraints struct {
	Subset map[string]string `json:"EncryptionContextSubset,omitempty"`
	Equals map[string]string `json:"EncryptionContextEquals,omitempty"`
}
