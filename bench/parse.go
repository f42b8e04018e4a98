package main

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"sort"
	"strings"

	"sightline/iam/glob"
	"sightline/iam/policy"
)

// parseRows compares the policy parser, which keeps the place of every element
// and reports what is wrong, with encoding/json, which does neither.
func parseRows(f *fixture) ([]row, error) {
	w, err := f.account()
	if err != nil {
		return nil, err
	}
	var texts [][]byte
	size := 0
	for _, text := range sortedTexts(w.snapshot.Data().Documents) {
		texts = append(texts, []byte(text))
		size += len(text)
	}
	t := byTurns(f.reps, func(n int) uint64 { return parseAll(texts, n) }, func(n int) uint64 { return unmarshalAll(texts, n) })
	return []row{{
		what: fmt.Sprintf("parse policies (%d documents, %s)", len(texts), writeBytes(float64(size))),
		ours: speed(t[0], size), other: speed(t[1], size).of("encoding/json into any"),
	}}, nil
}

func sortedTexts(documents map[string]string) (out []string) {
	for _, text := range documents {
		out = append(out, text)
	}
	sort.Strings(out)
	return out
}

// speed turns the time of one pass over size bytes into MB/s.
func speed(t timing, size int) figure {
	out := figure{unit: megabytesPerSecond}
	for _, ns := range t.ns {
		out.values = append(out.values, float64(size)/ns*1e3)
	}
	return out
}

func parseAll(texts [][]byte, n int) (count uint64) {
	for range n {
		for _, text := range texts {
			count += uint64(len(policy.Parse(text).Statements))
		}
	}
	return count
}

func unmarshalAll(texts [][]byte, n int) (count uint64) {
	for range n {
		for _, text := range texts {
			var v any
			if json.Unmarshal(text, &v) == nil {
				count++
			}
		}
	}
	return count
}

func globPatterns() []string {
	return []string{"arn:aws:s3:::reports/*", "arn:aws:s3:::*/2026/*.csv", "arn:aws:s3:::logs-????/*", "arn:aws:s3:::exact/object.txt", "*"}
}

func globTexts() []string {
	return []string{"arn:aws:s3:::reports/2026/q3.csv", "arn:aws:s3:::logs-2026/a/b/c.gz", "arn:aws:s3:::exact/object.txt", "arn:aws:sqs:eu-west-1:111122223333:orders"}
}

// globRows compares one match of a compiled pattern with a compiled regular
// expression that means the same, and with path.Match, whose star ends at a
// slash and which reads the pattern each time.
func globRows(f *fixture) ([]row, error) {
	var compiled []glob.Pattern
	var expressions []*regexp.Regexp
	patterns := globPatterns()
	for _, p := range patterns {
		compiled = append(compiled, glob.New(p))
		quoted := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(p))
		expressions = append(expressions, regexp.MustCompile("^(?s:"+quoted+")$"))
	}
	for i := range compiled {
		for _, text := range globTexts() {
			if compiled[i].Match(text) != expressions[i].MatchString(text) {
				return nil, fmt.Errorf("pattern %s and its regular expression differ about %s", patterns[i], text)
			}
		}
	}
	t := byTurns(f.reps,
		matchAll(len(compiled), func(i int, text string) bool { return compiled[i].Match(text) }),
		matchAll(len(compiled), func(i int, text string) bool { return expressions[i].MatchString(text) }),
		matchAll(len(compiled), func(i int, text string) bool { ok, _ := path.Match(patterns[i], text); return ok }))
	return []row{
		{what: "match an ARN with a pattern", ours: tookWith(t[0]), other: took(t[1]).of("regexp")},
		{what: "  against a simpler language", ours: tookWith(t[0]), other: took(t[2]).of("path.Match")},
	}, nil
}

// matchAll goes through all pairs of pattern and text, n matches in all.
func matchAll(patterns int, match func(i int, text string) bool) op {
	texts := globTexts()
	return func(n int) (matched uint64) {
		for k := range n {
			if match(k%patterns, texts[k/patterns%len(texts)]) {
				matched++
			}
		}
		return matched
	}
}
