// Command marketplace is one service with several faults at once, reached
// through its own HTTP handlers: one leak dominates, others are small, and
// most goroutines are healthy.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"sync"
	"time"

	"captures.example/leaks/kit"
	"github.com/harborline/dispatch/quotes"
	"github.com/harborline/dispatch/tracking"
	_ "github.com/quarrydb/quarry-go" // database driver
	"github.com/tidemark/flow"
)

// basket is locked twice on its error path.
type basket struct {
	mu    sync.Mutex
	items map[string]int
}

func (b *basket) add(sku string, n int) error {
	b.mu.Lock()
	if n > 100 {
		return errors.New("too many")
	}
	b.items[sku] += n
	b.mu.Unlock()
	return nil
}

// news is followed until somebody publishes, which stopped last year.
type news struct {
	mu   sync.Mutex
	cond *sync.Cond
	seq  int
}

func (n *news) follow(from int) {
	n.mu.Lock()
	for n.seq <= from {
		n.cond.Wait()
	}
	n.mu.Unlock()
}

type shop struct {
	db     *sql.DB
	basket basket
	news   *news
	hub    *tracking.Hub
	jobs   chan func()
	client *http.Client
	peer   string
}

func (s *shop) labelled(route string, h func(ctx context.Context, w http.ResponseWriter, r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		pprof.Do(r.Context(), pprof.Labels("route", route), func(ctx context.Context) { h(ctx, w, r) })
	}
}

// search asks three indexes and takes the first answer.
func (s *shop) search(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	index := func(string) (int, error) { return len(r.URL.RawQuery), nil }
	fmt.Fprint(w, quotes.Cheapest("q", index, index, index))
}

// checkout keeps a poller running for every order.
func (s *shop) checkout(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	go func() {
		for {
			time.Sleep(time.Minute)
			if s.news == nil {
				return
			}
		}
	}()
	go s.basket.add("sku", 1)
}

func (s *shop) subscribe(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	go s.news.follow(s.news.seq)
	s.hub.Attach("visitor")
}

// history leaves its rows open.
func (s *shop) history(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	c, cancel := context.WithCancel(context.WithoutCancel(ctx))
	_ = cancel
	rows, err := s.db.QueryContext(c, "select * from orders")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if !rows.Next() {
		fmt.Fprint(w, "none")
	}
}

// enrich asks another service and forgets the body.
func (s *shop) enrich(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	resp, err := s.client.Get(s.peer + "/large")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprint(w, resp.StatusCode)
}

func (s *shop) job(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	done := make(chan struct{})
	s.jobs <- func() { close(done) }
	<-done
}

func (s *shop) work() {
	for j := range s.jobs {
		j()
	}
}

func (s *shop) refresh(ctx context.Context) {
	t := time.NewTicker(200 * time.Millisecond)
	defer t.Stop()
	flow.Loop(ctx, t.C, func(time.Time) {})
}

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}

