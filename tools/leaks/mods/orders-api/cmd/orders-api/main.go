// Command orders-api runs a small but complete order service against its own
// load generator and writes a CPU profile, a goroutine profile and two heap
// profiles, before and after the load.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/northwind/orders-api/internal/audit"
	"github.com/northwind/orders-api/internal/catalog"
	"github.com/northwind/orders-api/internal/feed"
	"github.com/northwind/orders-api/internal/httpapi"
	"github.com/northwind/orders-api/internal/inventory"
	"github.com/northwind/orders-api/internal/orders"
	"github.com/northwind/orders-api/internal/pricing"
	"github.com/northwind/orders-api/internal/render"
	"github.com/northwind/orders-api/internal/session"
)

func main() {
	out := flag.String("out", ".", "directory for the profiles")
	rate := flag.Int("rate", 8<<10, "heap sampling rate in bytes")
	scale := flag.Int("scale", 1, "multiplies the load")
	flag.Parse()
	runtime.MemProfileRate = *rate

	svc, err := build()
	if err != nil {
		log.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(ln, svc)
	c := newClient("http://" + ln.Addr().String())
	c.run(400 * *scale)
	write(*out, "heap-base.pb.gz")

	f, err := os.Create(filepath.Join(*out, "cpu.pb.gz"))
	if err != nil {
		log.Fatal(err)
	}
	pprof.StartCPUProfile(f)
	c.run(6000 * *scale)
	stop := make(chan struct{})
	go c.background(stop)
	time.Sleep(100 * time.Millisecond)
	g, err := os.Create(filepath.Join(*out, "goroutine.pb.gz"))
	if err != nil {
		log.Fatal(err)
	}
	pprof.Lookup("goroutine").WriteTo(g, 0)
	g.Close()
	close(stop)
	pprof.StopCPUProfile()
	f.Close()
	write(*out, "heap.pb.gz")
}

func build() (http.Handler, error) {
	c, err := catalog.Load(catalog.Document(3, 8, 4))
	if err != nil {
		return nil, err
	}
	prices, err := pricing.NewEngine(1600, 5)
	if err != nil {
		return nil, err
	}
	stock, err := inventory.Open("latency=50us rows=4")
	if err != nil {
		return nil, err
	}
	invoices, err := render.NewInvoices("en", "de", "fr", "zh-CN", "ja", "es")
	if err != nil {
		return nil, err
	}
	svc := orders.New(c, prices, stock, audit.NewTrail(), invoices)
	return httpapi.New(svc, session.NewStore(), feed.NewImporter()), nil
}

func write(dir, name string) {
	runtime.GC()
	runtime.GC()
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		log.Fatal(err)
	}
}

type client struct {
	base string
	http *http.Client
}

func newClient(base string) *client {
	return &client{base, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
}

func (c *client) run(n int) {
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), uint64(n)))
			for i := range n / 16 {
				c.visit(r, w, i)
			}
		})
	}
	wg.Wait()
}

func (c *client) background(stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
			c.run(160)
		}
	}
}

func (c *client) visit(r *rand.Rand, worker, i int) {
	key := fmt.Sprintf("%d-%d-%d", worker, i, r.IntN(1<<30))
	body, err := json.Marshal(randomOrder(r, key))
	if err != nil {
		log.Fatal(err)
	}
	c.do(r, "POST", "/v1/orders", key, body)
	switch i % 8 {
	case 1, 2, 3:
		locale := []string{"en", "de", "fr", "zh-CN", "ja", "es"}[r.IntN(6)]
		c.do(r, "GET", "/v1/orders/"+key+"/invoice?locale="+locale, key, nil)
	case 4, 5:
		c.do(r, "GET", "/v1/search?q="+string("opsclwgamhrdlk"[r.IntN(14)]), key, nil)
	case 6:
		c.do(r, "POST", "/v1/stock", key, feed.SampleCSV(20))
	case 7:
		if i%32 == 7 {
			c.do(r, "POST", "/v1/feeds/"+key, key, feed.SampleXML("supplier-"+key, 3+r.IntN(3), 10+r.IntN(10)))
		}
	}
}

func (c *client) do(r *rand.Rand, method, path, key string, body []byte) {
	req, err := http.NewRequest(method, c.base+path, bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Set("Idempotency-Key", key)
	req.Header.Set("X-User", fmt.Sprintf("user-%d", r.IntN(900)))
	resp, err := c.http.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	if resp.StatusCode >= 400 {
		log.Fatalf("%s %s: %s", method, path, resp.Status)
	}
}

func randomOrder(r *rand.Rand, key string) orders.Order {
	o := orders.Order{ID: key, Customer: orders.Contact{
		Name: "Customer " + key, Email: fmt.Sprintf("c%d@shop.com", r.IntN(50_000)),
		Address: map[string]string{"street": "Quay 7", "city": "Bergen", "zip": "5003"},
	}, Notes: map[string]any{"gift": r.IntN(2) == 0, "slots": []any{1, 2, map[string]any{"am": true}}}}
	for range 1 + r.IntN(5) {
		o.Lines = append(o.Lines, orders.Line{
			SKU: fmt.Sprintf("SKU-%06d", r.IntN(1_000_000)), Quantity: 1 + r.IntN(9),
			Campaign: fmt.Sprintf("campaign-%04d", r.IntN(600)), Options: []string{"wrap", "card"},
		})
	}
	return o
}
