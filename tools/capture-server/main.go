// Captureserver is a small HTTP service with net/http/pprof that leaks in four ways when asked to.
// Tests capture and watch it on loopback; it prints its address on the first line and ends when its
// standard input is closed.
//
//	/leak?kind=send|mutex|body|map&n=10   leaks n more
//	/debug/pprof/                         pprof, open
//	/admin/pprof/                         the same behind a prefix
//	/secret/debug/pprof/                  the same behind basic auth ann:s3cret or bearer t0ken
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"strconv"
	"strings"
	"sync"
)

// relay forwards orders to a subscriber that went away.
type relay struct{ out chan int }

func (r *relay) forward(order int) { r.out <- order }

// ledger forgets to unlock on one path.
type ledger struct {
	mu    sync.Mutex
	total int
}

func (l *ledger) add(amount int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total += amount
}

var (
	orders   = &relay{out: make(chan int)}
	accounts = &ledger{}
	sessions = map[string][]byte{}
	sessMu   sync.Mutex
	client   = &http.Client{}
	locked   sync.Once
)

func fetchPrice(url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	// The body is neither read nor closed: its connection stays.
	_ = response.Status
	return nil
}

func remember(id int) {
	sessMu.Lock()
	defer sessMu.Unlock()
	sessions["session-"+strconv.Itoa(id)] = make([]byte, 16<<10)
}

func leak(self string) http.HandlerFunc {
	next := 0
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil {
			n = 1
		}
		for range n {
			next++
			switch r.URL.Query().Get("kind") {
			case "send":
				go orders.forward(next)
			case "mutex":
				locked.Do(accounts.mu.Lock)
				go accounts.add(next)
			case "body":
				if err := fetchPrice(self + "/price"); err != nil {
					http.Error(w, err.Error(), http.StatusInternalServerError)
					return
				}
			case "map":
				remember(next)
			}
		}
		fmt.Fprintln(w, "ok")
	}
}

func pprofMux(prefix string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/debug/pprof/" + strings.TrimPrefix(r.URL.Path, prefix)
		mux.ServeHTTP(w, r)
	})
}

func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		isBasic := user == "ann" && password == "s3cret"
		if !isBasic && r.Header.Get("Authorization") != "Bearer t0ken" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func main() {
	address := "127.0.0.1:0"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	self := "http://" + listener.Addr().String()
	mux := http.NewServeMux()
	mux.Handle("/leak", leak(self))
	mux.HandleFunc("/price", func(w http.ResponseWriter, _ *http.Request) {
		// Longer than the client's buffer: an unread body keeps the connection's readLoop waiting.
		_, _ = w.Write(make([]byte, 64<<10))
	})
	mux.Handle("/debug/pprof/", pprofMux("/debug/pprof/"))
	mux.Handle("/admin/pprof/", pprofMux("/admin/pprof/"))
	mux.Handle("/secret/debug/pprof/", guarded(pprofMux("/secret/debug/pprof/")))
	fmt.Println(listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	_ = http.Serve(listener, mux)
}
