package slice_test

import (
	"encoding/json"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/access/slice"
	"sightline/iam/authz"
	"sightline/internal/sample"
	"sightline/snapshot"
)

// Every expectation of the sample is explained: the plates agree with the
// decision, sentences are whole, excerpts hold their statements.
func TestExplainTheSample(t *testing.T) {
	x := sampleExplorer(t)
	expected, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, c := range expected.Can {
		given := &authz.Context{Default: authz.Undetermined}
		c.Question.AddTo(given)
		e, err := slice.Explain(x.Asker(), slice.Request{
			Principal: c.Question.Principal, Action: c.Question.Action, Resource: c.Question.Resource, Given: given,
		})
		if err != nil {
			refused++ // what the snapshot would hold, and callers nobody knows
			continue
		}
		if got := e.Explanation.Decision.String(); got != c.Expect.Decision || c.Expect.DecidedBy != "" && e.Explanation.DecidedBy != c.Expect.DecidedBy {
			t.Errorf("%+v: %s by %s, want %+v", c.Question, got, e.Explanation.DecidedBy, c.Expect)
		}
		checkPlates(t, e)
		checkSentences(t, e)
		for i := range e.Statements {
			checkExcerpt(t, &e.Statements[i])
		}
	}
	if refused > 3 {
		t.Errorf("%d questions were refused", refused)
	}
}

func checkPlates(t *testing.T, e *slice.Explained) {
	t.Helper()
	count := make(map[slice.State]int)
	stopped := false
	for _, l := range e.Layers {
		count[l.State]++
		if l.State == slice.StateNotReached && !stopped {
			t.Errorf("%s: %s is not reached, and nothing stops it", e.Sentence, l.Title)
		}
		stopped = stopped || l.State == slice.StateStop
		if l.Layer == e.Explanation.DecidedBy && e.Verdict == permission.Denied && l.State != slice.StateStop {
			t.Errorf("%s: %s decides and is %s", e.Sentence, l.Title, l.State)
		}
	}
	switch e.Verdict {
	case permission.Allowed:
		if count[slice.StatePass] == 0 || count[slice.StateStop] > 0 {
			t.Errorf("%s: %v", e.Sentence, count)
		}
	case permission.Denied:
		if count[slice.StateStop] == 0 {
			t.Errorf("%s: nothing stops it: %v", e.Sentence, count)
		}
		if len(e.Changes) == 0 {
			t.Errorf("%s: nothing would change it", e.Sentence)
		}
	default:
		if count[slice.StateIf]+count[slice.StateUnknown] == 0 || count[slice.StateStop] > 0 {
			t.Errorf("%s: %v", e.Sentence, count)
		}
	}
	if e.Verdict != permission.Denied && len(e.Changes) > 0 {
		t.Errorf("%s: changes %v", e.Sentence, e.Changes)
	}
}

func checkSentences(t *testing.T, e *slice.Explained) {
	t.Helper()
	begin := map[permission.Verdict]string{
		permission.Allowed: e.Principal.Name + " can ", permission.Conditional: e.Principal.Name + " can ",
		permission.Undetermined: "We cannot tell whether " + e.Principal.Name + " can ", permission.Denied: e.Principal.Name + " cannot ",
	}[e.Verdict]
	if !strings.HasPrefix(e.Sentence, begin) || !strings.HasSuffix(e.Sentence, ".") || strings.Contains(e.Sentence, "  ") {
		t.Errorf("sentence %q", e.Sentence)
	}
	if e.Verdict == permission.Allowed && !strings.Contains(e.Sentence, ", because ") {
		t.Errorf("no reason: %q", e.Sentence)
	}
	for _, l := range e.Layers {
		if !strings.HasSuffix(l.Sentence, ".") || l.Sentence[0] >= 'a' && l.Sentence[0] <= 'z' {
			t.Errorf("%s: %q", l.Title, l.Sentence)
		}
	}
	for _, c := range e.Conditions {
		if c.Text == "" || c.Holds != "true" && c.Holds != "false" && c.Holds != "unknown" {
			t.Errorf("condition %+v", c)
		}
	}
}

