package bubble

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type mail struct {
	box  chan string
	mu   sync.Mutex
	cond *sync.Cond
}

func (m *mail) fetch() string { return <-m.box }

func (m *mail) await() {
	m.mu.Lock()
	m.cond.Wait()
	m.mu.Unlock()
}

// TestBubble leaves goroutines behind when its bubble ends.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &mail{box: make(chan string)}
		m.cond = sync.NewCond(&m.mu)
		idle := &mail{box: make(chan string)}
		go idle.fetch()
		go m.await()
		go func() {
			select {
			case m.box <- "late":
			case <-make(chan int):
			}
		}()
		var wg sync.WaitGroup
		wg.Add(1)
		go wg.Wait()
		<-m.box
		go idle.fetch()
		synctest.Wait()
	})
}

// TestSlow runs into the test binary's timeout.
func TestSlow(t *testing.T) {
	m := &mail{box: make(chan string)}
	t.Run("fetch", func(t *testing.T) {
		go m.fetch()
		go m.fetch()
		time.Sleep(time.Hour)
	})
}

func TestParallel(t *testing.T) {
	t.Parallel()
}
