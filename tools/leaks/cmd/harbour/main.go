// Command harbour is a healthy service: pools, loops, tickers, limiters,
// streams, servers and clients, all of them bounded and alive.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/rpc"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"

	"captures.example/leaks/kit"
	_ "github.com/quarrydb/quarry-go" // database driver
	"github.com/tidemark/flow"
)

type berth struct{ jobs chan int }

func (b *berth) tug() {
	for range b.jobs {
		time.Sleep(time.Millisecond)
	}
}

type pilot struct {
	requests chan chan int
	ctx      context.Context
}

func (p *pilot) guide() {
	idle := time.NewTimer(time.Minute)
	defer idle.Stop()
	for n := 0; ; n++ {
		select {
		case reply := <-p.requests:
			reply <- n
		case <-idle.C:
			idle.Reset(time.Minute)
		case <-p.ctx.Done():
			return
		}
	}
}

func (p *pilot) ask() int {
	reply := make(chan int, 1)
	p.requests <- reply
	return <-reply
}

func tide(every time.Duration) {
	for range time.Tick(every) {
	}
}

func dredge(every time.Duration) {
	for {
		time.Sleep(every)
		runtime.Gosched()
	}
}

func quota(tokens chan<- struct{}) {
	for {
		tokens <- struct{}{}
	}
}

type lock struct {
	mu    sync.Mutex
	level int
}

func (l *lock) fill() {
	for {
		l.mu.Lock()
		time.Sleep(3 * time.Millisecond)
		l.level++
		l.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

// Ledger is served over net/rpc.
type Ledger struct{}

// Sum adds.
func (*Ledger) Sum(in []int, out *int) error {
	for _, n := range in {
		*out += n
	}
	return nil
}

func events(w http.ResponseWriter, r *http.Request) {
	t := time.NewTicker(50 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			fmt.Fprintln(w, "data: tide")
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			return
		}
	}
}

func subscribe(body io.ReadCloser) {
	defer body.Close()
	s := bufio.NewScanner(body)
	for s.Scan() {
	}
}

func quay(ln net.Listener) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		go unload(c)
	}
}

func unload(c net.Conn) {
	defer c.Close()
	buf := make([]byte, 128)
	for {
		if _, err := c.Read(buf); err != nil {
			return
		}
	}
}

func sail(c net.Conn) {
	for {
		if _, err := c.Write([]byte("cargo")); err != nil {
			return
		}
		time.Sleep(40 * time.Millisecond)
	}
}

func merge(ctx context.Context, n int) <-chan int {
	out := make(chan int)
	var g flow.Group
	for range n {
		g.Go(func() error { <-ctx.Done(); return ctx.Err() })
	}
	go func() {
		g.Wait()
		close(out)
	}()
	return out
}

