package check_test

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/check"
	"sightline/iam/condition"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A sampler draws requests at the boundaries of what policies say: instances
// of their patterns, values beside their bounds, keys that are not there.
type sampler struct {
	*drawer
	actions, resources []string
	callers            []symbolic.Caller
	keys               []sampledKey
	words              []string // pieces of all patterns
}

type sampledKey struct {
	name   string
	multi  bool
	kind   symbolic.KeyType
	values []string
}

func newSampler(d *drawer, docs ...*policy.Document) *sampler {
	s := &sampler{drawer: d, actions: []string{"s3:GetObject", "iam:PassRole"}, resources: []string{"arn:aws:s3:::logs/a", "arn:aws:x:y:z:w"}}
	s.words = []string{"", "a", "x", "/", "b/a", "é", "😀"}
	for _, doc := range docs {
		for i := range doc.Statements {
			s.read(&doc.Statements[i])
		}
	}
	s.addCallers()
	return s
}

func (s *sampler) read(st *policy.Statement) {
	for _, v := range st.Action.Values {
		s.actions = append(s.actions, v.Text)
	}
	for _, v := range st.Resource.Values {
		s.resources = append(s.resources, v.Text)
		s.variables(v.Text)
	}
	for _, v := range st.Principal.Values {
		s.name(v)
	}
	for i := range st.Conditions {
		c := &st.Conditions[i]
		k := s.key(c.Key)
		k.multi = k.multi || c.Operator.Qualifier != condition.QualifierNone
		for _, v := range c.Values {
			k.values = append(k.values, v.Text)
		}
		for _, v := range c.Values {
			s.variables(v.Text)
		}
	}
}

func (s *sampler) variables(text string) {
	for _, seg := range policy.SplitVariables(text) {
		if seg.Kind == policy.SegmentVariable {
			s.key(seg.Text)
		} else if seg.Text != "" {
			s.words = append(s.words, strings.Split(seg.Text, "*")...)
		}
	}
}

func (s *sampler) key(name string) *sampledKey {
	folded := authz.FoldKey(name)
	i := slices.IndexFunc(s.keys, func(k sampledKey) bool { return k.name == folded })
	if i < 0 {
		i = len(s.keys)
		s.keys = append(s.keys, sampledKey{name: folded, kind: check.KeyType(folded)})
	}
	return &s.keys[i]
}

func (s *sampler) name(v policy.PrincipalValue) {
	switch v.Type {
	case policy.PrincipalStar: // covers whoever there is
	case policy.PrincipalAWS:
		if strings.HasPrefix(v.Text, "arn:") && !strings.Contains(v.Text, "*") {
			s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerAWS, Text: v.Text})
		}
	case policy.PrincipalService:
		s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerService, Text: strings.ReplaceAll(v.Text, "*", "x")})
	case policy.PrincipalFederated:
		s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerFederated, Text: v.Text})
	case policy.PrincipalCanonicalUser:
		s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerCanonicalUser, Text: v.Text})
	}
}

func (s *sampler) addCallers() {
	if s.kind == check.Identity {
		s.callers = []symbolic.Caller{{}}
		return
	}
	for _, arn := range []string{
		"arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:root",
		"arn:aws:iam::444455556666:role/app", "arn:aws:iam::999999999999:role/x", "arn:aws:sts::111122223333:federated-user/eve", "arn:aws:iam::111122223333:user/*",
	} {
		s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerAWS, Text: arn})
	}
	if fresh := "arn:aws:sts::111122223333:assumed-role/app/other"; freshSessions {
		s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerAWS, Text: fresh})
	}
	s.callers = append(s.callers, symbolic.Caller{Kind: symbolic.CallerAnonymous}, symbolic.Caller{Kind: symbolic.CallerService, Text: "ec2.amazonaws.com"},
		symbolic.Caller{Kind: symbolic.CallerFederated, Text: "example.com"}, symbolic.Caller{Kind: symbolic.CallerCanonicalUser, Text: "c"})
}

const freshSessions = true