// checkExcerpt reads the statement's lines as JSON.
func checkExcerpt(t *testing.T, e *slice.Excerpt) {
	t.Helper()
	lines := strings.Split(e.Text, "\n")
	if e.FromLine < e.FirstLine || e.ToLine < e.FromLine || e.ToLine-e.FirstLine >= len(lines) {
		t.Errorf("%s: lines %d to %d of %d from %d", e.Policy, e.FromLine, e.ToLine, len(lines), e.FirstLine)
		return
	}
	text := strings.Join(lines[e.FromLine-e.FirstLine:e.ToLine-e.FirstLine+1], "\n")
	text = strings.TrimSuffix(strings.TrimSpace(text), ",")
	text = text[strings.IndexByte(text, '{'):]
	var s struct{ Sid, Effect string }
	if err := json.Unmarshal([]byte(text), &s); err != nil || s.Sid != e.SID || s.Effect != e.Effect {
		t.Errorf("%s statement %d: %v in %s", e.Policy, e.Statement, err, text)
	}
}

// A document in one long line is laid out first.
func TestExcerptOfOneLine(t *testing.T) {
	data := sampleData(t)
	b := snapshot.NewBuilder(data)
	d := b.Data()
	policies := make(map[string]string)
	for key, text := range d.Documents {
		var short strings.Builder
		if err := compact(&short, text); err != nil {
			t.Fatal(err)
		}
		policies[key] = b.Document(short.String())
	}
	rename(d, policies)
	x := explorerOf(t, *d)
	e, err := slice.Explain(x.Asker(), slice.Request{Principal: "alice", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::kestrel-backups-eu/db.dump"})
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Statements) < 2 || e.Statements[0].ToLine == e.Statements[0].FromLine {
		t.Errorf("statements %+v", e.Statements)
	}
	for i := range e.Statements {
		checkExcerpt(t, &e.Statements[i])
	}
}

func compact(out *strings.Builder, text string) error {
	var v json.RawMessage
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return err
	}
	short, err := json.Marshal(v)
	out.Write(short)
	return err
}

func rename(d *snapshot.Data, keys map[string]string) {
	one := func(a *snapshot.Attachment) {
		if a != nil {
			a.Document = keys[a.Document]
		}
	}
	for i := range d.Organizations {
		for j := range d.Organizations[i].SCPs {
			one(&d.Organizations[i].SCPs[j].Attachment)
		}
		for j := range d.Organizations[i].RCPs {
			one(&d.Organizations[i].RCPs[j].Attachment)
		}
	}
	for i := range d.Identities {
		for j := range d.Identities[i].Inline {
			one(&d.Identities[i].Inline[j])
		}
		one(d.Identities[i].Trust)
	}
	for i := range d.Policies {
		one(&d.Policies[i].Attachment)
	}
	for i := range d.Resources {
		one(d.Resources[i].Policy)
	}
	for key := range keys {
		if keys[key] != key {
			delete(d.Documents, key)
		}
	}
}

// Sentences that readers see first.
func TestHeadlines(t *testing.T) {
	x := sampleExplorer(t)
	for _, c := range []struct{ principal, action, resource, want string }{
		{
			"alice", "sts:AssumeRole", "arn:aws:iam::222233334444:role/payments-reader",
			"alice can become payments-reader after signing in with MFA, because statement BecomeRoles of developer-base (through group developers) allows it, as 1 more does.",
		},
		{
			"alice", "s3:DeleteObject", "arn:aws:s3:::kestrel-backups-eu/db.dump",
			"alice cannot delete db.dump, because statement ProtectBackups of SCP protect-backups denies it.",
		},
		{
			"arn:aws:iam::444455556666:role/ci-deploy", "sts:AssumeRole", "arn:aws:iam::222233334444:role/deploy",
			"ci-deploy cannot become deploy, because no statement of the boundary ci-boundary allows it.",
		},
		{
			"*", "s3:GetObject", "arn:aws:s3:::kestrel-shipping-labels/x.pdf",
			"anyone can read x.pdf, because statement PublicRead of the bucket policy of kestrel-shipping-labels allows it.",
		},
		{
			"role/payments-reader", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:222233334444:secret:prod/payments/api-key-a41c9D",
			"payments-reader can read prod/payments/api-key if aws:SourceVpce is vpce-0a41c9d2e3f4a5b6c, because statement ReadSecrets of payments-read allows it.",
		},
	} {
		e, err := slice.Explain(x.Asker(), slice.Request{Principal: c.principal, Action: c.action, Resource: c.resource})
		if err != nil {
			t.Fatal(err)
		}
		if e.Sentence != c.want {
			t.Errorf("got  %s\nwant %s", e.Sentence, c.want)
		}
	}
}
