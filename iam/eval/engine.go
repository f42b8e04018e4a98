package eval

import (
	"sync"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// An Engine compiles policy documents, each once per use, and keeps them for
// as long as it lives. Safe for concurrent use.
type Engine struct {
	compiled sync.Map // documentKey to *document
	facts    *authz.Facts
	frames   sync.Pool // of *frame, so that Decide does not allocate
}

// documentKey: the same text reads differently as an identity policy and as a
// resource policy.
type documentKey struct {
	document *policy.Document
	role     role
}

// New returns an Engine with an empty cache and the built-in facts.
func New() *Engine { return NewWith(authz.DefaultFacts()) }

// NewWith returns an Engine that judges services by the given facts, unless a
// stack brings its own.
func NewWith(facts *authz.Facts) *Engine {
	e := &Engine{facts: facts}
	e.frames.New = func() any { return new(frame) }
	return e
}

// Facts are what the engine knows of services. Read only.
func (e *Engine) Facts() *authz.Facts { return e.facts }

// document returns the compiled form of one document in one role.
func (e *Engine) document(d *policy.Document, r role) *document {
	key := documentKey{d, r}
	if c, ok := e.compiled.Load(key); ok {
		return c.(*document)
	}
	c, _ := e.compiled.LoadOrStore(key, compileDocument(d, r))
	return c.(*document)
}

// Evaluate decides and explains one request. Whoever asks more than once of
// the same policies keeps an Engine and a Program instead.
func Evaluate(stack *authz.Stack, req *authz.Request) authz.Explanation {
	return New().Compile(stack).Explain(req)
}
