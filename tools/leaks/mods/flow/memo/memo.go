// Package memo remembers results, for ever or within bounds.
package memo

import (
	"container/list"
	"sync"
)

// Memo remembers every result.
type Memo[K comparable, V any] struct {
	mu   sync.Mutex
	vals map[K]V
	load func(K) V
}

// New returns a memo over load.
func New[K comparable, V any](load func(K) V) *Memo[K, V] {
	return &Memo[K, V]{vals: make(map[K]V), load: load}
}

// Get loads on first use.
func (m *Memo[K, V]) Get(k K) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.vals[k]; ok {
		return v
	}
	v := m.load(k)
	m.vals[k] = v
	return v
}

// LRU remembers the latest n results.
type LRU[K comparable, V any] struct {
	n     int
	order *list.List
	at    map[K]*list.Element
	load  func(K) V
}

type pair[K comparable, V any] struct {
	k K
	v V
}

// NewLRU returns a bounded memo.
func NewLRU[K comparable, V any](n int, load func(K) V) *LRU[K, V] {
	return &LRU[K, V]{n: n, order: list.New(), at: make(map[K]*list.Element), load: load}
}

// Get loads what is not among the latest n.
func (l *LRU[K, V]) Get(k K) V {
	if e, ok := l.at[k]; ok {
		l.order.MoveToFront(e)
		return e.Value.(*pair[K, V]).v
	}
	v := l.load(k)
	l.at[k] = l.order.PushFront(&pair[K, V]{k, v})
	if l.order.Len() > l.n {
		last := l.order.Back()
		l.order.Remove(last)
		delete(l.at, last.Value.(*pair[K, V]).k)
	}
	return v
}