func main() {
	n := &news{}
	n.cond = sync.NewCond(&n.mu)
	s := &shop{
		db: must(sql.Open("quarry", "rows=5")), basket: basket{items: map[string]int{}}, news: n, hub: tracking.NewHub(),
		jobs: make(chan func()), client: &http.Client{Transport: &http.Transport{}}, peer: kit.Upstream(false),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /search", s.labelled("search", s.search))
	mux.HandleFunc("GET /checkout", s.labelled("checkout", s.checkout))
	mux.HandleFunc("GET /subscribe", s.labelled("subscribe", s.subscribe))
	mux.HandleFunc("GET /history", s.labelled("history", s.history))
	mux.HandleFunc("GET /enrich", s.labelled("enrich", s.enrich))
	mux.HandleFunc("GET /job", s.labelled("job", s.job))
	ln := must(net.Listen("tcp", "127.0.0.1:0"))
	visitors := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	visit := func(path string, times int) {
		var wg sync.WaitGroup
		lanes := make(chan struct{}, 4)
		for range times {
			lanes <- struct{}{}
			wg.Go(func() {
				defer func() { <-lanes }()
				resp := must(visitors.Get("http://" + ln.Addr().String() + path))
				defer resp.Body.Close()
				io.Copy(io.Discard, resp.Body)
			})
		}
		wg.Wait()
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	kit.Run(kit.Plan{Program: "marketplace", Scenarios: []kit.Scenario{
		{Name: "server", Start: func() {
			go func() { fmt.Fprintln(os.Stderr, http.Serve(ln, mux)) }()
			for range 4 {
				go s.work()
			}
			go s.refresh(ctx)
			s.basket.add("sku", 101)
			visit("/job", 8)
			time.Sleep(50 * time.Millisecond)
		}, Churn: func() { visit("/job", 40) }, Truth: []kit.Truth{
			{Key: "main.main.func2.1", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 1, Shape: "accept loop"},
			{Key: "main.(*shop).work", Wait: "chan receive", Category: "benign-worker-idle", Pattern: "chan-range", Flat: 4, Accept: []string{"chan-recv"}, Shape: "worker pool"},
			{Key: "github.com/tidemark/flow.Loop[...]", Wait: "select", Category: "benign-event-loop", Pattern: "select-blocked", Flat: 1, Accept: []string{"benign-stream"}, Shape: "refresh loop"},
			{Key: "net/http.(*conn).serve", Wait: "IO wait", Category: "benign-http-server", Pattern: "io-wait", Loose: true, Shape: "connections of the visitors"},
			{Key: "net/http.(*persistConn).readLoop", Wait: "IO wait", Category: "benign-http-idle", Pattern: "http-idle", Loose: true, Shape: "idle connections of the visitors"},
			{Key: "net/http.(*persistConn).writeLoop", Wait: "select", Category: "http-conn-companion", Pattern: "http-writeloop", Leak: true, Loose: true, Shape: "companions of idle and leaked connections"},
			{Key: "database/sql.(*DB).connectionOpener", Wait: "select", Category: "benign-sql", Pattern: "sql-opener", Flat: 1, Shape: "one opener"},
		}},
		{Name: "search", Base: 30, More: 120, Do: func(n int) { visit("/search", n) }, Truth: []kit.Truth{
			{Key: "github.com/harborline/dispatch/quotes.Cheapest.func1", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 2, Shape: "first answer wins (dominant), labelled by route"}}},
		{Name: "checkout", Base: 3, More: 9, Do: func(n int) { visit("/checkout", n) }, Truth: []kit.Truth{
			{Key: "main.(*shop).checkout.func1", Wait: "sleep", Category: "sleep-loop", Pattern: "sleep-loop", Leak: true, Each: 1, Shape: "a poller per order"},
			{Key: "main.(*basket).add", Wait: "sync.Mutex.Lock", Category: "mutex-wait", Pattern: "mutex-wait", Leak: true, Each: 1, Shape: "lock kept on an error path"}}},
		{Name: "subscribe", Base: 3, More: 10, Do: func(n int) { visit("/subscribe", n) }, Truth: []kit.Truth{
			{Key: "main.(*news).follow", Wait: "sync.Cond.Wait", Category: "cond-wait", Pattern: "cond-wait", Leak: true, Each: 1, Shape: "follower nobody wakes"},
			{Key: "github.com/harborline/dispatch/tracking.(*Session).awaitClose", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Each: 1, Shape: "session without an end"}}},
		{Name: "history", Base: 2, More: 8, Do: func(n int) { visit("/history", n) }, Truth: []kit.Truth{
			{Key: "database/sql.(*Rows).awaitDone", Wait: "select", Category: "sql-rows-not-closed", Pattern: "sql-rows-not-closed", Leak: true, Each: 1, Shape: "rows left open by a handler"}}},
		{Name: "enrich", Base: 2, More: 9, Do: func(n int) { visit("/enrich", n) }, Truth: []kit.Truth{
			{Key: "net/http.(*persistConn).readLoop", Wait: "select", Category: "http-body-unclosed", Pattern: "http-body-unclosed", Leak: true, Each: 1, Shape: "body left open by a handler"}}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
