package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// The full counts, and in how many parts they are run.
const (
	oracleCases = 1_000_000
	oracleParts = 20
	kills       = 1000
	killParts   = 4
	lawCases    = 1_000_000
	lawParts    = 4
	worlds      = 500
	proofPairs  = 2000 // of each kind of policy
	proofParts  = 8
	pairs       = 8000
	pairParts   = 4
	samples     = 10_000
	plainPairs  = 60_000
	words       = 2_000_000
	subjects    = 16_000
	subjParts   = 4
	stacks      = 200_000
	stackParts  = 2
)

// The kinds of parts.
const (
	kindOracle = "oracle"
	kindKills  = "kills"
	kindFuzz   = "fuzz"
	kindLaws   = "laws"
	kindPlants = "planted"
	kindWorlds = "worlds"
	kindReason = "reasoner"
	kindProof  = "proof"
	kindAccess = "access"
)

// part is one piece of the full counts. Its number and its name stay the same
// as long as no fuzz target is added or removed.
type part struct {
	number int
	kind   string
	name   string
	count  int // cases, kills or seconds
	args   []string
	env    []string
}

// parts lists the chosen parts.
func (p plan) parts() ([]part, error) {
	all := append(p.oracle(), p.kills()...)
	all = append(append(all, p.laws()...), p.planted()...)
	all = append(append(all, p.worlds()...), p.reasoner()...)
	all = append(append(all, p.proof()...), p.access()...)
	fuzz, err := p.fuzz()
	if err != nil {
		return nil, err
	}
	return p.choose(append(all, fuzz...))
}

