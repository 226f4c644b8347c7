// Command freight buys transport: many small producers, some of which send to
// nobody, and a few that are only held back for a while.
package main

import (
	"errors"
	"fmt"
	"time"

	"captures.example/leaks/kit"
	"depot/stock"
	"github.com/harborline/dispatch/quotes"
	"github.com/tidemark/flow"
	"gopkg.in/relay.v3"
)

// fanout delivers values to one subscriber.
type fanout[T any] struct{ sub chan T }

func (f *fanout[T]) publish(v T) { f.sub <- v }

// orphaned is a subscription whose reader has already left.
func orphaned(n int) {
	for i := range n {
		f := &fanout[int]{make(chan int)}
		go f.publish(i)
	}
}

// notify is a function value in a package variable.
var notify = func(inbox chan<- string, text string) { inbox <- text }

func notifyGone(n int) {
	for range n {
		go notify(make(chan string), "customs hold")
	}
}

// auditAll starts one check per parcel and gives up on the first error; the
// other checks still have something to say.
func auditAll(parcels []string) error {
	errs := make(chan error)
	var g flow.Group
	for _, p := range parcels {
		g.Go(func() error {
			err := errors.New("parcel " + p + " overweight")
			errs <- err
			return err
		})
	}
	return <-errs
}

// announce uses a client library whose queue is full for good.
func announce(n int) {
	for range n {
		c := relay.Dial(0)
		go func() {
			if err := c.Enqueue([]byte("departed")); err != nil {
				fmt.Println(err)
			}
		}()
	}
}

func restock(n int) {
	for range n {
		s := stock.NewShelf(make(chan string))
		go s.Restock("pallet", "crate")
	}
}

// bucket is a rate limiter: refill waits whenever it is full.
type bucket struct{ tokens chan struct{} }

func (b *bucket) refill() {
	for {
		b.tokens <- struct{}{}
	}
}

func (b *bucket) take(n int) {
	for range n {
		<-b.tokens
	}
}

// intake is a producer that a slow but live consumer holds back.
type intake struct{ pending chan int }

func (q *intake) accept() {
	for i := 0; ; i++ {
		q.pending <- i
	}
}

func (q *intake) weigh() {
	for range q.pending {
		time.Sleep(20 * time.Millisecond)
	}
}

// dock lets two of six loaders in at a time.
type dock struct{ slots chan int }

func (d *dock) load(id int) {
	for {
		d.slots <- id
		time.Sleep(15 * time.Millisecond)
		<-d.slots
	}
}

func carrier(cents int) quotes.Carrier {
	return func(string) (int, error) { return cents, nil }
}

func main() {
	limiter := &bucket{make(chan struct{}, 16)}
	kit.Run(kit.Plan{Program: "freight", Scenarios: []kit.Scenario{
		{Name: "quotes", Base: 2, More: 7, Do: func(n int) {
			for i := range n {
				quotes.Cheapest(fmt.Sprint("P-", i), carrier(900), carrier(850), carrier(1200))
			}
		}, Truth: []kit.Truth{{Key: "github.com/harborline/dispatch/quotes.Cheapest.func1", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 2, Shape: "first answer wins, unbuffered: the slower carriers block"}}},
		{Name: "quotes-buffered", Base: 2, More: 7, Do: func(n int) {
			for i := range n {
				if _, err := quotes.All(fmt.Sprint("P-", i), carrier(900), carrier(850)); err != nil {
					fmt.Println(err)
				}
			}
		}},
		{Name: "orphaned", Base: 3, More: 11, Do: orphaned, Truth: []kit.Truth{{Key: "main.(*fanout[...]).publish", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 1, Shape: "method of a generic type as a goroutine, subscriber gone"}}},
		{Name: "notify", Base: 2, More: 9, Do: notifyGone, Truth: []kit.Truth{{Key: "main.init.func1", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 1, Shape: "function value in a package variable"}}},
		{Name: "audit", Base: 1, More: 5, Do: func(n int) {
			for range n {
				auditAll([]string{"a", "b", "c", "d"})
			}
		}, Truth: []kit.Truth{{Key: "main.auditAll.func1", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 3, Shape: "first error wins, under a library's group"}}},
		{Name: "announce", Base: 2, More: 8, Do: announce, Truth: []kit.Truth{{Key: "gopkg.in/relay%2ev3.(*Conn).Enqueue", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 1, Shape: "third-party method under a closure"}}},
		{Name: "restock", Base: 2, More: 10, Do: restock, Truth: []kit.Truth{{Key: "depot/stock.(*Shelf).put", Wait: "chan send", Category: "chan-send", Pattern: "chan-send", Leak: true, Proved: true, Each: 1, Shape: "inlined leaf in a dot-less module"}}},
		{Name: "limiter", Start: func() { go limiter.refill() }, Churn: func() { limiter.take(40) },
			Truth: []kit.Truth{{Key: "main.(*bucket).refill", Wait: "chan send", Category: "benign-token-bucket", Pattern: "chan-send", Flat: 1, Shape: "token bucket, full"}}},
		{Name: "intake", Start: func() {
			for range 2 {
				q := &intake{make(chan int)}
				go q.accept()
				go q.weigh()
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*intake).accept", Wait: "chan send", Category: "benign-backpressure", Pattern: "chan-send", Flat: 2, Shape: "producers held back by live consumers"},
			{Key: "main.(*intake).weigh", Wait: "sleep", Category: "benign-backpressure", Pattern: "sleep-loop", Flat: 2, Loose: true, Shape: "the live consumers"},
		}},
		{Name: "dock", Start: func() {
			d := &dock{make(chan int, 2)}
			for i := range 6 {
				go d.load(i)
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*dock).load", Wait: "chan send", Category: "benign-backpressure", Pattern: "chan-send", Flat: 4, Loose: true, Shape: "waiting for one of two slots"},
			{Key: "main.(*dock).load", Wait: "sleep", Category: "benign-backpressure", Pattern: "sleep-loop", Flat: 2, Loose: true, Shape: "holding a slot"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
