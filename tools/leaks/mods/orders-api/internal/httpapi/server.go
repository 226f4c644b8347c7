// Package httpapi is the service's HTTP face.
package httpapi

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/northwind/orders-api/internal/feed"
	"github.com/northwind/orders-api/internal/orders"
	"github.com/northwind/orders-api/internal/session"
)

// API serves the routes.
type API struct {
	Orders   *orders.Service
	Sessions *session.Store
	Feeds    *feed.Importer
	metrics  *recorder
	gz       sync.Pool
}

// New returns the handler with all middleware.
func New(o *orders.Service, s *session.Store, f *feed.Importer) http.Handler {
	a := &API{Orders: o, Sessions: s, Feeds: f, metrics: newRecorder()}
	a.gz.New = func() any { return gzip.NewWriter(io.Discard) }
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/orders", a.placeOrder)
	mux.HandleFunc("GET /v1/orders/{key}/invoice", a.invoice)
	mux.HandleFunc("GET /v1/search", a.search)
	mux.HandleFunc("GET /v1/catalog", a.catalog)
	mux.HandleFunc("POST /v1/feeds/{name}", a.importFeed)
	mux.HandleFunc("POST /v1/stock", a.importStock)
	var h http.Handler = mux
	h = a.compress(h)
	h = a.withSession(h)
	h = a.observe(h)
	h = withRequestID(h)
	return recoverer(h)
}

func (a *API) placeOrder(w http.ResponseWriter, r *http.Request) {
	o, err := a.Orders.Place(r.Context(), r.Header.Get("Idempotency-Key"), r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	writeJSON(w, o)
}

func (a *API) invoice(w http.ResponseWriter, r *http.Request) {
	o := a.Orders.Find(r.PathValue("key"))
	if o == nil {
		http.NotFound(w, r)
		return
	}
	doc, err := a.Orders.Document(r.Context(), r.URL.Query().Get("locale"), o)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	w.Write(doc)
}

func (a *API) search(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, a.Orders.Catalog.Index.Search(r.URL.Query().Get("q")))
}

func (a *API) catalog(w http.ResponseWriter, r *http.Request) { writeJSON(w, a.Orders.Catalog.Root) }

func (a *API) importFeed(w http.ResponseWriter, r *http.Request) {
	if err := a.Feeds.ImportXML(r.PathValue("name"), r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func (a *API) importStock(w http.ResponseWriter, r *http.Request) {
	if err := a.Feeds.ImportCSV(r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		fmt.Fprintln(w, err)
	}
}

type gzipWriter struct {
	http.ResponseWriter
	zw *gzip.Writer
}

func (g gzipWriter) Write(p []byte) (int, error) { return g.zw.Write(p) }

func (a *API) compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			next.ServeHTTP(w, r)
			return
		}
		zw := a.gz.Get().(*gzip.Writer)
		defer a.gz.Put(zw)
		zw.Reset(w)
		w.Header().Set("Content-Encoding", "gzip")
		next.ServeHTTP(gzipWriter{w, zw}, r)
		zw.Close()
	})
}

type ctxKey int

func (a *API) withSession(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := a.Sessions.Find(r.Header.Get("X-Session"))
		if s == nil {
			s = a.Sessions.Begin(r)
			w.Header().Set("X-Session", s.ID)
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), ctxKey(1), s)))
	})
}

func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), ctxKey(2), fmt.Sprintf("%d", time.Now().UnixNano()))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func recoverer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				http.Error(w, fmt.Sprint(v), http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// recorder keeps latency buckets per route and per client.
type recorder struct {
	mu     sync.Mutex
	series map[string]*histogram
}

type histogram struct {
	labels  []string
	buckets []uint32
}

func newRecorder() *recorder { return &recorder{series: make(map[string]*histogram)} }

func (m *recorder) observe(route, client string, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := route + "|" + client
	h := m.series[key]
	if h == nil {
		h = m.add(key, route, client)
	}
	i := 0
	for d > time.Microsecond<<i && i < len(h.buckets)-1 {
		i++
	}
	h.buckets[i]++
}

func (m *recorder) add(key, route, client string) *histogram {
	h := &histogram{labels: []string{route, client}, buckets: make([]uint32, 32)}
	m.series[key] = h
	return h
}

func (a *API) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		next.ServeHTTP(w, r)
		a.metrics.observe(r.Pattern+r.URL.Path, r.Header.Get("X-User"), time.Since(start))
	})
}
