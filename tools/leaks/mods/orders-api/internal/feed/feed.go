// Package feed imports supplier price lists.
package feed

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"sync"
)

// PriceList is a supplier's XML document.
type PriceList struct {
	XMLName  xml.Name  `xml:"priceList"`
	Supplier string    `xml:"supplier,attr"`
	Sections []Section `xml:"section"`
}

// Section groups items and further sections.
type Section struct {
	Title    string    `xml:"title"`
	Items    []Item    `xml:"item"`
	Sections []Section `xml:"section"`
}

// Item is one line of a price list.
type Item struct {
	Code  string  `xml:"code,attr"`
	Label string  `xml:"label"`
	Price float64 `xml:"price"`
}

// Importer keeps what it imported, and a preview of each raw document.
type Importer struct {
	mu       sync.Mutex
	lists    []*PriceList
	previews map[string][]byte
	rows     [][]string
}

// NewImporter returns an empty importer.
func NewImporter() *Importer { return &Importer{previews: make(map[string][]byte)} }

// ImportXML reads a gzipped price list. The preview keeps the first bytes of
// the document, and with them the whole of it.
func (im *Importer) ImportXML(name string, r io.Reader) error {
	zr, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	doc, err := io.ReadAll(zr)
	if err != nil {
		return err
	}
	var pl PriceList
	if err := xml.Unmarshal(doc, &pl); err != nil {
		return fmt.Errorf("feed %s: %w", name, err)
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	im.previews[name] = doc[:80]
	im.lists = append(im.lists, &pl)
	return nil
}

// ImportCSV reads a stock count.
func (im *Importer) ImportCSV(r io.Reader) error {
	cr := csv.NewReader(r)
	for {
		rec, err := cr.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		im.mu.Lock()
		im.rows = append(im.rows, rec)
		im.mu.Unlock()
	}
}

// SampleXML writes a gzipped price list.
func SampleXML(supplier string, depth, items int) []byte {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	enc := xml.NewEncoder(zw)
	if err := enc.Encode(PriceList{Supplier: supplier, Sections: []Section{sampleSection(depth, items)}}); err != nil {
		panic(err)
	}
	zw.Close()
	return buf.Bytes()
}

func sampleSection(depth, items int) Section {
	s := Section{Title: "Section " + strconv.Itoa(depth)}
	for i := range items {
		s.Items = append(s.Items, Item{Code: strconv.Itoa(i * 37), Label: "item number " + strconv.Itoa(i), Price: float64(i) / 3})
	}
	if depth > 0 {
		s.Sections = []Section{sampleSection(depth-1, items), sampleSection(depth-2, items/2)}
	}
	return s
}

// SampleCSV writes a stock count.
func SampleCSV(n int) []byte {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	for i := range n {
		w.Write([]string{"SKU-" + strconv.Itoa(i), "aisle " + strconv.Itoa(i%40), strconv.Itoa(i * 3)})
	}
	w.Flush()
	return buf.Bytes()
}
