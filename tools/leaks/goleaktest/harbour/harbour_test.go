package harbour

import (
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type lamp struct{ done chan struct{} }

func (l *lamp) blink(every time.Duration) {
	t := time.NewTicker(every)
	for {
		select {
		case <-t.C:
		case <-l.done:
			return
		}
	}
}

func TestLamps(t *testing.T) {
	for range 2 {
		l := &lamp{make(chan struct{})}
		go l.blink(time.Hour)
	}
}

func TestDrain(t *testing.T) {
	c := make(chan int)
	go func() {
		for range c {
		}
	}()
	c <- 1
}

func TestPoll(t *testing.T) {
	go func() {
		for {
			time.Sleep(time.Minute)
		}
	}()
}
