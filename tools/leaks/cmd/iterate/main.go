// Command iterate pulls from iterators and forgets to stop them. It takes its
// own snapshots, on the main goroutine.
package main

import (
	"context"
	"iter"
	"runtime/pprof"

	"captures.example/leaks/kit"
)

type tree struct {
	left, right *tree
	v           int
}

func (t *tree) walk(yield func(int) bool) bool {
	return t == nil || t.left.walk(yield) && yield(t.v) && t.right.walk(yield)
}

func (t *tree) all() iter.Seq[int] { return func(yield func(int) bool) { t.walk(yield) } }

func build(depth int) *tree {
	if depth == 0 {
		return nil
	}
	return &tree{build(depth - 1), build(depth - 1), depth}
}

// smallest takes one value and leaves the iterator where it is.
func smallest(t *tree) int {
	next, _ := iter.Pull(t.all())
	v, _ := next()
	return v
}

// pairs is a two-value iterator in a library's style.
func pairs[K comparable, V any](m map[K]V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for k, v := range m {
			if !yield(k, v) {
				return
			}
		}
	}
}

func any2(m map[string]int) (string, int) {
	next, _ := iter.Pull2(pairs(m))
	k, v, _ := next()
	return k, v
}

// sum stops properly.
func sum(t *tree) (n int) {
	next, stop := iter.Pull(t.all())
	defer stop()
	for i := 0; i < 3; i++ {
		v, ok := next()
		if !ok {
			break
		}
		n += v
	}
	return n
}

// worker keeps labels, which its goroutine inherits.
func worker(c <-chan int) {
	for range c {
	}
}

func main() {
	t := build(4)
	m := map[string]int{"a": 1, "b": 2}
	next, stop := iter.Pull(t.all())
	defer stop()
	next()
	kit.Run(kit.Plan{Program: "iterate", Direct: true, Scenarios: []kit.Scenario{
		{Name: "smallest", Base: 2, More: 9, Do: func(n int) {
			for range n {
				smallest(t)
			}
		}, Truth: []kit.Truth{{Key: "main.(*tree).walk", Wait: "coroutine", Category: "iter-pull-leak", Pattern: "coroutine", Leak: true, Counts: [3]int{3, 12, 12}, Shape: "iter.Pull without stop, plus one iteration that is in use"}}},
		{Name: "any2", Base: 2, More: 6, Do: func(n int) {
			for range n {
				any2(m)
			}
		}, Truth: []kit.Truth{{Key: "main.any2.pairs[...].func1", Wait: "coroutine", Category: "iter-pull-leak", Pattern: "coroutine", Leak: true, Each: 1, Shape: "iter.Pull2 without stop, generic sequence"}}},
		{Name: "sums", Churn: func() {
			for range 10 {
				sum(t)
			}
		}},
		{Name: "labelled", Base: 2, More: 6, Do: func(n int) {
			for i := range n {
				tenant := []string{"north", "south", "east"}[i%3]
				pprof.Do(context.Background(), pprof.Labels("tenant", tenant, "job", "replay"), func(context.Context) {
					go worker(make(chan int))
				})
			}
		}, Truth: []kit.Truth{{Key: "main.worker", Wait: "chan receive", Category: "chan-range", Pattern: "chan-range", Leak: true, Proved: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "labelled goroutines over never-closed channels"}}},
	}, Truth: []kit.Truth{
		{Key: "captures.example/leaks/kit.snapshot", Wait: "running", Category: "benign-profiler", Pattern: "running", Flat: 1, Accept: []string{"benign-main-wait"}, Shape: "main, writing this very profile"},
		{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Loose: true, Shape: "main parked, after its last snapshot"},
	}})
	select {}
}
