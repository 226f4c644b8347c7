// Package render turns orders into documents.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	"sync"
)

// Invoices renders with one template per locale and layout.
type Invoices struct {
	mu   sync.RWMutex
	sets map[string]*template.Template
}

const layout = `{{define "head"}}<head><title>{{.Title}}</title><style>td{padding:{{.Pad}}px}</style></head>{{end}}
{{define "line"}}<tr class="{{.Class}}"><td>{{.SKU}}</td><td>{{.Qty}}</td>{{if .Note}}<td title="{{.Note}}">{{.Note}}</td>{{else}}<td></td>{{end}}</tr>{{end}}
<html>{{template "head" .}}<body onload="init({{.Title}})">{{with .Customer}}<h1>{{.Name}}</h1>{{range .Lines}}{{if gt .Qty 0}}{{template "line" .}}{{else if .Gift}}<tr><td><a href="/gift?sku={{.SKU}}">{{.SKU}}</a></td></tr>{{end}}{{end}}{{end}}
<script>var total = {{.Total}};</script></body></html>`

// NewInvoices parses the templates of all locales.
func NewInvoices(locales ...string) (*Invoices, error) {
	inv := &Invoices{sets: make(map[string]*template.Template)}
	for _, l := range locales {
		if err := inv.load(l); err != nil {
			return nil, err
		}
	}
	return inv, nil
}

func (inv *Invoices) load(locale string) error {
	t, err := template.New(locale).Funcs(template.FuncMap{"upper": strings.ToUpper}).Parse(layout)
	if err != nil {
		return fmt.Errorf("render %s: %w", locale, err)
	}
	inv.mu.Lock()
	inv.sets[locale] = t
	inv.mu.Unlock()
	return nil
}

// Line is a row of an invoice.
type Line struct {
	SKU, Class, Note string
	Qty              int
	Gift             bool
}

// Customer is whom the invoice is for.
type Customer struct {
	Name  string
	Lines []Line
}

// Invoice is the template's data.
type Invoice struct {
	Title    string
	Pad      int
	Total    float64
	Customer *Customer
}

// Render returns the document.
func (inv *Invoices) Render(locale string, data Invoice) ([]byte, error) {
	inv.mu.RLock()
	t := inv.sets[locale]
	inv.mu.RUnlock()
	if t == nil {
		return nil, fmt.Errorf("render: no locale %q", locale)
	}
	var buf bytes.Buffer
	if err := t.Execute(&buf, data); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
