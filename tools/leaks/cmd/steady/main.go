// Command steady allocates a lot and keeps its size: caches with bounds,
// pools, rings, tables filled once, and garbage.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"sync"
	"time"

	"captures.example/leaks/kit"
	"github.com/tidemark/flow"
	"github.com/tidemark/flow/memo"
)

func portrait(id int) []byte { return make([]byte, 2000+id%100) }

type session struct {
	user string
	at   int
	data [400]byte
}

// sessions expire after 2000 turns.
type sessions struct {
	byUser map[string]*session
	turn   int
}

func (s *sessions) touch(n int) {
	for range n {
		s.turn++
		s.byUser[fmt.Sprint("user-", s.turn)] = &session{at: s.turn}
		delete(s.byUser, fmt.Sprint("user-", s.turn-2000))
	}
}

// window keeps the latest latencies.
type window struct {
	vals []float64
	next int
}

func (w *window) add(n int) {
	for range n {
		if len(w.vals) < 1<<18 {
			w.vals = append(w.vals, rand.Float64())
			continue
		}
		w.vals[w.next%len(w.vals)] = rand.Float64()
		w.next++
	}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func render(n int) {
	for i := range n / 10 {
		b := buffers.Get().(*bytes.Buffer)
		b.Reset()
		for j := range 300 {
			fmt.Fprintf(b, "row %d of page %d\n", j, i)
		}
		buffers.Put(b)
	}
}

func encode(n int) (size int) {
	for i := range n / 20 {
		b, err := json.Marshal(map[string]any{"id": i, "tags": strings.Fields("a b c d e f"), "nested": []map[string]int{{"x": 1}, {"y": 2}}})
		if err != nil {
			panic(err)
		}
		size += len(b)
	}
	return size
}

func squeeze(n int) {
	for range n / 5000 {
		var b bytes.Buffer
		zw := gzip.NewWriter(&b)
		zw.Write(make([]byte, 100_000))
		zw.Close()
	}
}

func rank(n int) {
	for range n / 1000 {
		xs := make([]float64, 50_000)
		for i := range xs {
			xs[i] = rand.Float64()
		}
		sort.Float64s(xs)
	}
}

var stopWords []string

func loadStopWords() {
	for i := range 60_000 {
		stopWords = append(stopWords, fmt.Sprintf("stopword-%d", i))
	}
}

// queue is a bounded channel that is always nearly full.
type queue struct{ c chan []byte }

func (q *queue) cycle(n int) {
	for range n {
		if len(q.c) == cap(q.c) {
			<-q.c
		}
		q.c <- make([]byte, 700)
	}
}

// batch grows and is flushed when it is full.
type batch struct{ rows []*[96]byte }

func (b *batch) collect(n int) {
	for range n {
		b.rows = append(b.rows, new([96]byte))
		if len(b.rows) == 10_000 {
			b.rows = b.rows[:0]
			clear(b.rows[:cap(b.rows)])
		}
	}
}

func main() {
	lru := memo.NewLRU(4000, portrait)
	s := &sessions{byUser: map[string]*session{}}
	w := &window{}
	q := &queue{make(chan []byte, 5000)}
	b := &batch{}
	exec := flow.NewExecutor(4)
	asked := 0
	flat := func(key, category, shape string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Shape: shape}
	}
	kit.Run(kit.Plan{Program: "steady", Scenarios: []kit.Scenario{
		{Name: "lru", Base: 12000, More: 60000, Do: func(n int) {
			for range n {
				asked++
				lru.Get(asked)
			}
		}, Truth: []kit.Truth{
			flat("main.portrait", "benign-bounded", "values of an LRU"),
			flat("github.com/tidemark/flow/memo.(*LRU[...]).Get", "benign-bounded", "map and list of an LRU"),
		}},
		{Name: "sessions", Base: 8000, More: 60000, Do: s.touch, Truth: []kit.Truth{flat("main.(*sessions).touch", "benign-bounded", "sessions that expire")}},
		{Name: "window", Base: 300000, More: 900000, Do: w.add, Truth: []kit.Truth{flat("main.(*window).add", "benign-bounded", "sliding window, full")}},
		{Name: "render", Base: 500, More: 9000, Do: render, Truth: []kit.Truth{
			flat("main.init.func1", "benign-pool", "sync.Pool New"),
			flat("main.render", "benign-pool", "buffers grown inside a pool"),
		}},
		{Name: "encode", Base: 2000, More: 60000, Do: func(n int) { encode(n) }, Truth: []kit.Truth{flat("main.encode", "benign-garbage", "JSON garbage and encoder caches")}},
		{Name: "squeeze", Base: 10000, More: 90000, Do: squeeze, Truth: []kit.Truth{flat("main.squeeze", "benign-garbage", "gzip writers")}},
		{Name: "rank", Base: 3000, More: 30000, Do: rank, Truth: []kit.Truth{flat("main.rank", "benign-garbage", "large temporary slices")}},
		{Name: "words", Start: loadStopWords, Truth: []kit.Truth{flat("main.loadStopWords", "benign-static-table", "filled once")}},
		{Name: "queue", Base: 8000, More: 50000, Do: q.cycle, Truth: []kit.Truth{flat("main.(*queue).cycle", "benign-bounded", "bounded channel, full")}},
		{Name: "batch", Base: 15000, More: 120000, Do: b.collect, Truth: []kit.Truth{flat("main.(*batch).collect", "benign-bounded", "batch that is flushed")}},
		{Name: "executor", Base: 10, More: 200, Do: func(n int) {
			var wg sync.WaitGroup
			for range n {
				wg.Add(1)
				exec.Submit(func() { defer wg.Done(); time.Sleep(50 * time.Microsecond) })
			}
			wg.Wait()
		}},
	}})
	select {}
}
