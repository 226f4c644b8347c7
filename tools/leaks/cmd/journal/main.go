// Command journal writes things down: slices, queues, buffers and lists that
// only grow, and rings and scratch space that do not.
package main

import (
	"bytes"
	"container/list"
	"fmt"
	"io"
	"strings"

	"captures.example/leaks/kit"
)

type posting struct {
	at      int64
	account [2]int64
	amount  float64
	flags   uint64
}

// book is one ever longer slice of values.
type book struct{ postings []posting }

func (b *book) enter(n int) {
	for i := range n {
		b.postings = append(b.postings, posting{at: int64(i)})
	}
}

type letter struct {
	to   string
	text [300]byte
}

func writeLetter(to string) *letter { return &letter{to: to} }

// outbox keeps what it has sent.
type outbox struct{ letters []*letter }

func (o *outbox) send(n int) {
	for range n {
		o.letters = append(o.letters, writeLetter("harbour master"))
	}
}

// tape is a buffer nobody reads.
type tape struct{ buf bytes.Buffer }

func (t *tape) record(n int) {
	for i := range n {
		fmt.Fprintf(&t.buf, "event %d at gate %d: pallet moved by crane\n", i, i%17)
	}
}

// spool keeps whole documents.
type spool struct{ docs [][]byte }

