// Command vault keeps valuables behind locks: mutexes that are never released,
// locks taken in two orders, groups that are never done, and conditions nobody
// signals, next to ordinary contention.
package main

import (
	"errors"
	"sync"
	"time"

	"captures.example/leaks/kit"
	"depot/stock"
	"github.com/harborline/dispatch/routes"
	"github.com/tidemark/flow"
)

// account forgets to unlock on its error path.
type account struct {
	mu      sync.Mutex
	balance int
}

func (a *account) withdraw(n int) error {
	a.mu.Lock()
	if n > a.balance {
		return errors.New("short of funds")
	}
	a.balance -= n
	a.mu.Unlock()
	return nil
}

// registry calls out while holding its lock, and the callee never answers.
type registry struct {
	mu      sync.Mutex
	keys    map[string]string
	upgrade chan string
}

func (r *registry) refresh(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys[key] = <-r.upgrade
}

func (r *registry) lookup(key string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys[key]
}

// guarded is a value with its lock embedded.
type guarded[T any] struct {
	sync.Mutex
	v T
}

func (g *guarded[T]) update(f func(*T)) {
	g.Lock()
	f(&g.v)
	g.Unlock()
}

// settings are read on first use, from a source that hangs.
type settings struct {
	once sync.Once
	src  chan string
	text string
}

func (s *settings) get() string {
	s.once.Do(s.fetch)
	return s.text
}

func (s *settings) fetch() { s.text = <-s.src }

// ledger takes the read lock twice; a writer between the two stops both.
type ledger struct {
	mu   sync.RWMutex
	sums map[string]int
}

func (l *ledger) total(between func()) (n int) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	between()
	for k := range l.sums {
		n += l.sum(k)
	}
	return n
}

func (l *ledger) sum(k string) int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.sums[k]
}

func (l *ledger) post(k string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sums[k] += n
}

// sealAll counts one task too many.
func sealAll(boxes int) {
	var wg sync.WaitGroup
	wg.Add(boxes + 1)
	for range boxes {
		go func() {
			defer wg.Done()
			time.Sleep(time.Millisecond)
		}()
	}
	wg.Wait()
}

// inspect waits for children that wait for a signal nobody gives.
func inspect(n int) {
	for range n {
		go func() {
			var wg sync.WaitGroup
			verdict := make(chan bool)
			for range 2 {
				wg.Go(func() { <-verdict })
			}
			wg.Wait()
		}()
	}
}

// escort waits for an errgroup-like group whose member has no way out.
func escort(n int) {
	for range n {
		var g flow.Group
		g.Go(func() error { select {} })
		go func() { _ = g.Wait() }()
	}
}

// mailbox hands out letters in order.
type mailbox[T any] struct {
	mu      sync.Mutex
	cond    *sync.Cond
	letters []T
}

func newMailbox[T any]() *mailbox[T] {
	m := &mailbox[T]{}
	m.cond = sync.NewCond(&m.mu)
	return m
}

func (m *mailbox[T]) take() T {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.letters) == 0 {
		m.cond.Wait()
	}
	l := m.letters[0]
	m.letters = m.letters[1:]
	return l
}

// tally is a busy, healthy lock.
type tally struct {
	mu sync.Mutex
	n  int
}

func (t *tally) bump() {
	t.mu.Lock()
	t.n++
	for i := range 2000 {
		t.n += i & 1
	}
	t.mu.Unlock()
}

func (t *tally) rush(goroutines, times int) {
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range times {
				t.bump()
			}
		})
	}
	wg.Wait()
}

// collect closes its output when all sources are done; they are alive.
func collect(sources int, stop <-chan struct{}) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	for range sources {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-stop
		}()
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

