// Package stock counts what lies on the shelves.
package stock

import "sync"

// Shelf is a place with a feed of changes.
type Shelf struct {
	mu    sync.Mutex
	items map[string]int
	feed  chan<- string
	peer  *Shelf
}

// NewShelf returns an empty shelf that reports to feed.
func NewShelf(feed chan<- string) *Shelf { return &Shelf{items: map[string]int{}, feed: feed} }

// put is small enough to be inlined into its callers.
func (s *Shelf) put(item string) { s.feed <- item }

// Restock adds items and reports each.
func (s *Shelf) Restock(items ...string) {
	for _, it := range items {
		s.put(it)
	}
}

// Move takes from one shelf and adds to the other. It locks in argument
// order, so two opposite moves can wait for each other.
func Move(from, to *Shelf, item string, between func()) {
	from.mu.Lock()
	defer from.mu.Unlock()
	between()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.items[item]--
	to.items[item]++
}

// Count is one of many short critical sections.
func (s *Shelf) Count(item string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.items[item]
}
