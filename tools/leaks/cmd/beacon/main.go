// Command beacon announces things: nil channels, selects whose cases are all
// dead, empty selects, and the event loops that look like them.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"captures.example/leaks/kit"
	"github.com/harborline/dispatch/routes"
	"github.com/harborline/dispatch/tracking"
	"github.com/tidemark/flow"
)

// watcher waits for the end of a context that has none.
type watcher struct{ ctx context.Context }

func (w *watcher) untilDone() {
	<-w.ctx.Done()
	fmt.Fprintln(os.Stderr, "done")
}

// exporter was built without its constructor: out is nil.
type exporter struct {
	mu  sync.Mutex
	out chan []byte
}

func (e *exporter) flush(b []byte) { e.out <- b }

// replay forwards everything; a zero source never yields.
func replay[T any](src <-chan T, each func(T)) {
	for v := range src {
		each(v)
	}
}

var tell func(chan<- int) = func(c chan<- int) {
	c <- 1
}

// topic listens on two channels of a publisher that has gone away.
type topic struct {
	data chan string
	ctl  chan int
}

func (t *topic) listen() {
	for {
		select {
		case d := <-t.data:
			fmt.Fprint(os.Stderr, d)
		case c := <-t.ctl:
			fmt.Fprint(os.Stderr, c)
		}
	}
}

// either returns the first of two values.
func either[A, B any](a <-chan A, b <-chan B) {
	select {
	case <-a:
	case <-b:
	}
}

// offer tries to hand over or to be told to stop; neither happens.
func offer(n int) {
	for range n {
		to, stop := make(chan int), make(chan struct{})
		go func() {
			select {
			case to <- 1:
			case <-stop:
			}
		}()
	}
}

// hold keeps a goroutine, and what it captured, for ever.
func hold(lamp []byte) {
	lamp[0] = 1
	select {}
}

type mooring struct{ name string }

func (m *mooring) stay() {
	defer fmt.Fprintln(os.Stderr, m.name)
	select {}
}

// loop is the service's one event loop.
type loop struct {
	in   chan string
	quit chan struct{}
}

func (l *loop) run() {
	for {
		select {
		case s := <-l.in:
			_ = len(s)
		case <-l.quit:
			return
		}
	}
}