func main() {
	acct := &account{balance: 10}
	reg := &registry{keys: map[string]string{}, upgrade: make(chan string)}
	box := &guarded[int]{}
	conf := &settings{src: make(chan string)}
	books := &ledger{sums: map[string]int{"a": 1, "b": 2}}
	table := routes.NewTable()
	mail := newMailbox[string]()
	count := &tally{}
	stop := make(chan struct{})
	exec := flow.NewExecutor(4)
	kit.Run(kit.Plan{Program: "vault", Scenarios: []kit.Scenario{
		{Name: "account", Base: 3, More: 12, Start: func() { _ = acct.withdraw(50) }, Do: func(n int) {
			for range n {
				go acct.withdraw(1)
			}
		}, Truth: []kit.Truth{{Key: "main.(*account).withdraw", Wait: "sync.Mutex.Lock", Category: "mutex-wait", Pattern: "mutex-wait", Leak: true, Each: 1, Shape: "Unlock forgotten on an early return; no holder is left"}}},
		{Name: "registry", Base: 3, More: 10, Start: func() { go reg.refresh("k"); time.Sleep(10 * time.Millisecond) }, Do: func(n int) {
			for range n {
				go reg.lookup("k")
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*registry).lookup", Wait: "sync.Mutex.Lock", Category: "mutex-wait", Pattern: "mutex-wait", Leak: true, Each: 1, Shape: "waiting for a holder that is blocked in a receive"},
			{Key: "main.(*registry).refresh", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Flat: 1, Accept: []string{"mutex-wait"}, Shape: "the holder of the lock"},
		}},
		{Name: "guarded", Base: 2, More: 8, Start: func() {
			func() {
				defer func() { _ = recover() }()
				box.update(func(*int) { panic("bad update") })
			}()
		}, Do: func(n int) {
			for range n {
				go box.update(func(v *int) { *v++ })
			}
		}, Truth: []kit.Truth{{Key: "main.(*guarded[...]).update", Wait: "sync.Mutex.Lock", Category: "mutex-wait", Pattern: "mutex-wait", Leak: true, Each: 1, Shape: "embedded mutex of a generic type, left locked by a recovered panic"}}},
		{Name: "moves", Base: 1, More: 5, Do: func(n int) {
			for range n {
				a, b := stock.NewShelf(nil), stock.NewShelf(nil)
				var both sync.WaitGroup
				both.Add(2)
				meet := func() { both.Done(); both.Wait() }
				go stock.Move(a, b, "vase", meet)
				go stock.Move(b, a, "vase", meet)
			}
		}, Truth: []kit.Truth{{Key: "depot/stock.Move", Wait: "sync.Mutex.Lock", Category: "mutex-wait", Pattern: "mutex-wait", Leak: true, Proved: true, Each: 2, Shape: "two locks taken in opposite order, each holder waits for the other"}}},
		{Name: "settings", Base: 3, More: 9, Start: func() { go conf.get(); time.Sleep(10 * time.Millisecond) }, Do: func(n int) {
			for range n {
				go conf.get()
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*settings).get", Wait: "sync.Mutex.Lock", Category: "mutex-wait", Pattern: "once-wait", Leak: true, Each: 1, Accept: []string{"once-wait", "mutex-wait"}, Shape: "sync.Once whose first call never returns"},
			{Key: "main.(*settings).fetch", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Flat: 1, Accept: []string{"once-wait", "mutex-wait"}, Shape: "the first call of the Once"},
		}},
		{Name: "table", Base: 2, More: 11, Start: func() {
			table.Lookup("5003")
			go table.Set("5003", "Bergen")
			time.Sleep(10 * time.Millisecond)
		}, Do: func(n int) {
			for range n {
				go table.Len()
			}
		}, Truth: []kit.Truth{
			{Key: "github.com/harborline/dispatch/routes.(*Table).Set", Wait: "sync.RWMutex.Lock", Category: "rwmutex-wait", Pattern: "rwmutex-wait", Leak: true, Flat: 1, Shape: "the writer behind a forgotten RUnlock"},
			{Key: "github.com/harborline/dispatch/routes.(*Table).Len", Wait: "sync.RWMutex.RLock", Category: "rwmutex-wait", Pattern: "rwmutex-wait", Leak: true, Each: 1, Shape: "readers behind the pending writer"},
		}},
		{Name: "books", Base: 2, More: 6, Start: func() {
			in := make(chan struct{})
			go books.total(func() { close(in); time.Sleep(50 * time.Millisecond) })
			<-in
			go books.post("a", 1)
			time.Sleep(100 * time.Millisecond)
		}, Do: func(n int) {
			for range n {
				go books.post("b", 1)
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*ledger).sum", Wait: "sync.RWMutex.RLock", Category: "rwmutex-wait", Pattern: "rwmutex-wait", Leak: true, Flat: 1, Shape: "recursive read lock: the holder waits behind the writer it holds up"},
			{Key: "main.(*ledger).post", Wait: "sync.RWMutex.Lock", Category: "rwmutex-wait", Pattern: "rwmutex-wait", Leak: true, Flat: 1, Shape: "the first writer waits for the reader"},
			{Key: "main.(*ledger).post", Wait: "sync.Mutex.Lock", Category: "rwmutex-wait", Pattern: "rwmutex-wait", Leak: true, Each: 1, Accept: []string{"mutex-wait"}, Shape: "later writers wait in the RWMutex's inner Mutex"},
		}},
		{Name: "seal", Base: 2, More: 7, Do: func(n int) {
			for range n {
				go sealAll(3)
			}
		}, Truth: []kit.Truth{{Key: "main.sealAll", Wait: "sync.WaitGroup.Wait", Category: "waitgroup-wait", Pattern: "waitgroup-wait", Leak: true, Proved: true, Each: 1, Shape: "Add counts one more than Done"}}},
		{Name: "inspect", Base: 2, More: 6, Do: inspect, Truth: []kit.Truth{
			{Key: "main.inspect.func1", Wait: "sync.WaitGroup.Wait", Category: "waitgroup-wait", Pattern: "waitgroup-wait", Leak: true, Proved: true, Each: 1, Shape: "waits for blocked children started with wg.Go"},
			{Key: "main.inspect.func1.1", Wait: "chan receive", Category: "chan-recv", Pattern: "chan-recv", Leak: true, Proved: true, Each: 2, Shape: "the blocked children"},
		}},
		{Name: "escort", Base: 1, More: 6, Do: escort, Truth: []kit.Truth{
			{Key: "github.com/tidemark/flow.(*Group).Wait", Wait: "sync.WaitGroup.Wait", Category: "waitgroup-wait", Pattern: "waitgroup-wait", Leak: true, Proved: true, Each: 1, Shape: "errgroup-like Wait under a closure"},
			{Key: "main.escort.func1", Wait: "select (no cases)", Category: "select-empty", Pattern: "select-empty", Leak: true, Proved: true, Each: 1, Shape: "the member that never returns"},
		}},
		{Name: "mail", Base: 3, More: 9, Do: func(n int) {
			for range n {
				go mail.take()
			}
		}, Truth: []kit.Truth{{Key: "main.(*mailbox[...]).take", Wait: "sync.Cond.Wait", Category: "cond-wait", Pattern: "cond-wait", Leak: true, Each: 1, Shape: "generic queue nobody fills any more"}}},
		{Name: "barriers", Base: 1, More: 5, Do: func(n int) {
			for range n {
				b := flow.NewBarrier(3)
				go b.Await()
				go b.Await()
			}
		}, Truth: []kit.Truth{{Key: "github.com/tidemark/flow.(*Barrier).Await", Wait: "sync.Cond.Wait", Category: "cond-wait", Pattern: "cond-wait", Leak: true, Proved: true, Each: 2, Shape: "barrier whose last member never comes"}}},
		{Name: "tally", Churn: func() { count.rush(8, 40) }},
		{Name: "executor", Churn: func() {
			var wg sync.WaitGroup
			for range 12 {
				wg.Add(1)
				exec.Submit(wg.Done)
			}
			wg.Wait()
		}, Truth: []kit.Truth{{Key: "github.com/tidemark/flow.(*Executor).run", Wait: "sync.Cond.Wait", Category: "benign-worker-idle", Pattern: "cond-wait", Flat: 4, Shape: "idle executor on a condition variable"}}},
		{Name: "closer", Start: func() { collect(3, stop) }, Truth: []kit.Truth{
			{Key: "main.collect.func2", Wait: "sync.WaitGroup.Wait", Category: "benign-closer", Pattern: "waitgroup-wait", Flat: 1, Shape: "one closer waiting for live sources"},
			{Key: "main.collect.func1", Wait: "chan receive", Category: "benign-shutdown", Pattern: "chan-recv", Flat: 3, Accept: []string{"benign-worker-idle"}, Shape: "the live sources, waiting for the stop signal"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "sync.WaitGroup.Wait", Category: "benign-main-wait", Pattern: "waitgroup-wait", Flat: 1, Shape: "main waits for a group"}}})
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Wait()
	close(stop)
}
