// Command spin keeps processors busy: waiting in circles, and really working.
package main

import (
	"crypto/sha256"
	"runtime"
	"sync/atomic"
	"time"

	"captures.example/leaks/kit"
)

// valve is polled without a pause.
type valve struct{ open atomic.Bool }

func (v *valve) await() {
	for !v.open.Load() {
	}
}

// pick looks at its channels and, finding nothing, looks again.
func pick(a, b <-chan int) int {
	for {
		select {
		case v := <-a:
			return v
		case v := <-b:
			return v
		default:
		}
	}
}

// courteous lets others run between two looks.
func courteous(v *valve) {
	for !v.open.Load() {
		runtime.Gosched()
	}
}

// digest is real work in small portions.
func digest(out *atomic.Uint64) {
	buf := make([]byte, 64<<10)
	for {
		s := sha256.Sum256(buf)
		out.Add(uint64(s[0]))
		time.Sleep(2 * time.Millisecond)
	}
}

func main() {
	v := &valve{}
	var sum atomic.Uint64
	kit.Run(kit.Plan{Program: "spin", Scenarios: []kit.Scenario{
		{Name: "valves", Base: 1, More: 1, Do: func(n int) {
			for range n {
				go v.await()
			}
		}, Truth: []kit.Truth{{Key: "main.(*valve).await", Wait: "*", Category: "busy-loop", Pattern: "busy-loop", Leak: true, Each: 1, Accept: []string{"running"}, Shape: "busy wait on an atomic flag"}}},
		{Name: "picks", Base: 0, More: 1, Do: func(n int) {
			for range n {
				go pick(make(chan int), nil)
			}
		}, Truth: []kit.Truth{{Key: "main.pick", Wait: "*", Category: "busy-loop", Pattern: "busy-loop", Leak: true, Each: 1, Accept: []string{"running"}, Shape: "select with default in a loop"}}},
		{Name: "courteous", Base: 0, More: 1, Do: func(n int) {
			for range n {
				go courteous(v)
			}
		}, Truth: []kit.Truth{{Key: "main.courteous", Wait: "*", Category: "busy-loop", Pattern: "busy-loop", Leak: true, Each: 1, Accept: []string{"running"}, Shape: "busy wait with runtime.Gosched"}}},
		{Name: "digests", Start: func() { go digest(&sum); go digest(&sum) }, Truth: []kit.Truth{
			{Key: "main.digest", Wait: "sleep", Category: "benign-periodic", Pattern: "sleep-loop", Flat: 2, Loose: true, Accept: []string{"running", "busy-loop"}, Shape: "real work in portions"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "sleep", Category: "benign-main-wait", Pattern: "sleep-loop", Flat: 1, Shape: "main sleeps"}}})
	time.Sleep(time.Hour)
}