// choose numbers the parts and keeps those that are asked for.
func (p plan) choose(all []part) ([]part, error) {
	if p.to == 0 {
		p.to = len(all)
	}
	if p.from < 1 || p.to > len(all) || p.from > p.to {
		return nil, fmt.Errorf("parts %d to %d: there are parts 1 to %d", p.from, p.to, len(all))
	}
	var chosen []part
	for i := range all {
		all[i].number = i + 1
		if i+1 >= p.from && i+1 <= p.to && (p.only == "" || p.only == all[i].kind) {
			chosen = append(chosen, all[i])
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no parts of kind %q among %d to %d", p.only, p.from, p.to)
	}
	return chosen, nil
}

// seedOf keeps the seeds of parts apart, also those of neighbouring seeds.
func (p plan) seedOf(i int) string { return fmt.Sprintf("SIGHTLINE_SEED=%d", p.seed*1000+uint64(i)) }

func (p plan) oracle() (list []part) {
	for i := 1; i <= oracleParts; i++ {
		list = append(list, part{
			kind: kindOracle, name: fmt.Sprintf("oracle-%02d", i), count: oracleCases / oracleParts,
			args: []string{"./internal/trial", "-run=^TestAgainstOracle$", "-count=1", "-v", "-timeout=4h"},
			env:  []string{fmt.Sprintf("SIGHTLINE_CASES=%d", oracleCases/oracleParts), p.seedOf(i)},
		})
	}
	return list
}

// laws are those of the evaluator on random cases: what is not known, what is
// added, how it is spelled.
func (p plan) laws() (list []part) {
	for i := 1; i <= lawParts; i++ {
		list = append(list, part{
			kind: kindLaws, name: fmt.Sprintf("laws-%d", i), count: lawCases / lawParts,
			args: []string{"./iam/eval", "-run=^Test", "-count=1", "-v", "-timeout=4h"},
			env:  []string{fmt.Sprintf("SIGHTLINE_CASES=%d", lawCases/lawParts), p.seedOf(200 + i)},
		})
	}
	return list
}

// worlds are random organizations in which all ways of asking must agree.
func (p plan) worlds() []part {
	return []part{{
		kind: kindWorlds, name: "worlds", count: worlds,
		args: []string{"./internal/trial", "-run=^TestWorlds$", "-count=1", "-v", "-timeout=4h"},
		env:  []string{fmt.Sprintf("SIGHTLINE_WORLDS=%d", worlds), p.seedOf(400)},
	}}
}

// reasoner is the laws of the checks on random pairs of policies, with sampled
// requests against each proof, and the reasoner against plainer versions of its
// parts.
func (p plan) reasoner() (list []part) {
	for i := 1; i <= pairParts; i++ {
		list = append(list, part{
			kind: kindReason, name: fmt.Sprintf("checks-%d", i), count: pairs / pairParts,
			args: []string{"./iam/check", "-run=^Test", "-count=1", "-v", "-timeout=4h"},
			env: []string{
				fmt.Sprintf("SIGHTLINE_PAIRS=%d", pairs/pairParts), p.seedOf(500 + i), fmt.Sprintf("SIGHTLINE_SAMPLES=%d", samples),
			},
		})
	}
	return append(list, part{
		kind: kindReason, name: "search", count: plainPairs,
		args: []string{"./iam/symbolic", "-run=^Test", "-count=1", "-v", "-timeout=4h"},
		env:  []string{fmt.Sprintf("SIGHTLINE_PLAIN=%d", plainPairs), p.seedOf(510), fmt.Sprintf("SIGHTLINE_WORDS=%d", words)},
	})
}

// access is the laws of external access on random resources, and of the reasoner
// over all layers on random stacks.
func (p plan) access() (list []part) {
	add := func(name, run, setting string, i, count int) {
		list = append(list, part{
			kind: kindAccess, name: fmt.Sprintf("%s-%d", name, i), count: count,
			args: []string{"./access/analyze", "-run=" + run, "-count=1", "-v", "-timeout=4h"},
			env:  []string{fmt.Sprintf("%s=%d", setting, count), p.seedOf(600 + len(list)), "SIGHTLINE_SAMPLES=1000"},
		})
	}
	for i := 1; i <= subjParts; i++ {
		add("external", "^Test(Findings|Denies)", "SIGHTLINE_SUBJECTS", i, subjects/subjParts)
	}
	for i := 1; i <= stackParts; i++ {
		add("stacks", "^TestStack", "SIGHTLINE_STACKS", i, stacks/stackParts)
	}
	return list
}

// proof is generated questions, which the reasoner, cvc5, the evaluator and
// samples must answer alike, and one part with all questions about AWS's managed
// policies.
func (p plan) proof() (list []part) {
	for i := 1; i <= proofParts; i++ {
		list = append(list, part{
			kind: kindProof, name: fmt.Sprintf("proof-%d", i), count: proofPairs / proofParts,
			args: []string{"./internal/proof", "-run=^TestReasoner$", "-count=1", "-v", "-timeout=4h"},
			env:  []string{fmt.Sprintf("SIGHTLINE_QUESTIONS=%d", proofPairs/proofParts), p.seedOf(500 + i)},
		})
	}
	return append(list, part{
		kind: kindProof, name: "proof-managed", count: 1,
		args: []string{"./internal/proof", "-run=^TestReasonerOnManagedPolicies$", "-count=1", "-v", "-timeout=4h"},
		env:  []string{"SIGHTLINE_MANAGED=1", p.seedOf(520)},
	})
}

// planted is every mistake of testdata/planted.
func (p plan) planted() []part {
	return []part{{
		kind: kindPlants, name: "planted", count: 1,
		args: []string{"./internal/planted", "-run=^TestPlantedMistakes$", "-count=1", "-v", "-timeout=1h"},
		env:  []string{"SIGHTLINE_PLANTED=all", p.seedOf(300)},
	}}
}

func (p plan) kills() (list []part) {
	for i := 1; i <= killParts; i++ {
		list = append(list, part{
			kind: kindKills, name: fmt.Sprintf("kills-%d", i), count: kills / killParts,
			args: []string{"./store/sqlite", "-run=^TestKilledAtAnyMoment$", "-count=1", "-v", "-timeout=4h"},
			env:  []string{fmt.Sprintf("SIGHTLINE_KILLS=%d", kills/killParts), p.seedOf(100 + i)},
		})
	}
	return list
}

// fuzz finds every fuzz target of the tree.
func (p plan) fuzz() (list []part, err error) {
	c := exec.Command("go", "test", "-list=^Fuzz", "./...")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("list the fuzz targets: %w", err)
	}
	return p.fuzzParts(string(out)), nil
}

// fuzzParts reads the answer of `go test -list`: the targets of a package, a
// line each, and then the package's own line.
func (p plan) fuzzParts(out string) (list []part) {
	var targets []string
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		switch {
		case len(words) == 1 && strings.HasPrefix(words[0], "Fuzz"):
			targets = append(targets, words[0])
		case len(words) > 1 && words[0] == "ok":
			for _, target := range targets {
				list = append(list, fuzzPart(words[1], target, p.fuzzTime))
			}
			targets = nil
		}
	}
	return list
}

func fuzzPart(path, target string, d time.Duration) part {
	_, short, _ := strings.Cut(path, "/")
	return part{
		kind: kindFuzz, name: "fuzz " + short + " " + target, count: int(d.Seconds()),
		args: []string{path, "-run=^$", "-fuzz=^" + target + "$", "-fuzztime=" + d.String()},
	}
}
