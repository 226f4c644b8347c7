// Package booking holds the code whose tests leak.
package booking

import (
	"errors"
	"sync"
)

// Slot is a place on a ferry.
type Slot struct {
	held chan string
	mu   sync.Mutex
}

// Hold waits for a payment that never comes when the caller gives up.
func (s *Slot) Hold(fail bool) error {
	s.held = make(chan string)
	go s.await()
	if fail {
		return errors.New("card declined")
	}
	s.held <- "paid"
	return nil
}

func (s *Slot) await() { <-s.held }

// Quotes asks in parallel and returns the first answer.
func Quotes(n int) int {
	c := make(chan int)
	for i := range n {
		go func() { c <- i }()
	}
	return <-c
}

// Seal takes the lock and forgets it.
func (s *Slot) Seal() {
	s.mu.Lock()
	go s.open()
}

func (s *Slot) open() {
	s.mu.Lock()
	defer s.mu.Unlock()
}
