// Command ferry ends badly, in a different way for each argument, or prints
// dumps into its log. It is run by texts/capture.sh.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/harborline/dispatch/quotes"
	"github.com/tidemark/flow"
	"gopkg.in/relay.v3"
)

type deck struct {
	cars  []string
	lanes [4]chan string
}

func (d *deck) park(lane int, plate string) {
	d.cars[lane] = plate
}

func (d *deck) unload(lane int) string { return <-d.lanes[lane] }

// background starts goroutines that are blocked when the end comes.
func background() *sync.WaitGroup {
	var wg sync.WaitGroup
	d := &deck{}
	for i := range 3 {
		d.lanes[i] = make(chan string)
		wg.Go(func() { fmt.Println(d.unload(i)) })
	}
	quotes.Cheapest("p", price(1), price(2), price(3))
	go func() {
		runtime.LockOSThread()
		select {}
	}()
	c := relay.Dial(0)
	go c.Enqueue(nil)
	time.Sleep(20 * time.Millisecond)
	return &wg
}

func price(n int) quotes.Carrier { return func(string) (int, error) { return n, nil } }

func overbook() {
	d := &deck{cars: make([]string, 2)}
	var g flow.Group
	g.Go(func() error {
		time.Sleep(20 * time.Millisecond)
		d.park(7, "BT 12345")
		return nil
	})
	time.Sleep(time.Second)
}

// rethrow recovers and panics again, as many frameworks do.
func rethrow() {
	defer func() {
		if v := recover(); v != nil {
			panic(fmt.Errorf("request failed: %v", v))
		}
	}()
	var d *deck
	d.park(0, "x")
}

func deadlock() {
	d := &deck{}
	d.lanes[0] = make(chan string)
	var wg sync.WaitGroup
	var mu sync.Mutex
	mu.Lock()
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
		})
	}
	wg.Go(func() { d.unload(0) })
	wg.Go(func() { d.unload(1) })
	wg.Go(func() { select {} })
	wg.Wait()
}

func collide() {
	m := map[int]int{}
	for range 2 {
		go func() {
			for i := 0; ; i++ {
				m[i&7]++
			}
		}()
	}
	time.Sleep(5 * time.Second)
}

func descend(n int, done chan int) int {
	if n == 0 {
		return <-done
	}
	return descend(n-1, done) + 1
}

func overflow(n int) int { return overflow(n+1) + 1 }

// family starts goroutines from goroutines, for tracebackancestors.
func family() {
	done := make(chan int)
	go grandparent(done)
	time.Sleep(30 * time.Millisecond)
}

func grandparent(done chan int) {
	go parent(done)
	<-done
}

func parent(done chan int) {
	for range 2 {
		go child(done)
	}
	<-done
}

func child(done chan int) { <-done }

func labelled() {
	done := make(chan int)
	for i := range 3 {
		pprof.Do(context.Background(), pprof.Labels("route", "/v1/ferries", "tenant", fmt.Sprintf("line %d \"east\"", i%2)), func(context.Context) {
			go child(done)
		})
	}
	time.Sleep(30 * time.Millisecond)
}

// service logs while it dumps: two snapshots, then a panic.
func service() {
	logger := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	dump := make(chan os.Signal, 1)
	signal.Notify(dump, syscall.SIGUSR1)
	go func() {
		for range dump {
			time.Sleep(100 * time.Millisecond) // the signal loop is at rest again
			buf := make([]byte, 1<<20)
			buf = buf[:runtime.Stack(buf, true)]
			fmt.Fprintf(os.Stderr, "=== goroutine dump on SIGUSR1 ===\n%s\n=== end of dump ===\n", buf)
		}
	}()
	me, err := os.FindProcess(os.Getpid())
	if err != nil {
		log.Fatal(err)
	}
	sail := func(n int) {
		for i := range n {
			logger.Info("departure", "ferry", "MF Sula", "trip", i, "cars", 40+i)
			quotes.Cheapest("p", price(1), price(2))
		}
		time.Sleep(30 * time.Millisecond)
	}
	sail(3)
	me.Signal(syscall.SIGUSR1)
	time.Sleep(700 * time.Millisecond)
	sail(12)
	me.Signal(syscall.SIGUSR1)
	time.Sleep(700 * time.Millisecond)
	logger.Error("bridge control lost", "err", errors.New("i/o timeout"))
	overbook()
}

// recovered is what net/http logs for a panicking handler.
func recovered() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { (&deck{}).park(3, r.URL.Path) })
	go http.Serve(ln, mux)
	log.Println("ferry listening")
	if resp, err := http.Get("http://" + ln.Addr().String() + "/book"); err == nil {
		resp.Body.Close()
	}
	log.Println("retrying")
	func() {
		defer func() {
			if v := recover(); v != nil {
				log.Printf("recovered: %v\n%s", v, debug.Stack())
			}
		}()
		rethrow()
	}()
}

func main() {
	switch os.Args[1] {
	case "panic":
		background()
		overbook()
	case "rethrow":
		background()
		rethrow()
	case "deadlock":
		deadlock()
	case "collide":
		background()
		collide()
	case "deep":
		done := make(chan int)
		go descend(150, done)
		go descend(40, done)
		time.Sleep(30 * time.Millisecond)
		panic("enough")
	case "overflow":
		debug.SetMaxStack(64 << 10)
		overflow(0)
	case "family":
		family()
		panic("family dump")
	case "labels":
		labelled()
		panic("labels dump")
	case "hang":
		background()
		fmt.Println("ready")
		io.Copy(io.Discard, os.Stdin)
	case "debug2":
		background()
		var b bytes.Buffer
		pprof.Lookup("goroutine").WriteTo(&b, 2)
		fmt.Print(strings.ReplaceAll(b.String(), "\n", "\r\n"))
	case "service":
		service()
	case "recovered":
		recovered()
	default:
		log.Fatalf("ferry: %q?", os.Args[1])
	}
}
