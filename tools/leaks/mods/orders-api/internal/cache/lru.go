// Package cache holds a bounded, generic LRU.
package cache

import (
	"container/list"
	"sync"
)

// LRU keeps at most Cap entries.
type LRU[K comparable, V any] struct {
	mu    sync.Mutex
	cap   int
	order *list.List
	items map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key K
	val V
}

// New returns an LRU of at most n entries.
func New[K comparable, V any](n int) *LRU[K, V] {
	return &LRU[K, V]{cap: n, order: list.New(), items: make(map[K]*list.Element)}
}

// GetOrLoad returns the cached value or loads, stores and returns it.
func (c *LRU[K, V]) GetOrLoad(key K, load func(K) (V, error)) (V, error) {
	c.mu.Lock()
	if e, ok := c.items[key]; ok {
		c.order.MoveToFront(e)
		v := e.Value.(*entry[K, V]).val
		c.mu.Unlock()
		return v, nil
	}
	c.mu.Unlock()
	v, err := load(key)
	if err != nil {
		return v, err
	}
	c.put(key, v)
	return v, nil
}

func (c *LRU[K, V]) put(key K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[key] = c.order.PushFront(&entry[K, V]{key, v})
	for c.order.Len() > c.cap {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.items, last.Value.(*entry[K, V]).key)
	}
}
