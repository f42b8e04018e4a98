package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A part gathers what is read of one account, or of the organization, by
// several goroutines.
type part struct {
	mu      sync.Mutex
	account string
	b       *snapshot.Builder
	// answered counts calls that gave something.
	answered int
	at       map[string]int // ARN → index in Resources
}

func newPart(account string) *part {
	return &part{account: account, at: make(map[string]int), b: snapshot.NewBuilder(snapshot.Data{})}
}

// add changes the content under the lock.
func (p *part) add(change func(d *snapshot.Data)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p.b.Data())
}

// resource adds one resource. A list that changes while its pages are read may
// name one twice: the later entry counts. An entry without a proper ARN is a
// gap, so that the rest can be kept.
func (p *part) resource(r snapshot.Resource) {
	owner := ""
	if parts := strings.SplitN(r.ARN, ":", 6); len(parts) == 6 {
		owner = parts[4]
	}
	if snapshot.ResourceTypeOf(r.ARN) == "" || r.Type == "" || owner != "" && owner != p.account {
		p.broken(r.Type, r.Region, "an entry of the list is nothing of this account: "+shortened(strconv.Quote(r.ARN)))
		return
	}
	p.add(func(d *snapshot.Data) {
		if at, twice := p.at[r.ARN]; twice {
			d.Resources[at] = r
			return
		}
		p.at[r.ARN] = len(d.Resources)
		d.Resources = append(d.Resources, r)
	})
}

// broken notes something of a type that is there and cannot be named.
func (p *part) broken(kind, region, why string) {
	p.add(func(d *snapshot.Data) {
		d.Gaps = append(d.Gaps, snapshot.Gap{
			Account: p.account, Region: region, Call: listOf(kind), Reason: why, Layer: authz.LayerResource, Type: kind,
		})
	})
}

// listOf is the call that lists a type.
func listOf(kind string) string {
	switch kind {
	case snapshot.TypeInstance:
		return "ec2:DescribeInstances"
	case typeEKSCluster:
		return "eks:ListClusters"
	case typeDBInstance:
		return "rds:DescribeDBInstances"
	case typeDBCluster:
		return "rds:DescribeDBClusters"
	case snapshot.TypeKey:
		return "kms:ListKeys"
	default:
		return "s3:ListBuckets"
	}
}

// count notes calls that were answered.
func (p *part) count() {
	p.mu.Lock()
	p.answered++
	p.mu.Unlock()
}

// lost is what a call that failed leaves open.
type lost struct {
	region  string
	layer   authz.Layer
	subject string
	kind    string // type of resource
	about   string // what of the subject: "inline policy x"
}

// errExpired ends a collection: what is left would be refused, call by call.
var errExpired = errors.New("the AWS credentials expired while accounts were read: sign in again")

// gap notes a call that was refused or failed. It returns the error only if
// the collection itself was called off.
func (p *part) gap(ctx context.Context, call string, err error, l lost) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if expired(err) {
		return fmt.Errorf("%w (%s: %s)", errExpired, call, reason(err))
	}
	why := reason(err)
	if l.about != "" {
		why = l.about + ": " + why
	}
	g := snapshot.Gap{
		Account: p.account, Region: l.region, Call: call, Reason: why,
		Layer: l.layer, Subject: l.subject, Type: l.kind,
	}
	if refused(err) {
		g.MissingAction = actionOf(call)
	}
	p.add(func(d *snapshot.Data) { d.Gaps = append(d.Gaps, g) })
	return nil
}

// maxDocument limits one policy, in bytes; AWS's own limits are lower.
const maxDocument = 1 << 20

var (
	errNoPolicy = errors.New("the answer holds no policy document")
	errTooLong  = errors.New("the policy document is longer than the limit")
)

// decoded gives a policy's text. IAM sends it percent-encoded, other services
// do not, nor do some that speak IAM's protocol.
// Source: IAM API Reference "GetAccountAuthorizationDetails": URL-encoded
// compliant with RFC 3986; so "+" stands for itself.
func decoded(text *string) (string, error) {
	if text == nil {
		return "", errNoPolicy
	}
	plain := *text
	if !isObject(plain) {
		var err error
		if plain, err = url.PathUnescape(plain); err != nil {
			return "", errNoPolicy
		}
	}
	switch {
	case len(plain) > maxDocument:
		return "", errTooLong
	case !utf8.ValidString(plain):
		return "", errors.New("the policy document is no valid UTF-8")
	case !isObject(plain) || !json.Valid([]byte(plain)):
		return "", errors.New("the policy document is not whole: it is no JSON object")
	}
	return plain, nil
}

func isObject(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{")
}

// attach keeps a policy's text under a name. Lines count within the document.
func (p *part) attach(name, text string) snapshot.Attachment {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.Attach(name, text, "", 1)
}
