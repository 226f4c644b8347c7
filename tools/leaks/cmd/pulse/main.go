// Command pulse keeps time: polls, tickers, timeouts and contexts, some of
// them without an end.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"captures.example/leaks/kit"
	"github.com/harborline/dispatch/tracking"
	"github.com/tidemark/flow"
	"gopkg.in/relay.v3"
)

// pollBerth asks again and again; the berth never becomes free.
func pollBerth(free func() bool) {
	for !free() {
		time.Sleep(40 * time.Millisecond)
	}
}

// again is a generic retry without a bound.
func again[T any](try func() (T, error)) T {
	for {
		v, err := try()
		if err == nil {
			return v
		}
		time.Sleep(time.Hour)
	}
}

// gauge reports for as long as the process lives, one goroutine per gauge.
type gauge struct{ name string }

func (g *gauge) report() {
	t := time.NewTicker(30 * time.Millisecond)
	defer t.Stop()
	for range t.C {
		_ = len(g.name)
	}
}

// lookout stops its ticker, which does not close the channel.
type lookout struct{ t *time.Ticker }

func (l *lookout) scan() {
	for now := range l.t.C {
		_ = now
	}
}

// lease renews until somebody sends on stop; nobody does.
type lease struct {
	events chan string
}

func (l *lease) renew() {
	for {
		select {
		case e := <-l.events:
			fmt.Fprint(os.Stderr, e)
		case <-time.After(time.Minute):
		}
	}
}

// voyage is a context of our own, so children of it need a goroutine.
type voyage struct {
	context.Context
	done chan struct{}
}

func (v *voyage) Done() <-chan struct{} { return v.done }
func (v *voyage) Err() error            { return nil }

// embark drops the cancel function of a child context.
func embark(n int) {
	for range n {
		v := &voyage{context.Background(), make(chan struct{})}
		ctx, cancel := context.WithCancel(v)
		_, _ = ctx, cancel
	}
}

// visit is the polite version.
func visit(n int) {
	for range n {
		v := &voyage{context.Background(), make(chan struct{})}
		ctx, cancel := context.WithTimeout(v, time.Minute)
		_ = ctx
		cancel()
	}
}

// release waits for the end of a context nobody cancels.
func release(ctx context.Context, berth int) {
	<-ctx.Done()
	fmt.Fprintln(os.Stderr, "released", berth)
}

// courier selects between work and a context nobody cancels.
type courier struct{ bag chan string }

