package catalog

import (
	"slices"
	"sync"
)

// Index is a radix tree from words to SKUs.
type Index struct {
	mu   sync.RWMutex
	root *branch
	size int
}

type branch struct {
	prefix   string
	children []*branch
	postings []string
}

// NewIndex returns an empty index.
func NewIndex() *Index { return &Index{root: &branch{}} }

// Add files one SKU under a word.
func (x *Index) Add(word, sku string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.root.insert(word, sku)
	x.size++
}

func (b *branch) insert(word, sku string) {
	if word == "" {
		b.postings = append(b.postings, sku)
		return
	}
	for i, c := range b.children {
		n := commonPrefix(c.prefix, word)
		if n == 0 {
			continue
		}
		if n < len(c.prefix) {
			b.children[i] = c.split(n)
		}
		b.children[i].insert(word[n:], sku)
		return
	}
	leaf := &branch{prefix: word}
	leaf.insert("", sku)
	b.children = append(b.children, leaf)
	slices.SortFunc(b.children, func(a, c *branch) int {
		if a.prefix < c.prefix {
			return -1
		}
		return 1
	})
}

func (b *branch) split(n int) *branch {
	upper := &branch{prefix: b.prefix[:n], children: make([]*branch, 0, 4)}
	b.prefix = b.prefix[n:]
	upper.children = append(upper.children, b)
	return upper
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Search returns the SKUs of all words beginning with prefix.
func (x *Index) Search(prefix string) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.root.collect(prefix, nil)
}

func (b *branch) collect(prefix string, out []string) []string {
	for _, c := range b.children {
		n := commonPrefix(c.prefix, prefix)
		switch {
		case n == len(prefix):
			out = c.all(out)
		case n == len(c.prefix):
			out = c.collect(prefix[n:], out)
		}
	}
	return out
}

func (b *branch) all(out []string) []string {
	out = append(out, b.postings...)
	for _, c := range b.children {
		out = c.all(out)
	}
	return out
}
