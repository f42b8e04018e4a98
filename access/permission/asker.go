package permission

import (
	"sync"

	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// An Asker answers from one snapshot. Safe for concurrent use.
type Asker struct {
	Snapshot *snapshot.Snapshot
	Engine   *eval.Engine
	Catalog  *catalog.Catalog
	// lists holds the actions of each type of resource once.
	lists sync.Map // their names joined, to *actionList
	// patterns holds the resource patterns of documents.
	patterns sync.Map // *policy.Document to [][]glob.Pattern
}

// New returns an Asker.
func New(s *snapshot.Snapshot, e *eval.Engine, c *catalog.Catalog) *Asker {
	return &Asker{Snapshot: s, Engine: e, Catalog: c}
}

// A Verdict is an answer about a set of requests.
type Verdict string

// The verdicts. Undetermined: something was refused or cannot be understood,
// and the answer depends on it.
const (
	Allowed      Verdict = "allowed"
	Conditional  Verdict = "conditional"
	Undetermined Verdict = "undetermined"
	Denied       Verdict = "denied"
)

// A Reason is a statement, grant or list entry that an answer rests on.
type Reason struct {
	Layer     authz.Layer `json:"layer"`
	Policy    string      `json:"policy,omitempty"`
	Statement int         `json:"statement"`
	SID       string      `json:"sid,omitempty"`
	Effect    string      `json:"effect,omitempty"`
	File      string      `json:"file,omitempty"`
	Line      int         `json:"line,omitempty"`
	// Note says what a reason without a statement is: a gap, a rule.
	Note string `json:"note,omitempty"`
}

// A Question is a principal and a resource, compiled: many actions can be
// asked of it.
type Question struct {
	Principal authz.Principal
	Resource  string
	Info      snapshot.StackInfo
	stack     *authz.Stack
	program   *eval.Program
	context   authz.Context
	// bucket is the ARN of the bucket behind an access point.
	bucket string
	// silent: the source holds no resource policies, so nothing is known of
	// whom the resource lets in from outside.
	silent bool
}

// Question prepares the requests of a principal on a resource. The context may
// hold keys that the user gave; all others that do not follow from the
// snapshot stay undetermined. The error names a principal that does not exist.
func (k *Asker) Question(p authz.Principal, resource string, given *authz.Context) (*Question, error) {
	return k.question(p, resource, given, false)
}

// ResourceSide prepares the same requests for a caller of an account outside
// the snapshot, taking what its own account says as an Allow: only the
// resource's side is judged. For callers of the snapshot it is Question.
func (k *Asker) ResourceSide(p authz.Principal, resource string, given *authz.Context) (*Question, error) {
	return k.question(p, resource, given, true)
}

func (k *Asker) question(p authz.Principal, resource string, given *authz.Context, assume bool) (*Question, error) {
	stack, info, err := k.Snapshot.StackFor(p, resource)
	if err != nil {
		return nil, err
	}
	if info.ResourceAccount == "" && stack.ResourceNotCollected {
		// The source holds no resources: as far as it shows, they are the
		// account's own.
		info.ResourceAccount = p.Account
	}
	if assume && k.Outside(p) && (p.TakesIdentityPolicies() || p.Kind == authz.KindRoot) {
		stack = assumeOutside(stack, p.Account)
	}
	if resource == "*" {
		levels, unread := k.Snapshot.RCPsOf(p.Account)
		stack.RCP, stack.Unread = levels, append(stack.Unread, unread...)
	}
	q := &Question{Principal: p, Resource: resource, Info: info, stack: stack, program: k.Engine.Compile(stack), silent: stack.ResourceNotCollected}
	if stack.Underlying != nil {
		q.bucket = k.Snapshot.Resource(stack.Underlying.Resource).ARN
	}
	if given != nil {
		q.context = given.Clone()
	}
	q.context.Default = authz.Undetermined
	if k.Outside(p) {
		forgetOutsider(&q.context, p)
	}
	k.Snapshot.ContextFor(p, resource, &q.context)
	return q, nil
}

func (q *Question) request(action, resource string) authz.Request {
	return authz.Request{
		Principal: q.Principal, Action: action, Resource: resource,
		ResourceAccount: q.Info.ResourceAccount, Context: q.context,
	}
}

// Decide answers one action on the question's resource.
func (q *Question) Decide(action string) authz.Decision {
	req := q.request(action, q.Resource)
	return q.program.Decide(&req)
}

// DecideOn answers one action on a resource within the question's own, such
// as an object of its bucket.
func (q *Question) DecideOn(action, resource string) authz.Decision {
	req := q.request(action, resource)
	return q.program.Decide(&req)
}

// Explain answers one action with every step.
func (q *Question) Explain(action string) authz.Explanation {
	req := q.request(action, q.Resource)
	return q.program.Explain(&req)
}

// because answers with the steps that bear on it.
func (q *Question) because(action, resource string) authz.Explanation {
	req := q.request(action, resource)
	return q.program.Because(&req)
}

// Stack is all that applies to the question. Read only.
func (q *Question) Stack() *authz.Stack { return q.stack }

// Program decides the question's requests, whatever their context.
func (q *Question) Program() *eval.Program { return q.program }

// Request is the question for one action, with what is known of its context.
func (q *Question) Request(action string) authz.Request { return q.request(action, q.Resource) }

// Context is what is known of the question's requests. Read only.
func (q *Question) Context() *authz.Context { return &q.context }

// OutcomeOf turns an explanation into a verdict.
func OutcomeOf(e authz.Explanation) Verdict {
	v, _, _ := outcome(e)
	return v
}