// salvage is a long job in a process of its own.
func salvage() error { return exec.Command("sleep", "1200").Run() }

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	web := must(net.Listen("tcp", "127.0.0.1:0"))
	raw := must(net.Listen("tcp", "127.0.0.1:0"))
	calls := must(net.Listen("tcp", "127.0.0.1:0"))
	db := must(sql.Open("quarry", "rows=8"))
	db.SetConnMaxIdleTime(time.Hour)
	b := &berth{make(chan int, 8)}
	p := &pilot{make(chan chan int), ctx}
	exec1 := flow.NewExecutor(3)
	mux := http.NewServeMux()
	mux.HandleFunc("/events", events)
	mux.HandleFunc("/small", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "ok") })
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute, IdleTimeout: 10 * time.Minute}
	streams := &http.Client{Transport: &http.Transport{}}
	pool := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 3}}
	base := "http://" + web.Addr().String()
	tokens := make(chan struct{}, 10)
	kit.Run(kit.Plan{Program: "harbour", Scenarios: []kit.Scenario{
		{Name: "service", Start: func() {
			for range 5 {
				go b.tug()
			}
			go p.guide()
			go tide(time.Second)
			go tide(20 * time.Millisecond)
			go dredge(30 * time.Millisecond)
			go quota(tokens)
			l := &lock{}
			for range 3 {
				go l.fill()
			}
			go srv.Serve(web)
			go quay(raw)
			rpc.Register(new(Ledger))
			go rpc.Accept(calls)
			merge(ctx, 2)
			go salvage()
			var moored sync.WaitGroup
			moored.Add(1)
			go moored.Wait()
			context.AfterFunc(ctx, moored.Done)
			for range 4 {
				go subscribe(must(streams.Get(base + "/events")).Body)
			}
			for range 2 {
				go sail(must(net.Dial("tcp", raw.Addr().String())))
			}
		}, Churn: func() {
			for i := range 40 {
				b.jobs <- i
			}
			for range 5 {
				p.ask()
			}
			for range 8 {
				<-tokens
			}
			var wg sync.WaitGroup
			for range 9 {
				wg.Add(1)
				exec1.Submit(wg.Done)
				wg.Go(func() {
					resp := must(pool.Get(base + "/small"))
					io.Copy(io.Discard, resp.Body)
					resp.Body.Close()
				})
			}
			wg.Wait()
			rows := must(db.QueryContext(ctx, "select 1"))
			rows.Close()
			must(db.ExecContext(ctx, "update"))
			must(exec.Command("true").Output())
			c := must(rpc.Dial("tcp", calls.Addr().String()))
			var sum int
			c.Call("Ledger.Sum", []int{1, 2}, &sum)
			c.Close()
		}, Truth: []kit.Truth{
			{Key: "main.(*berth).tug", Wait: "chan receive", Category: "benign-worker-idle", Pattern: "chan-range", Flat: 5, Loose: true, Accept: []string{"chan-recv"}, Shape: "worker pool"},
			{Key: "main.(*pilot).guide", Wait: "select", Category: "benign-event-loop", Pattern: "select-blocked", Flat: 1, Shape: "actor with requests, timer and context"},
			{Key: "main.tide", Wait: "chan receive", Category: "benign-ticker", Pattern: "chan-range", Flat: 2, Accept: []string{"chan-recv"}, Shape: "two tickers for the life of the process"},
			{Key: "main.dredge", Wait: "sleep", Category: "benign-janitor", Pattern: "sleep-loop", Flat: 1, Shape: "janitor"},
			{Key: "main.quota", Wait: "chan send", Category: "benign-token-bucket", Pattern: "chan-send", Flat: 1, Shape: "rate limiter, full"},
			{Key: "main.(*lock).fill", Wait: "sync.Mutex.Lock", Category: "benign-backpressure", Pattern: "mutex-wait", Flat: 2, Loose: true, Accept: []string{"mutex-wait"}, Shape: "short contention"},
			{Key: "main.(*lock).fill", Wait: "sleep", Category: "benign-periodic", Pattern: "sleep-loop", Flat: 1, Loose: true, Shape: "the holder of the moment"},
			{Key: "github.com/tidemark/flow.(*Executor).run", Wait: "sync.Cond.Wait", Category: "benign-worker-idle", Pattern: "cond-wait", Flat: 3, Shape: "executor on a condition variable"},
			{Key: "net/http.(*Server).Serve", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 1, Shape: "go srv.Serve(ln)"},
			{Key: "main.quay", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 1, Shape: "TCP accept loop"},
			{Key: "net/rpc.Accept", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 1, Shape: "go rpc.Accept(ln)"},
			{Key: "main.unload", Wait: "IO wait", Category: "benign-server-conn", Pattern: "io-wait", Flat: 2, Accept: []string{"benign-stream"}, Shape: "TCP server connections"},
			{Key: "main.sail", Wait: "sleep", Category: "benign-periodic", Pattern: "sleep-loop", Flat: 2, Loose: true, Shape: "their clients"},
			{Key: "main.events", Wait: "select", Category: "benign-stream", Pattern: "select-blocked", Flat: 4, Accept: []string{"benign-server-handler"}, Shape: "server-sent event handlers"},
			{Key: "main.subscribe", Wait: "IO wait", Category: "benign-stream", Pattern: "io-wait", Flat: 4, Accept: []string{"benign-inflight-body"}, Shape: "readers of live streams"},
			{Key: "net/http.(*connReader).backgroundRead", Wait: "IO wait", Category: "benign-http-server", Pattern: "io-wait", Counts: [3]int{5, 5, 5}, Loose: true, Shape: "background reads of the streams and of the profile request"},
			{Key: "net/http.(*persistConn).readLoop", Wait: "select", Category: "benign-inflight-body", Pattern: "http-body-unclosed", Flat: 4, Shape: "bodies being read right now"},
			{Key: "net/http.(*persistConn).readLoop", Wait: "IO wait", Category: "benign-http-idle", Pattern: "http-idle", Flat: 3, Shape: "bounded idle pool"},
			{Key: "net/http.(*persistConn).writeLoop", Wait: "select", Category: "benign-http-idle", Pattern: "http-writeloop", Flat: 7, Accept: []string{"http-conn-companion"}, Shape: "companions of healthy connections"},
			{Key: "net/http.(*conn).serve", Wait: "IO wait", Category: "benign-http-server", Pattern: "io-wait", Flat: 3, Shape: "idle server connections"},
			{Key: "main.merge.func1", Wait: "chan receive", Category: "benign-shutdown", Pattern: "chan-recv", Flat: 2, Accept: []string{"benign-worker-idle"}, Shape: "members that wait for the end"},
			{Key: "github.com/tidemark/flow.(*Group).Wait", Wait: "sync.WaitGroup.Wait", Category: "benign-closer", Pattern: "waitgroup-wait", Flat: 1, Shape: "closer waiting for live members"},
			{Key: "main.salvage", Wait: "syscall", Category: "benign-periodic", Pattern: "exec-wait", Flat: 1, Accept: []string{"exec-wait"}, Shape: "a long job, once"},
			{Key: "sync.(*WaitGroup).Wait", Wait: "sync.WaitGroup.Wait", Category: "benign-closer", Pattern: "waitgroup-wait", Flat: 1, Shape: "go wg.Wait(): no user frame at all"},
			{Key: "database/sql.(*DB).connectionOpener", Wait: "select", Category: "benign-sql", Pattern: "sql-opener", Flat: 1, Shape: "one opener"},
			{Key: "database/sql.(*DB).connectionCleaner", Wait: "select", Category: "benign-sql", Pattern: "sql-cleaner", Flat: 1, Shape: "idle time cleaner"},
		}},
	}, Truth: []kit.Truth{
		{Key: "main.main", Wait: "chan receive", Category: "benign-main-wait", Pattern: "chan-recv", Flat: 1, Shape: "main waits for a signal context"},
		{Key: "os/signal.NotifyContext.func1", Wait: "select", Category: "benign-signal", Pattern: "signal", Flat: 1, Accept: []string{"select-blocked"}, Shape: "watcher of signal.NotifyContext"},
		{Key: "os/signal.loop", Wait: "syscall", Category: "benign-signal", Pattern: "signal", Flat: 1, Shape: "os/signal loop"},
	}})
	<-ctx.Done()
}
