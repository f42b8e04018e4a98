package questions

import (
	"math/rand/v2"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// A Sampler draws requests for a question. Half of them lie at the borders of
// what its documents say: instances of their patterns, with a letter more, less
// or changed, and values beside the ends of their intervals.
type Sampler struct {
	kind       policy.Kind
	actions    []string
	resources  []string
	principals []policy.PrincipalValue
	keys       map[string]*key
	names      []string // of the keys, in order
}

// NewSampler collects the patterns and values of a question.
func NewSampler(q Question) *Sampler {
	s := &Sampler{kind: q.Kind, keys: make(map[string]*key)}
	s.actions = append(s.actions, q.Actions...)
	s.resources = append(s.resources, q.Resources...)
	for _, d := range []*policy.Document{q.Existing, q.New} {
		if d != nil {
			s.read(d)
		}
	}
	s.names = sorted(s.keys)
	return s
}

func (s *Sampler) read(d *policy.Document) {
	for i := range d.Statements {
		st := &d.Statements[i]
		for _, v := range st.Action.Values {
			s.actions = append(s.actions, v.Text)
		}
		for _, v := range st.Resource.Values {
			s.resources = append(s.resources, v.Text)
			s.variables(d, v.Text)
		}
		s.principals = append(s.principals, st.Principal.Values...)
		for _, c := range st.Conditions {
			s.condition(d, c)
		}
	}
}

// Request draws one request.
func (s *Sampler) Request(rng *rand.Rand) *authz.Request {
	req := &authz.Request{ResourceAccount: Owner}
	near := chance(rng, 50)
	values := s.context(rng, near, &req.Context)
	req.Action = s.action(rng, near)
	req.Resource = s.resource(rng, near, values)
	s.caller(rng, req)
	return req
}

// action draws an action: service, one colon, name.
func (s *Sampler) action(rng *rand.Rand, near bool) string {
	if near && len(s.actions) > 0 {
		a := mutate(rng, instance(rng, one(rng, s.actions), "abeg"), "aeGt")
		service, name, found := strings.Cut(a, ":")
		if found && service != "" && name != "" && !strings.Contains(name, ":") && !strings.ContainsAny(a, "*?") {
			return a
		}
	}
	return instance(rng, one(rng, services())+":"+one(rng, verbs())+"*"+one(rng, nouns()), "abeg")
}

// resource draws an ARN with partition, service and resource.
func (s *Sampler) resource(rng *rand.Rand, near bool, values map[string]string) string {
	if near && len(s.resources) > 0 {
		pattern := substitute(one(rng, s.resources), values)
		if r := mutate(rng, instance(rng, pattern, "ab/-1:"), "ab/-1"); isResource(r) {
			return r
		}
	}
	r := instance(rng, one(rng, []string{
		"arn:aws:s3:::*-data/*", "arn:aws:s3:::data*/in/*", "arn:aws:dynamodb:us-*-1:" + Owner + ":table/*", "arn:aws:sqs:*:*:*x",
	}), "ab/-1")
	return r
}

func isResource(r string) bool {
	parts := strings.SplitN(r, ":", 6)
	return len(parts) == 6 && parts[0] == "arn" && parts[1] != "" && parts[2] != "" && parts[5] != ""
}

// substitute puts values in place of variables; one without gets a word.
func substitute(pattern string, values map[string]string) string {
	if !policy.HasVariable(pattern) {
		return pattern
	}
	var b strings.Builder
	for _, segment := range policy.SplitVariables(pattern) {
		switch value, there := values[strings.ToLower(segment.Text)]; {
		case segment.Kind != policy.SegmentVariable:
			b.WriteString(segment.Text)
		case there:
			b.WriteString(value)
		default:
			b.WriteString(segment.Default)
		}
	}
	return b.String()
}

// instance fills in the wildcards of a pattern.
func instance(rng *rand.Rand, pattern, letters string) string {
	var b strings.Builder
	for _, r := range pattern {
		switch r {
		case '*':
			for range rng.IntN(4) {
				b.WriteByte(letters[rng.IntN(len(letters))])
			}
		case '?':
			b.WriteByte(letters[rng.IntN(len(letters))])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mutate takes a letter away, adds one, or changes one, in one of three texts.
func mutate(rng *rand.Rand, text, letters string) string {
	if text == "" || !chance(rng, 33) {
		return text
	}
	runes := []rune(text)
	at := rng.IntN(len(runes))
	letter := rune(letters[rng.IntN(len(letters))])
	switch rng.IntN(3) {
	case 0:
		return string(runes[:at]) + string(runes[at+1:])
	case 1:
		return string(runes[:at]) + string(letter) + string(runes[at:])
	}
	runes[at] = letter
	return string(runes)
}
