// Package orders takes orders.
package orders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"github.com/northwind/orders-api/internal/audit"
	"github.com/northwind/orders-api/internal/cache"
	"github.com/northwind/orders-api/internal/catalog"
	"github.com/northwind/orders-api/internal/inventory"
	"github.com/northwind/orders-api/internal/pricing"
	"github.com/northwind/orders-api/internal/render"
)

// Order is what a customer sent.
type Order struct {
	ID       string          `json:"id"`
	Customer Contact         `json:"customer"`
	Lines    []Line          `json:"lines"`
	Notes    map[string]any  `json:"notes"`
	Raw      json.RawMessage `json:"raw,omitempty"`
	Total    float64         `json:"total"`
}

// Contact says who and where.
type Contact struct {
	Name    string            `json:"name"`
	Email   string            `json:"email"`
	Address map[string]string `json:"address"`
}

// Line is one item of an order.
type Line struct {
	SKU      string   `json:"sku"`
	Quantity int      `json:"quantity"`
	Campaign string   `json:"campaign"`
	Options  []string `json:"options"`
}

// Service ties the parts together.
type Service struct {
	Catalog   *catalog.Catalog
	Prices    *pricing.Engine
	Stock     *inventory.Repo
	Trail     *audit.Trail
	Invoices  *render.Invoices
	seen      sync.Map // idempotency key -> *receipt, kept for ever
	documents *cache.LRU[string, []byte]
	open      *book
	email     *regexp.Regexp
}

type receipt struct {
	order *Order
	at    time.Time
}

type book struct {
	mu      sync.Mutex
	byEmail map[string][]*Order
}

func (b *book) file(o *Order) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.byEmail[o.Customer.Email] = append(b.byEmail[o.Customer.Email], o)
}

// New returns a service.
func New(c *catalog.Catalog, p *pricing.Engine, s *inventory.Repo, t *audit.Trail, inv *render.Invoices) *Service {
	return &Service{
		Catalog: c, Prices: p, Stock: s, Trail: t, Invoices: inv,
		documents: cache.New[string, []byte](2000),
		open:      &book{byEmail: make(map[string][]*Order)},
		email:     regexp.MustCompile(`^[a-z0-9._%+-]+@[a-z0-9.-]+\.(com|org|net|[a-z]{2})$`),
	}
}

// Place decodes, checks, prices and books one order.
func (s *Service) Place(ctx context.Context, key string, body io.Reader) (*Order, error) {
	o, err := decode(body)
	if err != nil {
		return nil, err
	}
	if err := s.validate(o); err != nil {
		return nil, err
	}
	if err := s.price(ctx, o); err != nil {
		return nil, err
	}
	s.seen.Store(key, &receipt{order: o, at: time.Now()})
	s.open.file(o)
	s.Trail.Record(ctx, o.Customer.Email, "order.placed", slog.String("id", o.ID), slog.Int("lines", len(o.Lines)), slog.Float64("total", o.Total))
	return o, nil
}

func decode(body io.Reader) (*Order, error) {
	var o Order
	dec := json.NewDecoder(body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o); err != nil {
		return nil, fmt.Errorf("orders: %w", err)
	}
	return &o, nil
}

func (s *Service) validate(o *Order) error {
	if !s.email.MatchString(o.Customer.Email) {
		return errors.New("orders: bad email")
	}
	if len(o.Lines) == 0 {
		return errors.New("orders: empty")
	}
	return nil
}

func (s *Service) price(ctx context.Context, o *Order) error {
	for _, l := range o.Lines {
		env := pricing.Env{
			"base":     {Num: 10 + float64(len(l.SKU))},
			"quantity": {Num: float64(l.Quantity)},
			"weight":   {Num: 2.5},
		}
		p, err := s.Prices.Price(l.Campaign, env)
		if err != nil {
			return err
		}
		o.Total += p
		if _, err := s.Stock.Levels(ctx, fmt.Sprintf("w%d", len(l.SKU)%7+l.Quantity%9), l.SKU); err != nil {
			return err
		}
	}
	return s.Stock.Reserve(ctx, "w1", o.Lines[0].SKU, 1)
}

// Document renders an order's invoice, cached.
func (s *Service) Document(ctx context.Context, locale string, o *Order) ([]byte, error) {
	return s.documents.GetOrLoad(locale+"/"+o.ID, func(string) ([]byte, error) {
		inv := render.Invoice{Title: "Invoice " + o.ID, Pad: 4, Total: o.Total, Customer: &render.Customer{Name: o.Customer.Name}}
		for _, l := range o.Lines {
			inv.Customer.Lines = append(inv.Customer.Lines, render.Line{SKU: l.SKU, Class: "row", Qty: l.Quantity, Note: l.Campaign})
		}
		return s.Invoices.Render(locale, inv)
	})
}

// Find returns a booked order by its key.
func (s *Service) Find(key string) *Order {
	if v, ok := s.seen.Load(key); ok {
		return v.(*receipt).order
	}
	return nil
}
