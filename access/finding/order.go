package finding

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// distinct is the sorted list without repetition; nil for an empty one.
func distinct(list []string) []string { return distinctFunc(list, strings.Compare) }

func distinctFunc[T any](list []T, compare func(a, b T) int) []T {
	if len(list) == 0 {
		return nil
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, compare)
	return slices.CompactFunc(out, func(a, b T) bool { return compare(a, b) == 0 })
}

func cloneMap(m map[string]string) map[string]string {
	if len(m) == 0 {
		return nil
	}
	return maps.Clone(m)
}

// firstKey is the least key of a map, with its value.
func firstKey(m map[string]string) (key, value string) {
	if len(m) == 0 {
		return "", ""
	}
	key = slices.Min(slices.Collect(maps.Keys(m)))
	return key, m[key]
}

func compareSources(a, b Source) int {
	return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.AccessPointARN, b.AccessPointARN),
		strings.Compare(a.AccessPointAccount, b.AccessPointAccount))
}

func compareEvidence(a, b Evidence) int {
	return cmp.Or(strings.Compare(a.Layer, b.Layer), strings.Compare(a.Kind, b.Kind), strings.Compare(a.Policy, b.Policy),
		cmp.Compare(place(a.Statement), place(b.Statement)), strings.Compare(a.SID, b.SID),
		strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
}

// place puts what has no statement before the first.
func place(statement *int) int {
	if statement == nil {
		return -1
	}
	return *statement
}

func compareUnusedActions(a, b UnusedAction) int { return strings.Compare(a.Action, b.Action) }

func compareUnusedServices(a, b UnusedService) int { return strings.Compare(a.Namespace, b.Namespace) }

// moment is a time as findings keep it: UTC, whole milliseconds.
func moment(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := moment(*t)
	return &at
}