// batcher flushes every second.
func batcher(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

func main() {
	hub := tracking.NewHub()
	table := routes.NewTable()
	events := &loop{in: make(chan string), quit: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	kit.Run(kit.Plan{Program: "beacon", Scenarios: []kit.Scenario{
		{Name: "background", Base: 2, More: 8, Do: func(n int) {
			for range n {
				w := &watcher{context.Background()}
				go w.untilDone()
			}
		}, Truth: []kit.Truth{{Key: "main.(*watcher).untilDone", Wait: "chan receive (nil chan)", Category: "chan-nil", Pattern: "chan-nil", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "<-ctx.Done() of context.Background"}}},
		{Name: "early-watchers", Base: 2, More: 6, Do: func(n int) {
			for range n {
				go table.OnChange()
			}
			time.Sleep(5 * time.Millisecond)
		}, Truth: []kit.Truth{{Key: "github.com/harborline/dispatch/routes.(*Table).OnChange", Wait: "chan receive (nil chan)", Category: "chan-nil", Pattern: "chan-nil", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "field that was not made yet"}}},
		{Name: "unbuilt", Base: 2, More: 9, Do: func(n int) {
			for range n {
				e := &exporter{}
				go e.flush([]byte("x"))
			}
		}, Truth: []kit.Truth{{Key: "main.(*exporter).flush", Wait: "chan send (nil chan)", Category: "chan-nil", Pattern: "chan-nil", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-send"}, Shape: "send on the nil field of a zero struct"}}},
		{Name: "replay", Base: 1, More: 5, Do: func(n int) {
			for range n {
				go replay(nil, func(int) {})
			}
		}, Truth: []kit.Truth{{Key: "main.replay[...]", Wait: "chan receive (nil chan)", Category: "chan-nil", Pattern: "chan-nil", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-range", "chan-recv"}, Shape: "generic range over a nil channel"}}},
		{Name: "tell", Base: 1, More: 6, Do: func(n int) {
			for range n {
				go tell(nil)
			}
		}, Truth: []kit.Truth{{Key: "main.init.func1", Wait: "chan send (nil chan)", Category: "chan-nil", Pattern: "chan-nil", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-send"}, Shape: "nil channel passed to a function value"}}},
		{Name: "topics", Base: 3, More: 12, Do: func(n int) {
			for range n {
				t := &topic{make(chan string), make(chan int)}
				go t.listen()
			}
		}, Truth: []kit.Truth{{Key: "main.(*topic).listen", Wait: "select", Category: "select-blocked", Pattern: "select-blocked", Leak: true, Proved: true, Each: 1, Shape: "two receives, publisher gone"}}},
		{Name: "joins", Base: 2, More: 9, Do: func(n int) {
			for range n {
				hub.Join(&tracking.Session{}, make(chan string), func(string) {})
			}
		}, Truth: []kit.Truth{{Key: "github.com/harborline/dispatch/tracking.(*Hub).Join.func1", Wait: "select", Category: "select-blocked", Pattern: "select-blocked", Leak: true, Proved: true, Each: 1, Shape: "closure in a library, one of the cases nil"}}},
		{Name: "either", Base: 2, More: 6, Do: func(n int) {
			for range n {
				go either(make(chan int), make(chan string))
			}
		}, Truth: []kit.Truth{{Key: "main.either[...]", Wait: "select", Category: "select-blocked", Pattern: "select-blocked", Leak: true, Proved: true, Each: 1, Shape: "generic select"}}},
		{Name: "offers", Base: 2, More: 8, Do: offer,
			Truth: []kit.Truth{{Key: "main.offer.func1", Wait: "select", Category: "select-blocked", Pattern: "select-blocked", Leak: true, Proved: true, Each: 1, Shape: "send and stop, both dead"}}},
		{Name: "hold", Base: 2, More: 7, Do: func(n int) {
			for range n {
				go hold(make([]byte, 64))
			}
		}, Truth: []kit.Truth{{Key: "main.hold", Wait: "select (no cases)", Category: "select-empty", Pattern: "select-empty", Leak: true, Proved: true, Each: 1, Shape: "function ending in select{}"}}},
		{Name: "moorings", Base: 2, More: 5, Do: func(n int) {
			for range n {
				m := &mooring{"m"}
				go m.stay()
			}
		}, Truth: []kit.Truth{{Key: "main.(*mooring).stay", Wait: "select (no cases)", Category: "select-empty", Pattern: "select-empty", Leak: true, Proved: true, Each: 1, Shape: "method with a deferred call that never runs"}}},
		{Name: "loop", Start: func() { go events.run() }, Churn: func() { events.in <- "tick" },
			Truth: []kit.Truth{{Key: "main.(*loop).run", Wait: "select", Category: "benign-event-loop", Pattern: "select-blocked", Flat: 1, Shape: "the event loop"}}},
		{Name: "batchers", Start: func() { go batcher(ctx, 100*time.Millisecond); go batcher(ctx, time.Hour) },
			Truth: []kit.Truth{{Key: "main.batcher", Wait: "select", Category: "benign-event-loop", Pattern: "select-blocked", Flat: 2, Shape: "flush daemons with a ticker"}}},
		{Name: "followers", Start: func() {
			for range 3 {
				go flow.Loop(ctx, make(chan int, 1), func(int) {})
			}
		}, Truth: []kit.Truth{{Key: "github.com/tidemark/flow.Loop[...]", Wait: "select", Category: "benign-stream", Pattern: "select-blocked", Flat: 3, Accept: []string{"benign-event-loop"}, Shape: "generic stream loops with a context"}}},
		{Name: "short-lived", Churn: func() {
			c, done := context.WithTimeout(ctx, 30*time.Millisecond)
			defer done()
			for range 20 {
				go flow.Loop(c, make(chan int), func(int) {})
			}
			<-c.Done()
		}},
	}, Truth: []kit.Truth{
		{Key: "main.main", Wait: "chan receive (nil chan)", Category: "benign-main-wait", Pattern: "chan-nil", Flat: 1, Accept: []string{"chan-recv"}, Shape: "main receives from a nil channel for ever"},
	}})
	var forever chan struct{}
	<-forever
}
