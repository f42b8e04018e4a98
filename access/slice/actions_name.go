package slice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// actionsName names a card: by its level, or as its only action.
func actionsName(level int, actions []string) string {
	if len(actions) == 1 {
		_, name, _ := strings.Cut(actions[0], ":")
		return name
	}
	return levelNames[level]
}

// actionsDetail names the services with most actions, and how many there are:
// "s3, sqs and 2 more · 52 actions".
func actionsDetail(actions []string) string {
	counts := make(map[string]int)
	var services []string
	for _, a := range actions {
		service, _, _ := strings.Cut(a, ":")
		services = add(services, service)
		counts[service]++
	}
	slices.SortFunc(services, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	text := strings.Join(services, ", ")
	if len(services) > 3 {
		text = fmt.Sprintf("%s, %s and %d more", services[0], services[1], len(services)-2)
	}
	return text + " · " + countOf(len(actions), "action")
}
