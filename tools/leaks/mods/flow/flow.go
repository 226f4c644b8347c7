// Package flow stands in for a third-party concurrency library: groups,
// futures, pipeline stages, barriers and executors.
package flow

import (
	"context"
	"sync"
	"time"
)

// Group runs functions and remembers the first error.
type Group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
}

// Go runs f on a new goroutine.
func (g *Group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}

// Wait blocks until all functions have returned.
func (g *Group) Wait() error {
	g.wg.Wait()
	return g.err
}

// Future is a value that arrives later.
type Future[T any] struct{ c chan T }

// Later returns a future and the function that completes it.
func Later[T any]() (*Future[T], func(T)) {
	f := &Future[T]{make(chan T)}
	return f, func(v T) { f.c <- v }
}

// Wait blocks until the value is there.
func (f *Future[T]) Wait() T { return <-f.c }

// Stage applies fn to everything from in.
func Stage[A, B any](in <-chan A, fn func(A) B) <-chan B {
	out := make(chan B)
	go func() {
		defer close(out)
		for v := range in {
			out <- fn(v)
		}
	}()
	return out
}

// Barrier holds goroutines until n have come.
type Barrier struct {
	mu   sync.Mutex
	cond *sync.Cond
	left int
}

// NewBarrier returns a barrier for n goroutines.
func NewBarrier(n int) *Barrier {
	b := &Barrier{left: n}
	b.cond = sync.NewCond(&b.mu)
	return b
}

// Await blocks until the last one has come.
func (b *Barrier) Await() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left--
	if b.left == 0 {
		b.cond.Broadcast()
		return
	}
	for b.left > 0 {
		b.cond.Wait()
	}
}

// Executor runs tasks on a fixed set of goroutines that sleep on a condition
// variable between tasks.
type Executor struct {
	mu    sync.Mutex
	cond  *sync.Cond
	tasks []func()
	done  bool
}

// NewExecutor starts n goroutines.
func NewExecutor(n int) *Executor {
	e := &Executor{}
	e.cond = sync.NewCond(&e.mu)
	for range n {
		go e.run()
	}
	return e
}

// Submit queues a task.
func (e *Executor) Submit(f func()) {
	e.mu.Lock()
	e.tasks = append(e.tasks, f)
	e.mu.Unlock()
	e.cond.Signal()
}

func (e *Executor) run() {
	for {
		e.mu.Lock()
		for len(e.tasks) == 0 && !e.done {
			e.cond.Wait()
		}
		if e.done {
			e.mu.Unlock()
			return
		}
		f := e.tasks[0]
		e.tasks = e.tasks[1:]
		e.mu.Unlock()
		f()
	}
}

// Poll calls f for every value of c, and idle when none has come for a while.
// It ends when f says so.
func Poll[T any](c <-chan T, wait time.Duration, f func(T) bool, idle func()) {
	for {
		select {
		case v := <-c:
			if !f(v) {
				return
			}
		case <-time.After(wait):
			idle()
		}
	}
}

// Loop calls f for every tick of c until ctx is done.
func Loop[T any](ctx context.Context, c <-chan T, f func(T)) {
	for {
		select {
		case v := <-c:
			f(v)
		case <-ctx.Done():
			return
		}
	}
}
