// Command hourglass makes timers, tickers and contexts. Since Go 1.23 a timer
// nobody refers to is collected at once; GODEBUG=asynctimerchan=1 brings the
// old behaviour back, and the truth below follows it.
package main

import (
	"context"
	"os"
	"time"

	"captures.example/leaks/kit"
)

// gate waits for whatever comes first; something always does.
type gate struct{ in chan int }

func (g *gate) pass(n int) {
	for i := range n {
		g.in <- i
		select {
		case <-g.in:
		case <-time.After(time.Hour):
		}
	}
}

// fuse sets a timer and forgets it.
func fuse(n int) {
	for range n {
		t := time.NewTimer(time.Hour)
		select {
		case <-t.C:
		default:
		}
	}
}

// drum starts a ticker and forgets it.
func drum(n int) {
	for range n {
		time.NewTicker(time.Hour)
	}
}

// remind runs something in an hour; such timers live until they fire.
func remind(n int, text string) {
	for range n {
		time.AfterFunc(time.Hour, func() { println(text) })
	}
}

// alarms keeps its timers, fired or not.
type alarms struct{ set []*time.Timer }

func (a *alarms) arm(n int) {
	for range n {
		a.set = append(a.set, time.NewTimer(time.Hour))
	}
}

// meters keeps its tickers.
type meters struct{ byID map[int]*time.Ticker }

func (m *meters) start(n int) {
	for range n {
		m.byID[len(m.byID)] = time.NewTicker(time.Hour)
	}
}

// subscribe derives a context from the service's own and drops cancel.
func subscribe(ctx context.Context, n int) {
	for range n {
		c, cancel := context.WithCancel(ctx)
		_, _ = c, cancel
	}
}

// quote sets a deadline in an hour and drops cancel.
func quote(ctx context.Context, n int) {
	for range n {
		c, cancel := context.WithTimeout(ctx, time.Hour)
		_, _ = c, cancel
	}
}

type key int

// annotate wraps the context it keeps, again and again.
type tracer struct{ ctx context.Context }

func (t *tracer) annotate(n int) {
	for i := range n {
		t.ctx = context.WithValue(t.ctx, key(i), i)
	}
}

// observe registers functions with the service's context and never stops them.
func observe(ctx context.Context, n int) {
	for range n {
		context.AfterFunc(ctx, func() {})
	}
}

// punctual cancels, stops and resets.
func punctual(ctx context.Context, n int) {
	t := time.NewTimer(time.Hour)
	defer t.Stop()
	for range n {
		c, cancel := context.WithTimeout(ctx, time.Hour)
		_ = c
		cancel()
		t.Reset(time.Hour)
	}
}

func stopped(n int) {
	for range n {
		time.AfterFunc(time.Hour, func() {}).Stop()
	}
}

func main() {
	async := os.Getenv("CAPTURE_ASYNC") != ""
	service, cancel := context.WithCancel(context.Background())
	defer cancel()
	g := &gate{make(chan int, 1)}
	a := &alarms{}
	m := &meters{map[int]*time.Ticker{}}
	tr := &tracer{context.Background()}
	heap := func(key, category string, mb float64, shape string, accept ...string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Leak: true, Grows: true, MinMB: mb, Accept: accept, Shape: shape}
	}
	flat := func(key, category, shape string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Shape: shape}
	}
	// collected is a leak under asynctimerchan=1 and garbage without.
	collected := func(key, category, shape string, accept ...string) kit.Truth {
		if async {
			return heap(key, category, 20, shape+", kept until it fires (asynctimerchan=1)", accept...)
		}
		return flat(key, "benign-garbage", shape+", collected at once since Go 1.23")
	}
	kit.Run(kit.Plan{Program: "hourglass", Scenarios: []kit.Scenario{
		{Name: "gate", Base: 15000, More: 150000, Do: g.pass, Truth: []kit.Truth{collected("main.(*gate).pass", "timer-growth", "time.After in a loop")}},
		{Name: "fuses", Base: 15000, More: 150000, Do: fuse, Truth: []kit.Truth{collected("main.fuse", "timer-growth", "NewTimer without Stop")}},
		{Name: "drums", Base: 15000, More: 150000, Do: drum, Truth: []kit.Truth{collected("main.drum", "ticker-growth", "NewTicker without Stop", "timer-growth")}},
		{Name: "reminders", Base: 15000, More: 150000, Do: func(n int) { remind(n, "tea") }, Truth: []kit.Truth{heap("main.remind", "timer-growth", 14, "AfterFunc an hour ahead: lives until it fires, in every version")}},
		{Name: "alarms", Base: 15000, More: 150000, Do: a.arm, Truth: []kit.Truth{heap("main.(*alarms).arm", "timer-growth", 25, "timers kept in a slice", "slice-growth", "object-retention")}},
		{Name: "meters", Base: 10000, More: 100000, Do: m.start, Truth: []kit.Truth{heap("main.(*meters).start", "ticker-growth", 18, "tickers kept in a map", "timer-growth", "map-growth", "object-retention")}},
		{Name: "subscriptions", Base: 15000, More: 150000, Do: func(n int) { subscribe(service, n) }, Truth: []kit.Truth{heap("main.subscribe", "context-growth", 12, "WithCancel of a long-lived context, cancel dropped")}},
		{Name: "quotes", Base: 10000, More: 100000, Do: func(n int) { quote(service, n) }, Truth: []kit.Truth{heap("main.quote", "context-growth", 20, "WithTimeout of a long-lived context, cancel dropped", "timer-growth")}},
		{Name: "trace", Base: 20000, More: 200000, Do: tr.annotate, Truth: []kit.Truth{heap("main.(*tracer).annotate", "context-growth", 9, "an ever longer chain of WithValue", "list-growth", "object-retention")}},
		{Name: "observers", Base: 10000, More: 80000, Do: func(n int) { observe(service, n) }, Truth: []kit.Truth{heap("main.observe", "context-growth", 6, "context.AfterFunc never stopped")}},
		{Name: "punctual", Base: 10000, More: 100000, Do: func(n int) { punctual(service, n) }, Truth: []kit.Truth{flat("main.punctual", "benign-garbage", "cancelled contexts, one timer reset")}},
		{Name: "stopped", Base: 10000, More: 100000, Do: stopped, Truth: []kit.Truth{flat("main.stopped", "benign-garbage", "stopped AfterFunc timers")}},
	}})
	select {}
}
