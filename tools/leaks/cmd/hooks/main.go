// Command hooks frees resources in finalizers and cleanups that block. Its
// scenarios are run one at a time: a process has one finalizer goroutine.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"captures.example/leaks/kit"
)

type texture struct {
	id   int
	data [4096]byte
}

var released = make(chan int)

// load registers a finalizer that reports to a channel nobody reads.
func load(id int) *texture {
	t := &texture{id: id}
	runtime.SetFinalizer(t, func(t *texture) { released <- t.id })
	return t
}

type socket struct {
	pool *pool
	buf  [1024]byte
}

type pool struct {
	mu   sync.Mutex
	free int
}

// shutdown is a finalizer that takes a lock its pool's owner keeps.
func (s *socket) shutdown() {
	s.pool.mu.Lock()
	s.pool.free++
	s.pool.mu.Unlock()
}

func dial(p *pool) *socket {
	s := &socket{pool: p}
	runtime.SetFinalizer(s, (*socket).shutdown)
	return s
}

type mapping struct{ pages [8192]byte }

// remember registers a cleanup that waits for an acknowledgement.
func remember(id int, acks chan struct{}) *mapping {
	m := &mapping{}
	runtime.AddCleanup(m, func(id int) { unmap(id, acks) }, id)
	return m
}

func unmap(id int, acks <-chan struct{}) {
	<-acks
	fmt.Fprintln(os.Stderr, "unmapped", id)
}

// swift is how it should be: the finalizer only starts a goroutine.
type swift struct{ name [64]byte }

func newSwift(done *sync.WaitGroup) *swift {
	s := &swift{}
	done.Add(1)
	runtime.SetFinalizer(s, func(*swift) { go done.Done() })
	return s
}

func drop[T any](n int, mk func(i int) *T) {
	for i := range n {
		runtime.KeepAlive(mk(i))
	}
	for range 3 {
		runtime.GC()
		time.Sleep(20 * time.Millisecond)
	}
}

func main() {
	p := &pool{}
	acks := make(chan struct{})
	kit.Run(kit.Plan{Program: "hooks", Scenarios: []kit.Scenario{
		{Name: "textures", Base: 3, More: 40, Do: func(n int) { drop(n, load) },
			Truth: []kit.Truth{{Key: "main.load.func1", Wait: "chan send", Category: "finalizer-blocked", Pattern: "finalizer-blocked", Leak: true, Flat: 1, Accept: []string{"chan-send"}, Shape: "closure finalizer blocked in a send"}}},
		{Name: "sockets", Base: 3, More: 40, Start: func() { p.mu.Lock() }, Do: func(n int) { drop(n, func(int) *socket { return dial(p) }) },
			Truth: []kit.Truth{{Key: "main.(*socket).shutdown", Wait: "sync.Mutex.Lock", Category: "finalizer-blocked", Pattern: "finalizer-blocked", Leak: true, Flat: 1, Accept: []string{"mutex-wait"}, Shape: "method finalizer blocked on a lock"}}},
		{Name: "mappings", Base: 3, More: 40, Do: func(n int) { drop(n, func(i int) *mapping { return remember(i, acks) }) },
			Truth: []kit.Truth{{Key: "main.unmap", Wait: "chan receive", Category: "finalizer-blocked", Pattern: "finalizer-blocked", Leak: true, Loose: true, Flat: 1, Accept: []string{"chan-recv"}, Shape: "runtime.AddCleanup blocked in a receive"}}},
		{Name: "swift", Churn: func() {
			var done sync.WaitGroup
			drop(20, func(int) *swift { return newSwift(&done) })
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "chan receive", Category: "benign-main-wait", Pattern: "chan-recv", Flat: 1, Shape: "main waits for its quit channel"}}})
	quit := make(chan bool)
	<-quit
}
