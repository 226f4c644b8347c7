// Package tracking follows parcels.
package tracking

import (
	"context"
	"sync"
	"time"
)

// Session is one connected scanner.
type Session struct {
	id     string
	events chan string
	closed chan struct{}
}

// Hub knows the sessions.
type Hub struct {
	mu       sync.Mutex
	sessions map[string]*Session
}

// NewHub returns an empty hub.
func NewHub() *Hub { return &Hub{sessions: map[string]*Session{}} }

// Attach registers a session and watches for its end. Detach is the only one
// to close the channel, and clients that crash never call it.
func (h *Hub) Attach(id string) *Session {
	s := &Session{id: id, events: make(chan string, 8), closed: make(chan struct{})}
	go s.awaitClose(h)
	return s
}

func (s *Session) awaitClose(h *Hub) {
	<-s.closed
	h.mu.Lock()
	delete(h.sessions, s.id)
	h.mu.Unlock()
}

// Detach ends a session.
func (s *Session) Detach() { close(s.closed) }

// Join merges a session's events with a depot's announcements. Neither of the
// channels is closed when a client goes away.
func (h *Hub) Join(s *Session, announcements <-chan string, deliver func(string)) {
	go func() {
		for {
			select {
			case e := <-s.events:
				deliver(e)
			case a := <-announcements:
				deliver("*" + a)
			}
		}
	}()
}

// Beat reports a session's pulse for as long as the process lives.
func Beat(s *Session, every time.Duration, report func(string)) {
	for range time.Tick(every) {
		report(s.id)
	}
}

// Follow delivers until the context ends.
func (h *Hub) Follow(ctx context.Context, s *Session, deliver func(string)) error {
	for {
		select {
		case e := <-s.events:
			deliver(e)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
