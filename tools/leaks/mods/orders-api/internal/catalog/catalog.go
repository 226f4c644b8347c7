// Package catalog holds the product tree and its search index.
package catalog

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Category is a node of the product tree.
type Category struct {
	Name     string            `json:"name"`
	Attrs    map[string]string `json:"attrs"`
	Products []Product         `json:"products"`
	Children []*Category       `json:"children"`
}

// Product is what is sold.
type Product struct {
	SKU      string         `json:"sku"`
	Title    string         `json:"title"`
	Tags     []string       `json:"tags"`
	Price    float64        `json:"price"`
	Variants []Variant      `json:"variants"`
	Extra    map[string]any `json:"extra"`
}

// Variant is one size or colour of a product.
type Variant struct {
	Code    string      `json:"code"`
	Options [][2]string `json:"options"`
}

// Catalog is the tree with an index over its words.
type Catalog struct {
	Root  *Category
	Index *Index
	bySKU map[string]*Product
}

// Load decodes a catalogue document and indexes it.
func Load(doc []byte) (*Catalog, error) {
	c := &Catalog{Index: NewIndex(), bySKU: make(map[string]*Product)}
	if err := json.Unmarshal(doc, &c.Root); err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	c.indexCategory(c.Root, "")
	return c, nil
}

func (c *Catalog) indexCategory(cat *Category, path string) {
	path = path + "/" + cat.Name
	for i := range cat.Products {
		p := &cat.Products[i]
		c.bySKU[p.SKU] = p
		for _, w := range strings.Fields(p.Title) {
			c.Index.Add(w, p.SKU)
		}
		c.Index.Add(path, p.SKU)
	}
	for _, child := range cat.Children {
		c.indexCategory(child, path)
	}
}

// Product finds by SKU.
func (c *Catalog) Product(sku string) *Product { return c.bySKU[sku] }

// Document writes a catalogue of the given depth.
func Document(seed uint64, depth, width int) []byte {
	r := rand.New(rand.NewPCG(seed, 11))
	b, err := json.Marshal(randomCategory(r, depth, width))
	if err != nil {
		panic(err)
	}
	return b
}

var words = strings.Fields("oak pine steel copper linen cotton wool glass amber slate harbour meadow ridge summit delta river lantern kettle saddle anchor")

func randomCategory(r *rand.Rand, depth, width int) *Category {
	c := &Category{Name: words[r.IntN(len(words))], Attrs: map[string]string{"tax": "std", "lang": "en"}}
	for range 1 + r.IntN(6) {
		c.Products = append(c.Products, randomProduct(r))
	}
	if depth > 0 {
		for range 1 + r.IntN(width) {
			c.Children = append(c.Children, randomCategory(r, depth-1, width))
		}
	}
	return c
}

func randomProduct(r *rand.Rand) Product {
	p := Product{SKU: fmt.Sprintf("SKU-%06d", r.IntN(1_000_000)), Price: r.Float64() * 100}
	for range 2 + r.IntN(4) {
		p.Title += words[r.IntN(len(words))] + " "
		p.Tags = append(p.Tags, words[r.IntN(len(words))])
	}
	for range r.IntN(4) {
		p.Variants = append(p.Variants, Variant{Code: fmt.Sprint(r.IntN(999)), Options: [][2]string{{"size", "M"}, {"colour", "blue"}}})
	}
	p.Extra = map[string]any{"dims": []any{r.Float64(), r.Float64()}, "origin": map[string]any{"country": "NO", "lot": fmt.Sprint(r.IntN(5000))}}
	return p
}
