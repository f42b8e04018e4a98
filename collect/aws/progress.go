package aws

import "sync"

// progress counts parts and tells of them, one at a time.
type progress struct {
	mu       sync.Mutex
	tell     func(Progress)
	finished int
	total    int
}

func newProgress(tell func(Progress)) *progress { return &progress{tell: tell} }

// expect adds parts that will begin.
func (p *progress) expect(n int) {
	p.mu.Lock()
	p.total += n
	p.mu.Unlock()
}

func (p *progress) begin(m member, region, service string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.say(m, region, service, Reading)
}

func (p *progress) end(m member, region, service string, gaps bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished++
	state := Done
	if gaps {
		state = Failed
	}
	p.say(m, region, service, state)
}

func (p *progress) say(m member, region, service, state string) {
	if p.tell == nil {
		return
	}
	p.tell(Progress{
		Account: m.id, AccountName: m.name, Region: region, Service: service,
		State: state, Finished: p.finished, Total: p.total,
	})
}