func (s *spool) receive(n int) error {
	for i := range n {
		doc, err := io.ReadAll(io.LimitReader(zeros{}, int64(6000+i%2000)))
		if err != nil {
			return err
		}
		s.docs = append(s.docs, doc)
	}
	return nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// history remembers every step in a list.
type history struct{ steps *list.List }

func (h *history) push(n int) {
	for i := range n {
		h.steps.PushBack(i)
	}
}

// chain is a linked list of our own.
type chain[T any] struct {
	head *link[T]
	n    int
}

type link[T any] struct {
	v    T
	next *link[T]
}

func (c *chain[T]) prepend(v T) {
	c.head = &link[T]{v, c.head}
	c.n++
}

// transcript is a builder that lives as long as the process.
type transcript struct{ sb strings.Builder }

func (t *transcript) say(n int) {
	for i := range n {
		t.sb.WriteString("speaker ")
		t.sb.WriteString(strings.Repeat("blah ", i%9))
	}
}

// backlog is a channel so large that nothing ever pushes back.
type backlog struct{ jobs chan *[256]byte }

func (b *backlog) enqueue(n int) {
	for range n {
		b.jobs <- new([256]byte)
	}
}

// minutes keeps the text of every entry.
type minutes struct{ lines []string }

func (m *minutes) note(n int) {
	for i := range n {
		m.lines = append(m.lines, describe(i))
	}
}

func describe(i int) string {
	return strings.ToUpper(fmt.Sprintf("item %d: the committee has noted the report of the harbour master", i))
}

// ring holds the latest 2048 frames.
type ring struct {
	frames [2048][]byte
	at     int
}

func (r *ring) put(n int) {
	for range n {
		r.frames[r.at%len(r.frames)] = make([]byte, 1000)
		r.at++
	}
}

// scratch is emptied before every use.
type scratch struct{ rows []posting }

func (s *scratch) sort(n int) {
	for range n / 1000 {
		s.rows = s.rows[:0]
		for i := range 8000 {
			s.rows = append(s.rows, posting{at: int64(-i)})
		}
	}
}

// page is a buffer that is reset.
type page struct{ buf bytes.Buffer }

func (p *page) print(n int) {
	for range n / 100 {
		p.buf.Reset()
		for i := range 2000 {
			fmt.Fprintf(&p.buf, "line %d\n", i)
		}
	}
}

// shuttle is a list that is drained as fast as it fills.
type shuttle struct{ q *list.List }

func (s *shuttle) run(n int) {
	for range n {
		s.q.PushBack(new([128]byte))
		if s.q.Len() > 1000 {
			s.q.Remove(s.q.Front())
		}
	}
}

func main() {
	b, o, t, s := &book{}, &outbox{}, &tape{}, &spool{}
	h := &history{list.New()}
	c := &chain[[5]int64]{}
	tr, mi := &transcript{}, &minutes{}
	bl := &backlog{make(chan *[256]byte, 1<<20)}
	r, sc, pg, sh := &ring{}, &scratch{}, &page{}, &shuttle{list.New()}
	heap := func(key, category string, mb float64, shape string, accept ...string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Leak: true, Grows: true, MinMB: mb, Accept: accept, Shape: shape}
	}
	flat := func(key, category, shape string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Shape: shape}
	}
	kit.Run(kit.Plan{Program: "journal", Scenarios: []kit.Scenario{
		{Name: "book", Base: 50000, More: 600000, Do: b.enter, Truth: []kit.Truth{heap("main.(*book).enter", "slice-growth", 15, "append-only slice of values")}},
		{Name: "outbox", Base: 8000, More: 90000, Do: o.send, Truth: []kit.Truth{
			heap("main.writeLetter", "slice-growth", 22, "objects kept by a slice of pointers", "object-retention"),
			heap("main.(*outbox).send", "slice-growth", 0.5, "its backing array", "object-retention"),
		}},
		{Name: "tape", Base: 40000, More: 500000, Do: t.record, Truth: []kit.Truth{heap("main.(*tape).record", "buffer-growth", 15, "bytes.Buffer nobody drains", "slice-growth")}},
		{Name: "spool", Base: 300, More: 4000, Do: func(n int) {
			if err := s.receive(n); err != nil {
				panic(err)
			}
		}, Truth: []kit.Truth{heap("main.(*spool).receive", "buffer-growth", 22, "io.ReadAll results kept", "slice-growth", "object-retention", "subslice-retention")}},
		{Name: "history", Base: 20000, More: 250000, Do: h.push, Truth: []kit.Truth{heap("main.(*history).push", "list-growth", 10, "container/list that only grows", "object-retention")}},
		{Name: "chain", Base: 20000, More: 200000, Do: func(n int) {
			for range n {
				c.prepend([5]int64{1})
			}
		}, Truth: []kit.Truth{heap("main.(*chain[...]).prepend", "list-growth", 7, "generic linked list", "object-retention")}},
		{Name: "transcript", Base: 30000, More: 600000, Do: tr.say, Truth: []kit.Truth{heap("main.(*transcript).say", "buffer-growth", 10, "strings.Builder for the life of the process", "slice-growth")}},
		{Name: "backlog", Base: 5000, More: 60000, Do: bl.enqueue, Truth: []kit.Truth{heap("main.(*backlog).enqueue", "slice-growth", 12, "jobs in a huge channel buffer nobody drains", "object-retention", "list-growth", "map-growth")}},
		{Name: "minutes", Base: 10000, More: 120000, Do: mi.note, Truth: []kit.Truth{
			heap("main.describe", "slice-growth", 8, "strings kept by a slice", "string-retention", "object-retention"),
			heap("main.(*minutes).note", "slice-growth", 1, "its backing array", "object-retention"),
		}},
		{Name: "ring", Base: 4000, More: 30000, Do: r.put, Truth: []kit.Truth{flat("main.(*ring).put", "benign-bounded", "fixed ring")}},
		{Name: "scratch", Base: 8000, More: 40000, Do: sc.sort, Truth: []kit.Truth{flat("main.(*scratch).sort", "benign-bounded", "scratch slice, emptied before use")}},
		{Name: "page", Base: 400, More: 4000, Do: pg.print, Truth: []kit.Truth{flat("main.(*page).print", "benign-bounded", "buffer that is Reset")}},
		{Name: "shuttle", Base: 4000, More: 50000, Do: sh.run, Truth: []kit.Truth{flat("main.(*shuttle).run", "benign-bounded", "list drained as fast as it fills")}},
	}})
	select {}
}
