// Command holdings keeps hold of goroutines, connections, files and bodies.
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"captures.example/leaks/kit"
)

// shipment is what a stuck goroutine holds on to.
type shipment struct {
	id     int
	papers [2048]byte
	signed chan bool
}

func newShipment(id int) *shipment { return &shipment{id: id, signed: make(chan bool)} }

func (s *shipment) clear() {
	if <-s.signed {
		s.papers[0] = 1
	}
}

func export(n int) {
	for i := range n {
		s := newShipment(i)
		go s.clear()
	}
}

// report asks an upstream and leaves the body open.
func report(c *http.Client, url string) int {
	resp, err := c.Get(url)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 0
	}
	return resp.StatusCode
}

// call opens a raw connection and keeps it.
func call(addr string) net.Conn {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return nil
	}
	bw := bufio.NewWriter(c)
	fmt.Fprintf(bw, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
	bw.Flush()
	return c
}

// archive opens a file with a writer of its own and closes neither.
type archive struct {
	f  *os.File
	zw *gzip.Writer
}

func openArchive() *archive {
	f, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return nil
	}
	return &archive{f: f}
}

// rotate keeps every log file it has begun.
type logs struct{ open map[string]*os.File }

func (l *logs) rotate(dir string, n int) {
	for range n {
		f, err := os.CreateTemp(dir, "log")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		os.Remove(f.Name())
		l.open[f.Name()] = f
	}
}

// closed opens and closes.
func closed(n int) {
	for range n {
		f, err := os.Open(os.DevNull)
		if err != nil {
			continue
		}
		io.Copy(io.Discard, f)
		f.Close()
	}
}

func serve(ln net.Listener) {
	mux := http.NewServeMux()
	mux.HandleFunc("/wait", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	http.Serve(ln, mux)
}

// brief starts goroutines that end.
func brief(n int) {
	var wg sync.WaitGroup
	for range n / 10 {
		wg.Go(func() { time.Sleep(time.Millisecond) })
	}
	wg.Wait()
}

func main() {
	url := kit.Upstream(false)
	c := &http.Client{Transport: &http.Transport{}}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	dir, err := os.MkdirTemp("", "holdings")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	l := &logs{map[string]*os.File{}}
	var conns []net.Conn
	var files []*archive
	heap := func(key, category string, mb float64, shape string, accept ...string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Leak: true, Grows: true, MinMB: mb, Accept: accept, Shape: shape}
	}
	kit.Run(kit.Plan{Program: "holdings", Scenarios: []kit.Scenario{
		{Name: "shipments", Base: 800, More: 9000, Do: export, Truth: []kit.Truth{
			heap("main.newShipment", "goroutine-pinned", 18, "objects on the stacks of stuck goroutines", "object-retention"),
			heap("main.(*shipment).clear", "goroutine-pinned", 0.5, "sudogs of the stuck goroutines, under the blocking line", "object-retention"),
			{Kind: "heap", Key: "runtime.mallocgc", Alts: []string{"runtime.malg", "runtime.allgadd"}, Category: "goroutine-growth", Leak: true, Grows: true, MinMB: 3, Shape: "descriptors and table of all goroutines; stacks of runtime frames only"},
		}},
		{Name: "reports", Base: 60, More: 700, Do: func(n int) {
			for range n {
				report(c, url+"/large")
			}
		}, Truth: []kit.Truth{
			heap("net/http.(*Transport).startDialConnForLocked.func1", "http-body-unclosed", 4, "transport buffers of unclosed responses, no user frame", "conn-growth"),
			heap("main.report", "http-body-unclosed", 0, "requests and contexts of unclosed bodies", "conn-growth", "object-retention"),
			heap("net/http.(*persistConn).readLoop", "http-body-unclosed", 0.1, "responses of unclosed bodies", "conn-growth", "goroutine-pinned"),
			heap("net/http.(*persistConn).writeLoop", "http-body-unclosed", 0, "sudogs of the same connections' writers", "conn-growth", "goroutine-pinned"),
		}},
		{Name: "calls", Base: 60, More: 700, Start: func() { go serve(ln) }, Do: func(n int) {
			for range n {
				conns = append(conns, call(ln.Addr().String()))
			}
		}, Truth: []kit.Truth{
			heap("net/http.(*conn).serve", "conn-growth", 2, "server side of connections that stay open", "http-body-unclosed"),
			heap("main.serve", "conn-growth", 0, "accepted connections"),
			heap("main.serve.func1", "conn-growth", 0, "contexts and sudogs of the waiting handlers", "context-growth", "goroutine-pinned"),
			heap("main.call", "conn-growth", 0.1, "client side, kept in a slice: fds and writers", "fd-growth", "object-retention"),
		}},
		{Name: "archives", Base: 400, More: 6000, Do: func(n int) {
			for range n {
				files = append(files, openArchive())
			}
		}, Truth: []kit.Truth{heap("main.openArchive", "fd-growth", 0.4, "files kept open", "object-retention")}},
		{Name: "logs", Base: 300, More: 5000, Do: func(n int) { l.rotate(dir, n) }, Truth: []kit.Truth{heap("main.(*logs).rotate", "fd-growth", 0.8, "temporary files kept open in a map", "object-retention", "map-growth", "string-retention")}},
		{Name: "closed", Base: 500, More: 5000, Do: closed},
		{Name: "brief", Base: 500, More: 4000, Do: brief},
	}})
	select {}
}