func (c *courier) ride(ctx context.Context) error {
	for {
		select {
		case p := <-c.bag:
			fmt.Fprint(os.Stderr, p)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func sweep(every time.Duration) {
	for {
		time.Sleep(every)
	}
}

func export(every time.Duration) {
	t := time.NewTicker(every)
	for range t.C {
	}
}

func main() {
	never := errors.New("not yet")
	kit.Run(kit.Plan{Program: "pulse", Scenarios: []kit.Scenario{
		{Name: "berths", Base: 3, More: 11, Do: func(n int) {
			for range n {
				go pollBerth(func() bool { return false })
			}
		}, Truth: []kit.Truth{{Key: "main.pollBerth", Wait: "sleep", Category: "sleep-loop", Pattern: "sleep-loop", Leak: true, Each: 1, Shape: "poll loop without exit, short period"}}},
		{Name: "again", Base: 2, More: 7, Do: func(n int) {
			for range n {
				go again(func() (string, error) { return "", never })
			}
		}, Truth: []kit.Truth{{Key: "main.again[...]", Wait: "sleep", Category: "sleep-loop", Pattern: "sleep-loop", Leak: true, Each: 1, Shape: "generic retry without a bound, long pause"}}},
		{Name: "reconnect", Base: 2, More: 6, Do: func(n int) {
			for range n {
				c := relay.Dial(1)
				go c.Reconnect(func() error { return never })
			}
		}, Truth: []kit.Truth{{Key: "gopkg.in/relay%2ev3.backoff", Wait: "sleep", Category: "sleep-loop", Pattern: "sleep-loop", Leak: true, Each: 1, Shape: "library's reconnect loop, sleep in a helper"}}},
		{Name: "gauges", Base: 3, More: 12, Do: func(n int) {
			for range n {
				g := &gauge{"depth"}
				go g.report()
			}
		}, Truth: []kit.Truth{{Key: "main.(*gauge).report", Wait: "chan receive", Category: "ticker-leak", Pattern: "chan-range", Leak: true, Each: 1, Accept: []string{"chan-range", "chan-recv"}, Shape: "range over a ticker, one goroutine per object"}}},
		{Name: "beats", Base: 2, More: 8, Do: func(n int) {
			for range n {
				go tracking.Beat(&tracking.Session{}, 50*time.Millisecond, func(string) {})
			}
		}, Truth: []kit.Truth{{Key: "github.com/harborline/dispatch/tracking.Beat", Wait: "chan receive", Category: "ticker-leak", Pattern: "chan-range", Leak: true, Each: 1, Accept: []string{"chan-range", "chan-recv"}, Shape: "range time.Tick in a library"}}},
		{Name: "lookouts", Base: 2, More: 8, Do: func(n int) {
			for range n {
				l := &lookout{time.NewTicker(10 * time.Millisecond)}
				go l.scan()
				l.t.Stop()
			}
		}, Truth: []kit.Truth{{Key: "main.(*lookout).scan", Wait: "chan receive", Category: "ticker-leak", Pattern: "chan-range", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-range", "chan-recv"}, Shape: "range over a stopped ticker"}}},
		{Name: "leases", Base: 3, More: 10, Do: func(n int) {
			for range n {
				l := &lease{make(chan string)}
				go l.renew()
			}
		}, Truth: []kit.Truth{{Key: "main.(*lease).renew", Wait: "select", Category: "time-after-loop", Pattern: "select-blocked", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "time.After in a loop without exit"}}},
		{Name: "polls", Base: 2, More: 7, Do: func(n int) {
			for range n {
				go flow.Poll(make(chan int), 80*time.Millisecond, func(int) bool { return false }, func() {})
			}
		}, Truth: []kit.Truth{{Key: "github.com/tidemark/flow.Poll[...]", Wait: "select", Category: "time-after-loop", Pattern: "select-blocked", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "generic library loop with a short time.After, awake all the time"}}},
		{Name: "voyages", Base: 3, More: 9, Do: embark,
			Truth: []kit.Truth{{Key: "context.(*cancelCtx).propagateCancel.func2", Wait: "select", Category: "ctx-not-cancelled", Pattern: "ctx-not-cancelled", Leak: true, Each: 1, Proved: true, Shape: "child of a custom context, cancel dropped"}}},
		{Name: "visits", Churn: func() { visit(30) }},
		{Name: "releases", Base: 2, More: 10, Do: func(n int) {
			for i := range n {
				ctx, cancel := context.WithCancel(context.Background())
				_ = cancel
				go release(ctx, i)
			}
		}, Truth: []kit.Truth{{Key: "main.release", Wait: "chan receive", Category: "ctx-not-cancelled", Pattern: "chan-recv", Leak: true, Each: 1, Proved: true, Accept: []string{"chan-recv"}, Shape: "<-ctx.Done() of a context nobody cancels"}}},
		{Name: "couriers", Base: 2, More: 9, Do: func(n int) {
			for range n {
				ctx, cancel := context.WithCancel(context.Background())
				_ = cancel
				c := &courier{make(chan string)}
				go c.ride(ctx)
			}
		}, Truth: []kit.Truth{{Key: "main.(*courier).ride", Wait: "select", Category: "ctx-not-cancelled", Pattern: "select-blocked", Leak: true, Each: 1, Proved: true, Accept: []string{"select-blocked"}, Shape: "select on work and a context nobody cancels"}}},
		{Name: "sweeper", Start: func() { go sweep(25 * time.Millisecond); go sweep(time.Hour) },
			Truth: []kit.Truth{{Key: "main.sweep", Wait: "sleep", Category: "benign-janitor", Pattern: "sleep-loop", Flat: 2, Shape: "two janitors, fast and slow"}}},
		{Name: "exporter", Start: func() { go export(20 * time.Millisecond) },
			Truth: []kit.Truth{{Key: "main.export", Wait: "chan receive", Category: "benign-ticker", Pattern: "chan-range", Flat: 1, Accept: []string{"chan-recv"}, Shape: "the one metrics ticker"}}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "IO wait", Category: "benign-main-wait", Pattern: "io-wait", Flat: 1, Accept: []string{"benign-accept"}, Shape: "main serves HTTP itself"}}})
	if err := http.ListenAndServe("127.0.0.1:0", nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}
