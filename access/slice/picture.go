package slice

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// A picture is everything that is to be seen, before it is folded.
type picture struct {
	x     *reach.Explorer
	k     *permission.Asker
	snap  *snapshot.Snapshot
	o     Options
	cards []card
	lines []line
	index map[string]int // cards by key
	seen  map[string]int // lines by their ends, kind and verdict
	// sources and sinks are the ends of paths.
	sources, sinks map[int]bool
	unread         *unreadNotes
	truncated      bool
	// through are lines that begin at a group, by member and group.
	through map[member][]line
	members []member // in order
	// backward: the object is given, and the sources are to be found.
	backward bool
	// onItself are the actions that work on the object itself, if it is a bucket.
	onItself []string
}

// A card is a node of the picture.
type card struct {
	column  int
	kind    NodeKind
	key     string
	thing   Thing
	count   int
	level   string
	members []string
	root    bool
	// owner of an action card: the key of its source, and how it is called.
	owner, ownerName string
	// order breaks ties between levels: what changes things first.
	order int
}

// A line is an edge of the picture, of one verdict.
type line struct {
	from, to   int
	kind       string
	verdict    permission.Verdict
	layer      authz.Layer
	conditions []permission.Condition
	ask        asking
	// others may be asked about where ask has nobody who can be named.
	others []asking
}

// An asking is what may stand for a line: one of the actions on the target.
type asking struct {
	principal string // empty: nobody can ask this
	actions   []string
	target    string
	// within are the patterns of the target's parts that are reached; absent:
	// all of it. exact: the target itself, not what lies in it.
	within []string
	exact  bool
}

func newPicture(x *reach.Explorer, o Options) *picture {
	return &picture{
		x: x, k: x.Asker(), snap: x.Asker().Snapshot, o: o, index: make(map[string]int), seen: make(map[string]int), through: make(map[member][]line),
		sources: make(map[int]bool), sinks: make(map[int]bool), unread: newUnreadNotes(x.Asker().Snapshot),
	}
}

// card adds a node or finds it again.
func (p *picture) card(c card) int {
	at, ok := p.index[c.key]
	if !ok {
		at = len(p.cards)
		p.index[c.key] = at
		p.cards = append(p.cards, c)
	}
	return at
}

// line adds an edge, unless one of its kind and verdict is there.
func (p *picture) line(l line) {
	if l.from == l.to {
		return
	}
	key := strings.Join([]string{p.cards[l.from].key, p.cards[l.to].key, l.kind, string(l.verdict), string(l.layer)}, "\x00")
	if at, ok := p.seen[key]; ok {
		if have := &p.lines[at]; have.ask.principal == "" && len(have.others) < maxOthers {
			have.others = append(have.others, append([]asking{l.ask}, l.others...)...)
		}
		return
	}
	p.seen[key] = len(p.lines)
	p.lines = append(p.lines, l)
}

// actor is the card of somebody who moves. The subject stands in the first
// column, whatever it is.
func (p *picture) actor(a *reach.Actor, root bool) int {
	c := card{column: ColumnIdentities, kind: p.actorKind(a), key: "actor " + a.Shown, thing: ThingOf(p.snap, a.Shown), root: root}
	if a.Kind == reach.NodeAccount {
		c.thing.Kind, c.thing.Name, c.thing.Detail = ThingAccount, a.Account, "account outside"
	}
	if c.kind == NodeRole && !root {
		c.column = ColumnGroups
	}
	return p.card(c)
}

func (p *picture) actorKind(a *reach.Actor) NodeKind {
	switch a.Kind {
	case reach.NodeCompute:
		if r := p.snap.Resource(a.Shown); r != nil && r.Type == snapshot.TypeInstance {
			return NodeInstance
		}
		return NodeCompute
	case reach.NodeService:
		return NodeService
	case reach.NodeProvider:
		return NodeProvider
	case reach.NodeAccount:
		return NodeAccount
	case reach.NodeAnyone:
		return NodeAnyone
	default:
		return callerKind(p.snap, a.Shown)
	}
}

// callerKind reads the kind of card off an ARN or name.
func callerKind(s *snapshot.Snapshot, text string) NodeKind {
	t := ThingOf(s, text)
	switch t.Kind {
	case ThingRole:
		if strings.Contains(text, ":assumed-role/") {
			return NodeSession
		}
		return NodeRole
	case ThingResource, ThingInstance:
		return NodeUser // such as a canonical user id
	default:
		return NodeKind(t.Kind)
	}
}

// mark shortens a key.
func mark(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x07")))
	return hex.EncodeToString(sum[:10])
}
