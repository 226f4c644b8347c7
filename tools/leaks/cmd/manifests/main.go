// Command manifests reads cargo manifests: pipelines, replies and pools that
// wait on the receiving side of channels.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"captures.example/leaks/kit"
	"github.com/harborline/dispatch/tracking"
	"github.com/tidemark/flow"
	"gopkg.in/relay.v3"
)

// ledger collects lines until its channel is closed.
type ledger struct {
	lines chan string
	total int
}

func (l *ledger) collect() {
	for s := range l.lines {
		l.total += len(s)
	}
}

// openLedgers posts a few lines each and returns without closing.
func openLedgers(n int) {
	for range n {
		l := &ledger{lines: make(chan string)}
		go l.collect()
		l.lines <- "3 crates"
		l.lines <- "1 pallet"
	}
}

// parseAll runs a two-stage pipeline. On a bad record it returns early and
// leaves its source open.
func parseAll(records []string) error {
	src := make(chan string)
	words := flow.Stage(src, strings.ToUpper)
	sizes := flow.Stage(words, func(s string) int { return len(s) })
	for _, r := range records {
		if r == "" {
			return fmt.Errorf("empty record")
		}
		src <- r
		<-sizes
	}
	close(src)
	return nil
}

// drainEvents stops when its channel is closed, which never happens.
func drainEvents(events <-chan int) (n int) {
	for {
		v, ok := <-events
		if !ok {
			return n
		}
		n += v
	}
}

// rpcClient waits for replies by sequence number.
type rpcClient struct {
	mu      sync.Mutex
	seq     int
	waiting map[int]chan string
}

func (c *rpcClient) call(method string) string {
	reply := make(chan string, 1)
	c.mu.Lock()
	c.seq++
	c.waiting[c.seq] = reply
	c.mu.Unlock()
	return <-reply
}

// lost forgets the pending calls, as a reconnect does.
func (c *rpcClient) lost() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.waiting)
}

func timedOutFutures(n int) {
	for range n {
		f, _ := flow.Later[string]()
		go func() { fmt.Fprint(os.Stderr, f.Wait()) }()
	}
}

var await = func(approved <-chan struct{}) { <-approved }

// onlyCase is a select with a single case, which compiles to chanrecv2.
func onlyCase(n int) {
	for range n {
		c := make(chan int)
		go func() {
			select {
			case v := <-c:
				fmt.Fprint(os.Stderr, v)
			}
		}()
	}
}

// crew is a healthy, idle worker pool.
type crew struct {
	jobs chan func()
	wg   sync.WaitGroup
}

func newCrew(n int) *crew {
	c := &crew{jobs: make(chan func())}
	for range n {
		go c.work()
	}
	return c
}

func (c *crew) work() {
	for j := range c.jobs {
		j()
		c.wg.Done()
	}
}

func (c *crew) burst(n int) {
	c.wg.Add(n)
	for range n {
		c.jobs <- func() { time.Sleep(time.Millisecond) }
	}
	c.wg.Wait()
}

// inbox has one consumer for the life of the process.
type inbox struct{ mail chan string }

func (b *inbox) pump(handle func(string)) {
	for {
		m, ok := <-b.mail
		if !ok {
			return
		}
		handle(m)
	}
}

