// Package relay stands in for a third-party messaging client.
package relay

import (
	"bufio"
	"io"
	"time"
)

// Conn is a client connection with an outgoing queue.
type Conn struct {
	out   chan []byte
	ready chan struct{}
}

// Dial returns a connection whose queue holds n messages. Nothing drains it
// until Pump runs.
func Dial(n int) *Conn { return &Conn{out: make(chan []byte, n), ready: make(chan struct{})} }

// Enqueue hands a message to the writer.
func (c *Conn) Enqueue(msg []byte) error {
	c.out <- msg
	return nil
}

// Pump drains the queue.
func (c *Conn) Pump(each func([]byte)) {
	for m := range c.out {
		each(m)
	}
}

// AwaitReady blocks until the handshake is done.
func (c *Conn) AwaitReady() {
	<-c.ready
}

// Reconnect tries for ever, with a pause between attempts.
func (c *Conn) Reconnect(dial func() error) {
	for dial() != nil {
		backoff(90 * time.Second)
	}
}

func backoff(d time.Duration) { time.Sleep(d) }

// LineReader reads newline-terminated records.
type LineReader struct{ br *bufio.Reader }

// NewLineReader wraps r.
func NewLineReader(r io.Reader) *LineReader { return &LineReader{bufio.NewReaderSize(r, 1024)} }

// Next returns the next record.
func (l *LineReader) Next() (string, error) {
	s, err := l.br.ReadString('\n')
	return s, err
}