// instance writes a pattern with text for its wildcards and variables, and
// sometimes changes the end.
func (s *sampler) instance(pattern string) string {
	var b strings.Builder
	for _, seg := range policy.SplitVariables(pattern) {
		if seg.Kind != policy.SegmentText {
			b.WriteString(pick(s.drawer, append([]string{seg.Text, seg.Default}, s.words...)...))
			continue
		}
		for _, r := range seg.Text {
			switch r {
			case '*':
				b.WriteString(pick(s.drawer, s.words...))
			case '?':
				b.WriteString(pick(s.drawer, "a", "x", "/", ":", "é"))
			default:
				b.WriteRune(r)
			}
		}
	}
	text := []rune(b.String())
	switch s.rng.IntN(12) {
	case 0:
		text = text[:max(0, len(text)-1)]
	case 1:
		text = append(text, 'x')
	case 2:
		text = []rune(swapCase(string(text)))
	}
	return string(text)
}

func swapCase(text string) string {
	if upper := strings.ToUpper(text); upper != text {
		return upper
	}
	return strings.ToLower(text)
}

// request draws one request of the model.
func (s *sampler) request() *symbolic.Request {
	r := &symbolic.Request{Caller: pick(s.drawer, s.callers...), Action: s.action(), Resource: s.resource()}
	for _, k := range s.keys {
		tied := s.kind == check.Resource && (k.name == "aws:principalarn" || k.name == "aws:principalaccount" || k.name == "kms:calleraccount")
		if tied || s.once(4) {
			continue
		}
		v := symbolic.ContextValue{Key: k.name, Multi: k.multi}
		for range 1 + s.rng.IntN(3) {
			v.Values = append(v.Values, s.value(&k))
			if !k.multi {
				break
			}
		}
		r.Context = append(r.Context, v)
	}
	return r
}

func (s *sampler) action() string {
	for range 20 {
		if a := s.instance(pick(s.drawer, s.actions...)); inModel(a, "?*:?*") {
			return a
		}
	}
	return "s3:GetObject"
}

func (s *sampler) resource() string {
	for range 20 {
		r := s.instance(pick(s.drawer, s.resources...))
		if strings.Count(r, ":") < 5 {
			r = "arn:aws:s3:::" + r
		}
		if inModel(r, "arn:?*:?*:*:*:?*") {
			return r
		}
	}
	return "arn:aws:s3:::logs/a"
}

// value draws a value that a key of its type may hold.
func (s *sampler) value(k *sampledKey) string {
	for range 30 {
		v := s.anyValue(k)
		if fits(k.kind, v) {
			return v
		}
	}
	return usual(k.kind)
}

func (s *sampler) anyValue(k *sampledKey) string {
	text := "a"
	if len(k.values) > 0 {
		text = pick(s.drawer, k.values...)
	}
	if s.once(4) {
		text = pick(s.drawer, append(s.words, usual(k.kind))...)
	}
	switch k.kind {
	case symbolic.KeyNumeric:
		return pick(s.drawer, text, text+".5", "-"+text, text+"0", "6", "0", "9.99")
	case symbolic.KeyDate:
		return pick(s.drawer, text, "2026-05-31T23:59:59.999Z", "2026-06-01T00:00:00.001Z", "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z")
	case symbolic.KeyAddress:
		host, _, _ := strings.Cut(text, "/")
		return pick(s.drawer, host, "10.0.0.255", "10.255.255.255", "11.0.0.0", "9.255.255.255", "2001:db8::1", "2001:db9::", "0.0.0.0", "::", "10.1.255.255", "10.2.0.0", "::ffff:10.0.0.1")
	case symbolic.KeyBool:
		return pick(s.drawer, "true", "false")
	default:
		return s.instance(text)
	}
}

// fits tells whether a key of a type may hold a value, as the model has it.
func fits(kind symbolic.KeyType, v string) bool {
	switch kind {
	case symbolic.KeyNumeric:
		_, ok := condition.ParseNumber(v)
		return ok
	case symbolic.KeyDate:
		_, ok := condition.ParseDate(v)
		return ok
	case symbolic.KeyAddress:
		_, ok := condition.ParseAddress(v)
		return ok
	case symbolic.KeyARN:
		return inModel(v, "arn:*:*:*:*:*")
	default:
		return true
	}
}

func usual(kind symbolic.KeyType) string {
	switch kind {
	case symbolic.KeyNumeric:
		return "1"
	case symbolic.KeyDate:
		return "2026-01-01T00:00:00Z"
	case symbolic.KeyAddress:
		return "192.0.2.1"
	case symbolic.KeyARN:
		return "arn:aws:sns:us-east-1:999999999999:t"
	default:
		return "x"
	}
}

func show(r *symbolic.Request) string {
	return fmt.Sprintf("%v %q on %q with %+v", r.Caller, r.Action, r.Resource, r.Context)
}
