package server

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sightline/server/job"
)

// counts are the requests by route and status.
type counts struct {
	mu sync.Mutex
	by map[answered]int
}

type answered struct {
	route  string
	status int
}

func (c *counts) add(route string, status int) {
	if route == "" {
		route = "refused" // before a route was looked for
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = make(map[answered]int)
	}
	c.by[answered{route, status}]++
}

func (c *counts) sorted() (keys []answered, by map[answered]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	by = maps.Clone(c.by)
	keys = slices.SortedFunc(maps.Keys(by), func(a, b answered) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.status, b.status))
	})
	return keys, by
}

// page is a text in the Prometheus exposition format.
type page struct{ strings.Builder }

func (p *page) head(name, kind, help string) {
	fmt.Fprintf(p, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func (p *page) gauge(name, help string, value float64) {
	p.head(name, "gauge", help)
	fmt.Fprintf(p, "%s %s\n", name, strconv.FormatFloat(value, 'f', -1, 64))
}

// metrics holds counts and times, and no names of anything in a snapshot.
func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) {
	p := &page{}
	s.scanMetrics(p)
	if picture := s.Pipeline.Picture(); picture != nil {
		p.gauge("sightline_snapshot_taken_timestamp_seconds", "When the collection of the snapshot in use began.", float64(picture.Meta.TakenAt.UnixMilli())/1000)
		p.gauge("sightline_snapshot_gaps", "Calls that were refused or failed, in the snapshot in use.", float64(picture.Meta.Gaps))
		p.gauge("sightline_snapshot_identities", "Users, roles and groups in the snapshot in use.", float64(picture.Meta.Identities))
		p.gauge("sightline_snapshot_resources", "Resources in the snapshot in use.", float64(picture.Meta.Resources))
	}
	p.head("sightline_http_requests_total", "counter", "Requests by route and status.")
	keys, by := s.counts.sorted()
	for _, k := range keys {
		fmt.Fprintf(p, "sightline_http_requests_total{route=%q,code=\"%d\"} %d\n", k.route, k.status, by[k])
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	p.gauge("go_goroutines", "Goroutines.", float64(runtime.NumGoroutine()))
	p.gauge("go_memstats_heap_alloc_bytes", "Bytes of heap objects in use.", float64(memory.HeapAlloc))
	p.gauge("go_memstats_sys_bytes", "Bytes taken from the system.", float64(memory.Sys))
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte(p.String()))
}

func (s *Server) scanMetrics(p *page) {
	p.head("sightline_scans_total", "counter", "Scans that ended, by how.")
	ended := s.Pipeline.Ended()
	for _, state := range [...]job.State{job.Done, job.Failed, job.Cancelled} {
		fmt.Fprintf(p, "sightline_scans_total{state=%q} %d\n", state, ended[state])
	}
	running := 0.0
	for _, scan := range s.Pipeline.Scans() {
		if !scan.State.Over() {
			running = 1
			continue
		}
		p.gauge("sightline_last_scan_timestamp_seconds", "When the last scan ended.", float64(scan.FinishedAt.UnixMilli())/1000)
		p.gauge("sightline_last_scan_duration_seconds", "How long the last scan took.", scan.FinishedAt.Sub(scan.StartedAt).Seconds())
		break
	}
	p.gauge("sightline_scans_running", "Whether a scan runs.", running)
}
