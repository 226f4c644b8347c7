// Command atlas learns places: maps that only grow, and maps that do not.
package main

import (
	"fmt"
	"strings"
	"sync"

	"captures.example/leaks/kit"
	"github.com/tidemark/flow/memo"
)

type place struct {
	name  string
	shape [60]float64
}

func newPlace(name string) *place { return &place{name: name} }

func placeName(i int) string { return fmt.Sprintf("place-%08d-of-the-northern-atlas", i) }

// gazetteer maps names to places.
type gazetteer struct {
	mu     sync.Mutex
	byName map[string]*place
	next   int
}

func (g *gazetteer) learn(n int) {
	for range n {
		g.next++
		g.put(placeName(g.next))
	}
}

func (g *gazetteer) put(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.byName[name] = newPlace(name)
}

type cell struct{ x, y int32 }

type weather struct{ temp, wind, rain, snow, fog, sun, ice float64 }

// grid keeps its values in the table itself.
type grid struct {
	cells map[cell]weather
	n     int32
}

func (g *grid) observe(n int) {
	for range n {
		g.n++
		g.cells[cell{g.n, -g.n}] = weather{temp: float64(g.n)}
	}
}

// postings is a map of slices.
type postings struct {
	lists map[string][]int64
	n     int
}

func (p *postings) add(n int) {
	for range n {
		p.n++
		w := words[p.n%len(words)] + words[p.n/7%len(words)] + fmt.Sprint(p.n/400)
		p.lists[w] = append(p.lists[w], int64(p.n))
	}
}

var words = strings.Fields("ness vik dal fjell sund holm strand berg lund mark havn elv foss tjern skog")

var sightings sync.Map

type sighting struct {
	at   [20]int64
	note string
}

func report(from, n int) {
	for i := range n {
		sightings.Store(from+i, &sighting{note: "clear"})
	}
}

// visits is a map of maps.
type visits map[int]map[uint64]struct{}

func (v visits) enter(room int, n, from int) {
	m := v[room]
	if m == nil {
		m = make(map[uint64]struct{})
		v[room] = m
	}
	for i := range n {
		m[uint64(from+i)*0x9e3779b97f4a7c15] = struct{}{}
	}
}

var registry = map[string][]byte{}

// enrol is a function value over a global map.
var enrol = func(from, n int) {
	for i := range n {
		registry[fmt.Sprint("member-", from+i)] = make([]byte, 640)
	}
}

func renderTile(id int) []byte { return make([]byte, 900+id%64) }

var codes map[string]int

func loadCodes(n int) map[string]int {
	m := make(map[string]int)
	for i := range n {
		m[fmt.Sprint("code-", i)] = i
	}
	return m
}

// leases deletes what is older than a thousand turns.
type leases struct {
	until map[int]*[200]byte
	turn  int
}

func (l *leases) renew(n int) {
	for range n {
		l.turn++
		l.until[l.turn] = new([200]byte)
		delete(l.until, l.turn-1000)
	}
}

// census fills and clears one map over and over.
type census struct{ seen map[int]int }

func (c *census) count(n int) {
	for range n / 5000 {
		for i := range 5000 {
			c.seen[i]++
		}
		clear(c.seen)
	}
}

func main() {
	g := &gazetteer{byName: map[string]*place{}}
	gr := &grid{cells: map[cell]weather{}}
	p := &postings{lists: map[string][]int64{}}
	v := visits{}
	tiles := memo.New(renderTile)
	recent := memo.NewLRU(3000, renderTile)
	l := &leases{until: map[int]*[200]byte{}}
	c := &census{seen: map[int]int{}}
	var reported, entered, enrolled, drawn, shown int
	heap := func(key, category string, mb float64, shape string, accept ...string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Leak: true, Grows: true, MinMB: mb, Accept: accept, Shape: shape}
	}
	flat := func(key, category, shape string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Shape: shape}
	}
	kit.Run(kit.Plan{Program: "atlas", Scenarios: []kit.Scenario{
		{Name: "places", Base: 8000, More: 60000, Do: g.learn, Truth: []kit.Truth{
			heap("main.newPlace", "map-growth", 25, "values of a map[string]*T that only grows", "object-retention"),
			heap("main.(*gazetteer).put", "map-growth", 1.5, "its table"),
			heap("main.placeName", "map-growth", 2, "its keys", "string-retention", "object-retention"),
		}},
		{Name: "weather", Base: 10000, More: 150000, Do: gr.observe, Truth: []kit.Truth{
			heap("main.(*grid).observe", "map-growth", 8, "table with values of 56 bytes inline"),
		}},
		{Name: "postings", Base: 20000, More: 400000, Do: p.add, Truth: []kit.Truth{
			heap("main.(*postings).add", "map-growth", 4, "map of slices: table, keys and slices at one line", "slice-growth", "object-retention"),
		}},
		{Name: "sightings", Base: 5000, More: 60000, Do: func(n int) { report(reported, n); reported += n }, Truth: []kit.Truth{
			heap("main.report", "map-growth", 12, "sync.Map: entries, trie nodes, boxed keys and values", "sync-map-growth", "object-retention"),
		}},
		{Name: "visits", Base: 20000, More: 200000, Do: func(n int) {
			for room := range 4 {
				v.enter(room, n/4, entered)
			}
			entered += n / 4
		}, Truth: []kit.Truth{
			heap("main.visits.enter", "map-growth", 2, "sets inside a map"),
		}},
		{Name: "members", Base: 3000, More: 40000, Do: func(n int) { enrol(enrolled, n); enrolled += n }, Truth: []kit.Truth{
			heap("main.init.func1", "map-growth", 15, "global map filled by a function value: table, keys, values", "object-retention", "string-retention"),
		}},
		{Name: "tiles", Base: 2000, More: 30000, Do: func(n int) {
			for range n {
				drawn++
				tiles.Get(drawn)
			}
		}, Truth: []kit.Truth{
			heap("main.renderTile", "map-growth", 18, "values of a generic memo without bounds; the same function also feeds a bounded one", "object-retention", "slice-growth"),
			heap("github.com/tidemark/flow/memo.(*Memo[...]).Get", "map-growth", 0.4, "its table, in a library"),
		}},
		{Name: "recent", Base: 9000, More: 30000, Do: func(n int) {
			for range n {
				shown++
				recent.Get(shown)
			}
		}, Truth: []kit.Truth{
			flat("github.com/tidemark/flow/memo.(*LRU[...]).Get", "benign-bounded", "LRU: as many as before"),
		}},
		{Name: "codes", Start: func() { codes = loadCodes(40000) }, Truth: []kit.Truth{
			flat("main.loadCodes", "benign-static-table", "filled once"),
		}},
		{Name: "leases", Base: 5000, More: 60000, Do: l.renew, Truth: []kit.Truth{
			flat("main.(*leases).renew", "benign-bounded", "map with deletes"),
		}},
		{Name: "census", Base: 5000, More: 50000, Do: c.count, Truth: []kit.Truth{
			flat("main.(*census).count", "benign-bounded", "map cleared and reused"),
		}},
	}})
	select {}
}