func flushOnExit(stop <-chan struct{}) {
	<-stop
	fmt.Println("flushed")
}

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	hub := tracking.NewHub()
	client := &rpcClient{waiting: map[int]chan string{}}
	pool := newCrew(6)
	stop := make(chan struct{})
	box := &inbox{make(chan string, 4)}
	kit.Run(kit.Plan{Program: "manifests", Scenarios: []kit.Scenario{
		{Name: "ledgers", Base: 3, More: 12, Do: openLedgers,
			Truth: []kit.Truth{{Key: "main.(*ledger).collect", Wait: "chan receive", Category: "chan-range", Pattern: "chan-range", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "range over a channel the producer never closes"}}},
		{Name: "pipeline", Base: 2, More: 7, Do: func(n int) {
			for range n {
				parseAll([]string{"a", "bb", ""})
			}
		}, Truth: []kit.Truth{{Key: "github.com/tidemark/flow.Stage[...].func1", Wait: "chan receive", Category: "chan-range", Pattern: "chan-range", Leak: true, Proved: true, Each: 2, Accept: []string{"chan-recv"}, Shape: "closures of a generic library function, two chained stages"}}},
		{Name: "pipeline-closed", Base: 2, More: 7, Do: func(n int) {
			for range n {
				parseAll([]string{"a", "bb"})
			}
		}},
		{Name: "events", Base: 2, More: 10, Do: func(n int) {
			for range n {
				go drainEvents(make(chan int))
			}
		}, Truth: []kit.Truth{{Key: "main.drainEvents", Wait: "chan receive", Category: "chan-range", Pattern: "chan-range", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "v, ok loop, never closed"}}},
		{Name: "outbound", Base: 2, More: 6, Do: func(n int) {
			for range n {
				c := relay.Dial(2)
				go c.Pump(func([]byte) {})
				c.Enqueue([]byte("hello"))
			}
		}, Truth: []kit.Truth{{Key: "gopkg.in/relay%2ev3.(*Conn).Pump", Wait: "chan receive", Category: "chan-range", Pattern: "chan-range", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "third-party pump, connection dropped without Close"}}},
		{Name: "calls", Base: 3, More: 14, Do: func(n int) {
			for range n {
				go client.call("berth")
			}
			time.Sleep(20 * time.Millisecond)
			client.lost()
		}, Truth: []kit.Truth{{Key: "main.(*rpcClient).call", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Proved: true, Each: 1, Shape: "reply that was dropped with its connection"}}},
		{Name: "futures", Base: 2, More: 8, Do: timedOutFutures,
			Truth: []kit.Truth{{Key: "github.com/tidemark/flow.(*Future[...]).Wait", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Proved: true, Each: 1, Shape: "generic future nobody completes"}}},
		{Name: "sessions", Base: 4, More: 16, Do: func(n int) {
			for i := range n {
				hub.Attach(fmt.Sprint("scanner-", i))
			}
		}, Truth: []kit.Truth{{Key: "github.com/harborline/dispatch/tracking.(*Session).awaitClose", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Proved: true, Each: 1, Shape: "close notification of clients that crashed"}}},
		{Name: "approvals", Base: 1, More: 9, Do: func(n int) {
			for range n {
				go await(make(chan struct{}))
			}
		}, Truth: []kit.Truth{{Key: "main.init.func1", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Proved: true, Each: 1, Shape: "function value in a package variable"}}},
		{Name: "single-case", Base: 2, More: 6, Do: onlyCase,
			Truth: []kit.Truth{{Key: "main.onlyCase.func1", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-range", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "select with one case and no default: its frames are those of a range"}}},
		{Name: "crew", Churn: func() { pool.burst(24) },
			Truth: []kit.Truth{{Key: "main.(*crew).work", Wait: "chan receive", Category: "benign-worker-idle", Pattern: "chan-range", Flat: 6, Accept: []string{"chan-recv"}, Shape: "idle worker pool"}}},
		{Name: "inbox", Start: func() { go box.pump(func(string) {}) }, Churn: func() { box.mail <- "notice" },
			Truth: []kit.Truth{{Key: "main.(*inbox).pump", Wait: "chan receive", Category: "benign-worker-idle", Pattern: "chan-range", Flat: 1, Accept: []string{"chan-recv"}, Shape: "the one consumer of a mailbox"}}},
		{Name: "exit", Start: func() { go flushOnExit(stop) },
			Truth: []kit.Truth{{Key: "main.flushOnExit", Wait: "chan receive", Category: "benign-shutdown", Pattern: "chan-recv", Flat: 1, Shape: "one watcher for the end of the process"}}},
	}, Truth: []kit.Truth{
		{Key: "main.main", Wait: "chan receive", Category: "benign-main-wait", Pattern: "chan-recv", Flat: 1, Shape: "main waits for a signal context"},
		{Key: "os/signal.NotifyContext.func1", Wait: "select", Category: "benign-signal", Pattern: "signal", Flat: 1, Shape: "watcher of signal.NotifyContext", Accept: []string{"select-blocked"}},
		{Key: "os/signal.loop", Wait: "syscall", Category: "benign-signal", Pattern: "signal", Flat: 1, Shape: "os/signal loop"},
	}})
	<-ctx.Done()
	close(stop)
}
