// Package audit records who did what.
package audit

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"time"
)

// Event is one audited action.
type Event struct {
	At     time.Time
	Actor  string
	Action string
	Detail []byte
}

// Trail appends events until somebody exports them; nobody does.
type Trail struct {
	mu     sync.Mutex
	events []Event
	buf    bytes.Buffer
	logger *slog.Logger
}

// NewTrail returns a trail that also renders every event as JSON.
func NewTrail() *Trail {
	t := &Trail{}
	t.logger = slog.New(slog.NewJSONHandler(&t.buf, nil)).With("component", "audit", "service", "orders-api")
	return t
}

// Record appends an event.
func (t *Trail) Record(ctx context.Context, actor, action string, attrs ...slog.Attr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Reset()
	t.logger.LogAttrs(ctx, slog.LevelInfo, action, attrs...)
	t.events = append(t.events, Event{At: time.Now(), Actor: actor, Action: action, Detail: bytes.Clone(t.buf.Bytes())})
}
