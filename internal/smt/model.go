package smt

import (
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"sightline/iam/authz"
)

// A Model gives every variable of a question its value, as the solver wrote it.
type Model struct {
	kind   Kind
	keys   []*key
	values map[string]node
}

// model reads the answer to get-value.
func (q *Question) model(out string) (Model, error) {
	m := Model{kind: q.kind, keys: q.keys, values: make(map[string]node)}
	root, _, err := readNode(out)
	if err != nil {
		return m, fmt.Errorf("cvc5's model: %w: %.500s", err, out)
	}
	for _, pair := range root.list {
		if len(pair.list) == 2 {
			m.values[pair.list[0].atom] = pair.list[1]
		}
	}
	for _, v := range q.variables {
		if _, ok := m.values[v.name]; !ok {
			return m, fmt.Errorf("cvc5's model lacks %s: %.500s", v.name, out)
		}
	}
	return m, nil
}

func (m Model) of(t term) node       { return m.values[string(t)] }
func (m Model) text(t term) string   { return m.of(t).atom }
func (m Model) truth(t term) bool    { return m.of(t).atom == "true" }
func (m Model) number(t term) string { return m.of(t).number().RatString() }

// someAccount owns the resource, and the caller of an identity policy.
const someAccount = "111122223333"

// Request makes the request that the model describes. A caller of an identity
// policy has no name, and its request just the keys of the model.
func (m Model) Request() (*authz.Request, error) {
	if m.values == nil {
		return nil, errors.New("there is no model")
	}
	req := &authz.Request{Action: m.text(action), Resource: m.text(resource)}
	if m.kind == Resource {
		p, err := m.principal()
		if err != nil {
			return nil, err
		}
		req.Principal = p
		if p.Account != "" {
			req.Context.Set("kms:CallerAccount", p.Account)
		}
	} else {
		req.Principal = authz.Principal{Kind: authz.KindUser, Account: someAccount}
		req.Context.SetAbsent("aws:PrincipalArn")
		req.Context.SetAbsent("aws:PrincipalAccount")
	}
	req.ResourceAccount = someAccount
	req.Context.SetAbsent("aws:ResourceAccount")
	for _, k := range m.keys {
		if err := m.setKey(&req.Context, k); err != nil {
			return nil, err
		}
	}
	return req, nil
}

func (m Model) principal() (authz.Principal, error) {
	name := m.text(callerName)
	switch kind := term(m.text(callerKind)); kind {
	case kindService:
		return authz.Principal{Kind: authz.KindService, ARN: name}, nil
	case kindProvider:
		return authz.Principal{Kind: authz.KindProvider, ARN: name}, nil
	case kindCanonical:
		return authz.Principal{Kind: authz.KindUser, CanonicalID: name}, nil
	case kindAnonymous:
		return authz.Principal{}, nil
	default:
		return m.identity(kind, name)
	}
}

func (m Model) identity(kind term, name string) (authz.Principal, error) {
	service, rest := "iam", "root"
	switch {
	case kind == kindUser:
		rest = "user/" + name
	case kind == kindRole || kind == kindSession:
		rest = "role/" + name
	case kind == kindFederatedUser:
		service, rest = "sts", "federated-user/"+name
	}
	arn := fmt.Sprintf("arn:%s:%s::%s:%s", m.text(callerPartition), service, m.text(callerAccount), rest)
	p, err := authz.ParsePrincipal(arn, "")
	if err == nil && kind == kindSession {
		short := name[strings.LastIndexByte(name, '/')+1:]
		p.Kind = authz.KindSession
		p.ARN = fmt.Sprintf("arn:%s:sts::%s:assumed-role/%s/%s", m.text(callerPartition), p.Account, short, m.text(callerSession))
	}
	return p, err
}

func (m Model) setKey(c *authz.Context, k *key) error {
	if k.derived || !m.truth(k.present) {
		return nil
	}
	var values []string
	for _, s := range k.slots {
		v, err := m.element(k.family, s)
		if err != nil {
			return fmt.Errorf("the key %s: %w", k.name, err)
		}
		values = append(values, v)
	}
	if k.several {
		c.SetMulti(k.name, values...)
	} else {
		c.Set(k.name, values[0])
	}
	return nil
}

// element writes an element as a request carries it.
func (m Model) element(f family, s slot) (string, error) {
	switch f {
	case familyNumber:
		return decimalText(m.of(s.value).number())
	case familyDate:
		ms, err := strconv.ParseInt(m.number(s.value), 10, 64)
		return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z"), err
	case familyAddress:
		v := s.v6
		if m.truth(s.is4) {
			v = s.v4
		}
		return m.address(v)
	default:
		return m.text(s.value), nil
	}
}

// decimalText writes a number as a decimal, if it has an end.
func decimalText(r *big.Rat) (string, error) {
	digits, exact := r.FloatPrec()
	if !exact {
		return "", fmt.Errorf("%s is no decimal", r)
	}
	return r.FloatString(digits), nil
}

func (m Model) address(t term) (string, error) {
	bits := strings.TrimPrefix(m.text(t), "#b")
	value, ok := new(big.Int).SetString(bits, 2)
	if !ok {
		return "", fmt.Errorf("%q is no bit vector", m.text(t))
	}
	address, _ := netip.AddrFromSlice(value.FillBytes(make([]byte, len(bits)/8)))
	return address.String(), nil
}
