package emulator

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"sightline/cli"
)

// A matrix makes one scan for each operation of a full scan, with that one
// operation spoilt, and holds the answers against those of the full scan.
type matrix struct {
	*testing.T
	w          *shared
	operations []string
	whole      answerJSON
	stored     exported
	asks       []question
	truth      map[string]outcome // by question
}

// outcome is an answer as far as it can be compared.
type outcome struct {
	exit       int
	incomplete bool
	facts      map[string]string
	stderr     string
}

// abreast is how many scans run at a time: most of it is waiting for the
// limits of calls per second.
const abreast = 12

// fullScan reads everything, for the matrix to compare with.
func fullScan(t *testing.T) *matrix {
	w := seeded(t)
	p := proxy(t, w)
	d := atDesk(t, p.URL)
	m := &matrix{T: t, w: w, whole: d.scan(0, "--organization", twoRegions), asks: questions(w.World), truth: map[string]outcome{}}
	m.operations, m.stored = p.Operations(), d.export()
	for _, q := range m.asks {
		m.truth[q.name] = d.inside(q.args)
	}
	return m
}

// fewer takes every third question: enough for answers that are spoilt in
// another way than by a refusal, of which all questions are asked.
func (m *matrix) fewer() (few []question) {
	for i := 0; i < len(m.asks); i += 3 {
		few = append(few, m.asks[i])
	}
	return few
}

// inside asks in this process, which is quicker than starting the program.
func (d *desk) inside(args []string) outcome {
	var stdout, stderr bytes.Buffer
	exit := cli.Main(append(slices.Clone(args), "--output", "json", "--store", d.store), d.env, strings.NewReader(""), &stdout, &stderr)
	var a answerJSON
	if exit != 2 && json.Unmarshal(stdout.Bytes(), &a) != nil {
		return outcome{exit: -1, stderr: stdout.String()}
	}
	return outcome{exit, a.Incomplete, a.facts(), strings.TrimSpace(stderr.String())}
}

// each runs one scan for every operation, several at a time.
func (m *matrix) each(do Behaviour, env []string, examine func(operation string, d *desk, a answerJSON, r result)) {
	places := make(chan struct{}, abreast)
	var all sync.WaitGroup
	for _, operation := range m.operations {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			p := NewProxy(m.w.memory, On(operation, do))
			defer p.Close()
			d := atDesk(m.T, p.URL, env...)
			a, r := d.ask("scan", "--organization", twoRegions)
			examine(operation, d, a, r)
		})
	}
	all.Wait()
}

// fatal are calls without which nothing can be done with --organization.
func fatal(operation string) bool {
	return operation == "sts:GetCallerIdentity" || operation == "organizations:ListAccounts" || operation == "organizations:DescribeOrganization"
}

// harmless tells of calls whose failure changes nothing that is asked here:
// the Regions are chosen, so that nobody needs the list of all.
func harmless(operation string) bool { return operation == "ec2:DescribeRegions" }

// nothingStored proves that a scan that could not be done left nothing.
func (m *matrix) nothingStored(operation string, d *desk, r result) {
	if strings.Count(strings.TrimSpace(r.stderr), "\n") > 0 || !strings.HasPrefix(r.stderr, "sightline: ") {
		m.Errorf("%s: not one clear line: %s", operation, r.stderr)
	}
	if o := d.inside([]string{"can", "alice", "s3:ListAllMyBuckets"}); o.exit != 2 || !strings.Contains(o.stderr, "no snapshot") {
		m.Errorf("%s: something was stored: %+v", operation, o)
	}
}

// neverWrong demands of every answer that it is the true one, or says that it
// may not be.
func (m *matrix) neverWrong(operation string, d *desk) {
	for _, q := range m.asks {
		want, got := m.truth[q.name], d.inside(q.args)
		if wrong := got.wrong(want); wrong != "" {
			m.Errorf("without %s: %s (%s): %s", operation, q.name, strings.Join(q.args, " "), wrong)
		}
	}
}

// wrong says what is wrong with an answer, or nothing.
func (o outcome) wrong(truth outcome) string {
	switch {
	case o.exit == -1:
		return "no JSON: " + o.stderr
	case o.exit == 2: // could not be asked; TestUnreadIsSaid looks at the words
		return ""
	case o.facts["decision"] == "Unknown":
		return ""
	case o.facts["decision"] != "":
		if o.facts["decision"] != truth.facts["decision"] {
			return o.facts["decision"] + ", the truth is " + truth.facts["decision"]
		}
		return ""
	}
	return o.wrongList(truth)
}

// wrongList compares lists of principals or targets: a complete one is the
// same, an incomplete one has nobody whom the truth does not have, and nobody
// more certain.
func (o outcome) wrongList(truth outcome) string {
	rank := map[string]int{"": 0, "undetermined": 1, "conditional": 2, "allowed": 3}
	for _, name := range slices.Sorted(maps.Keys(o.facts)) {
		if is, was := o.facts[name], truth.facts[name]; rank[is] > max(rank[was], 2) || !o.incomplete && is != was {
			return name + " is " + is + ", the truth is " + was
		}
	}
	for _, name := range slices.Sorted(maps.Keys(truth.facts)) {
		if o.facts[name] == "" && !o.incomplete {
			return name + " is not listed, and the answer is not called incomplete; the truth is " + truth.facts[name]
		}
	}
	return ""
}
