package semantics

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the project's top folder.
const root = "../.."

// headings are the parts of a page, in order.
func headings() []string { return []string{"Rule", "Reading", "Cases", "Code", "Unknown"} }

// A page is one file of docs/semantics, taken apart by its headings.
type page struct {
	name  string
	text  string
	parts map[string]string
}

// quoted lists what stands in backquotes.
func quoted(text string) (out []string) {
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

func readPages(t *testing.T) []page {
	t.Helper()
	files, _ := filepath.Glob(root + "/docs/semantics/*.md")
	var pages []page
	for _, file := range files {
		if filepath.Base(file) != "README.md" {
			pages = append(pages, newPage(filepath.Base(file), readText(t, file)))
		}
	}
	if len(pages) < 40 {
		t.Fatalf("only %d pages found", len(pages))
	}
	return pages
}

func newPage(name, text string) page {
	p := page{name: name, text: text, parts: make(map[string]string)}
	for _, part := range strings.Split(text, "\n## ")[1:] {
		heading, body, _ := strings.Cut(part, "\n")
		p.parts[heading] = strings.TrimSpace(body)
	}
	return p
}

func readText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPagesHaveTheirParts(t *testing.T) {
	heading := regexp.MustCompile(`(?m)^## (.*)$`)
	for _, p := range readPages(t) {
		t.Run(p.name, func(t *testing.T) {
			var found []string
			for _, m := range heading.FindAllStringSubmatch(p.text, -1) {
				found = append(found, m[1])
			}
			if !slices.Equal(found, headings()) {
				t.Errorf("headings %q, want %q", found, headings())
			}
			for name, body := range p.parts {
				if body == "" {
					t.Errorf("nothing under %s", name)
				}
			}
			checkForm(t, p)
		})
	}
}

func checkForm(t *testing.T, p page) {
	if !strings.HasPrefix(p.text, "# ") {
		t.Error("the page must begin with its title")
	}
	rule := strings.Join(strings.Fields(p.parts["Rule"]), " ")
	if !strings.Contains(rule, "Source: ") {
		t.Error("Rule must give a source")
	}
	if !strings.Contains(rule, "read 2026-") && !strings.Contains(rule, "our own rule") {
		t.Error("Rule must say when the source was read, or that the rule is our own")
	}
	if n := strings.Count(p.text, "\n"); n < 20 || n > 60 {
		t.Errorf("%d lines, want 20 to 60", n)
	}
}

// TestCasesExist reads every name under Cases.
func TestCasesExist(t *testing.T) {
	known := knownCases(t)
	for _, p := range readPages(t) {
		for _, name := range quoted(p.parts["Cases"]) {
			if !known[name] {
				t.Errorf("%s names %q, which is no case", p.name, name)
			}
		}
	}
}

// TestEveryCaseStandsOnAPage: a case without a page proves no rule that anybody
// can read.
func TestEveryCaseStandsOnAPage(t *testing.T) {
	named := make(map[string]bool)
	for _, p := range readPages(t) {
		for _, name := range quoted(p.parts["Cases"]) {
			named[name] = true
		}
	}
	for name := range pagedCases(t) {
		if !named[name] {
			t.Errorf("case %q stands on no page", name)
		}
	}
}

func TestIndexNamesEveryPage(t *testing.T) {
	index := readText(t, root+"/docs/semantics/README.md")
	links := make(map[string]bool)
	for _, m := range regexp.MustCompile(`\]\(([a-z0-9-]+\.md)\)`).FindAllStringSubmatch(index, -1) {
		if links[m[1]] {
			t.Errorf("the index names %s twice", m[1])
		}
		links[m[1]] = true
	}
	for _, p := range readPages(t) {
		if !links[p.name] {
			t.Errorf("the index does not name %s", p.name)
		}
		delete(links, p.name)
	}
	for name := range links {
		t.Errorf("the index names %s, which does not exist", name)
	}
}

// TestLinksLead follows links from page to page.
func TestLinksLead(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)]+)\)`)
	for _, p := range readPages(t) {
		for _, m := range link.FindAllStringSubmatch(p.text, -1) {
			if _, err := os.Stat(filepath.Join(root, "docs/semantics", m[1])); err != nil {
				t.Errorf("%s links to %s, which does not exist", p.name, m[1])
			}
		}
	}
}
