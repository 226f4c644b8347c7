// Package session keeps who is logged in.
package session

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"sync"
	"time"
)

// Session is one visitor.
type Session struct {
	ID      string
	User    string
	Started time.Time
	Headers http.Header
	Basket  []string
	scratch [512]byte
}

// Store finds sessions by id. Nothing ever removes one.
type Store struct {
	mu   sync.RWMutex
	byID map[string]*Session
}

// NewStore returns an empty store.
func NewStore() *Store { return &Store{byID: make(map[string]*Session)} }

// Begin starts a session for a request without one.
func (s *Store) Begin(r *http.Request) *Session {
	sess := &Session{ID: newID(), User: r.Header.Get("X-User"), Started: time.Now(), Headers: r.Header.Clone()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID[sess.ID] = sess
	return sess
}

// Find returns the session or nil.
func (s *Store) Find(id string) *Session {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byID[id]
}

// Len counts sessions.
func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.byID)
}

func newID() string {
	b := make([]byte, 20)
	rand.Read(b)
	return hex.EncodeToString(b)
}
