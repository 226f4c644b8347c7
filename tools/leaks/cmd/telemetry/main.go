// Command telemetry talks to sockets, pipes, processes and files that do not
// answer, and serves some that do.
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"captures.example/leaks/kit"
	"gopkg.in/relay.v3"
)

// agent polls a device that has gone silent.
type agent struct{ conn net.Conn }

func (a *agent) poll() (uint32, error) {
	var head [4]byte
	if _, err := io.ReadFull(a.conn, head[:]); err != nil {
		return 0, err
	}
	return uint32(head[0]), nil
}

// upload pushes into a peer that does not read.
func upload(c net.Conn, blob []byte) {
	for {
		if _, err := c.Write(blob); err != nil {
			return
		}
	}
}

// record writes lines through a buffer into a peer that does not read.
type recorder struct{ w *bufio.Writer }

func (r *recorder) record() error {
	for {
		if _, err := fmt.Fprintln(r.w, strings.Repeat("reading ", 200)); err != nil {
			return err
		}
	}
}

// secure waits for a handshake the other side never begins.
func secure(c net.Conn) error {
	return tls.Client(c, &tls.Config{ServerName: "device"}).Handshake()
}

type receiver struct{ pc *net.UDPConn }

func (r *receiver) next() (int, error) {
	n, _, err := r.pc.ReadFromUDP(make([]byte, 512))
	return n, err
}

// pack writes JSON into a pipe; unpackHead reads one value of it and leaves.
func pack(values []int) io.Reader {
	pr, pw := io.Pipe()
	go func() {
		zw := gzip.NewWriter(pw)
		json.NewEncoder(zw).Encode(values)
		zw.Close()
		pw.Close()
	}()
	return pr
}

func unpackHead(r io.Reader) byte {
	var b [1]byte
	io.ReadFull(r, b[:])
	return b[0]
}

// tail copies from a pipe whose writer forgot to close it.
func tail(r io.Reader) (int64, error) { return io.Copy(io.Discard, r) }

// transcode runs a tool that never ends.
func transcode(seconds string) error { return exec.Command("sleep", seconds).Run() }

// thumbnail's tool ends, but leaves a child that holds its standard output.
func thumbnail(seconds string) ([]byte, error) {
	return exec.Command("sh", "-c", "sleep "+seconds+" & echo ok").Output()
}

// tap opens a FIFO nobody writes to.
type tap struct{ path string }

func (t *tap) open() (*os.File, error) { return os.OpenFile(t.path, os.O_RDONLY, 0) }

// reserve takes an advisory lock somebody else holds.
func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
}

// hold accepts and keeps connections without reading from them.
func hold(ln net.Listener, kept *[]net.Conn) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		*kept = append(*kept, c)
	}
}

// echo serves live clients, with deadlines.
func echo(ln net.Listener) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		go converse(c)
	}
}

func converse(c net.Conn) {
	defer c.Close()
	buf := make([]byte, 64)
	for {
		c.SetDeadline(time.Now().Add(time.Minute))
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		c.Write(buf[:n])
	}
}

func chat(addr string) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	defer c.Close()
	buf := make([]byte, 64)
	for {
		c.Write([]byte("ping"))
		if _, err := c.Read(buf); err != nil {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// held keeps the lock other goroutines wait for.
var held *os.File

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}

func main() {
	dir := must(os.MkdirTemp("", "telemetry"))
	defer os.RemoveAll(dir)
	var kept, keptUnix []net.Conn
	silent := must(net.Listen("tcp", "127.0.0.1:0"))
	silentUnix := must(net.Listen("unix", filepath.Join(dir, "s")))
	live := must(net.Listen("tcp", "127.0.0.1:0"))
	lock := filepath.Join(dir, "lock")
	held = must(os.OpenFile(lock, os.O_RDWR|os.O_CREATE, 0o600))
	if err := syscall.Flock(int(held.Fd()), syscall.LOCK_EX); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	dial := func() net.Conn { return must(net.Dial("tcp", silent.Addr().String())) }
	kit.Run(kit.Plan{Program: "telemetry", Scenarios: []kit.Scenario{
		{Name: "listeners", Start: func() {
			go hold(silent, &kept)
			go hold(silentUnix, &keptUnix)
			go echo(live)
			for range 3 {
				go chat(live.Addr().String())
			}
		}, Truth: []kit.Truth{
			{Key: "main.hold", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 2, Shape: "accept loops, TCP and Unix"},
			{Key: "main.echo", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 1, Shape: "accept loop"},
			{Key: "main.converse", Wait: "IO wait", Category: "benign-server-conn", Pattern: "io-wait", Flat: 3, Accept: []string{"benign-stream"}, Shape: "server side of live connections, with deadlines"},
			{Key: "main.chat", Wait: "sleep", Category: "benign-periodic", Pattern: "sleep-loop", Flat: 3, Loose: true, Shape: "the live clients"},
		}},
		{Name: "agents", Base: 2, More: 9, Do: func(n int) {
			for range n {
				a := &agent{dial()}
				go a.poll()
			}
		}, Truth: []kit.Truth{{Key: "main.(*agent).poll", Wait: "IO wait", Category: "io-wait-no-deadline", Pattern: "io-wait", Leak: true, Each: 1, Accept: []string{"io-wait-no-deadline"}, Shape: "TCP read under io.ReadFull, silent peer"}}},
		{Name: "lines", Base: 2, More: 7, Do: func(n int) {
			for range n {
				l := relay.NewLineReader(must(net.Dial("unix", silentUnix.Addr().String())))
				go l.Next()
			}
		}, Truth: []kit.Truth{{Key: "gopkg.in/relay%2ev3.(*LineReader).Next", Wait: "IO wait", Category: "io-wait-no-deadline", Pattern: "io-wait", Leak: true, Each: 1, Accept: []string{"io-wait-no-deadline"}, Shape: "buffered read of a Unix socket in a library"}}},
		{Name: "uploads", Base: 1, More: 6, Do: func(n int) {
			for range n {
				go upload(dial(), make([]byte, 1<<20))
			}
		}, Truth: []kit.Truth{{Key: "main.upload", Wait: "IO wait", Category: "io-wait-no-deadline", Pattern: "io-wait-write", Leak: true, Each: 1, Accept: []string{"io-wait", "io-wait-no-deadline"}, Shape: "write to a peer that does not read"}}},
		{Name: "records", Base: 1, More: 5, Do: func(n int) {
			for range n {
				r := &recorder{bufio.NewWriter(must(net.Dial("unix", silentUnix.Addr().String())))}
				go r.record()
			}
			time.Sleep(50 * time.Millisecond)
		}, Truth: []kit.Truth{{Key: "main.(*recorder).record", Wait: "IO wait", Category: "io-wait-no-deadline", Pattern: "io-wait-write", Leak: true, Each: 1, Accept: []string{"io-wait", "io-wait-no-deadline"}, Shape: "buffered write to a Unix socket nobody reads"}}},
		{Name: "secure", Base: 2, More: 6, Do: func(n int) {
			for range n {
				go secure(dial())
			}
		}, Truth: []kit.Truth{{Key: "main.secure", Wait: "IO wait", Category: "io-wait-no-deadline", Pattern: "io-wait", Leak: true, Each: 1, Accept: []string{"io-wait-no-deadline"}, Shape: "TLS handshake without a deadline"}}},
		{Name: "datagrams", Base: 1, More: 5, Do: func(n int) {
			for range n {
				r := &receiver{must(net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}))}
				go r.next()
			}
		}, Truth: []kit.Truth{{Key: "main.(*receiver).next", Wait: "IO wait", Category: "io-wait-no-deadline", Pattern: "io-wait", Leak: true, Each: 1, Accept: []string{"io-wait-no-deadline"}, Shape: "UDP read per request"}}},
		{Name: "packs", Base: 2, More: 8, Do: func(n int) {
			for range n {
				unpackHead(pack(make([]int, 100000)))
			}
		}, Truth: []kit.Truth{{Key: "main.pack.func1", Wait: "select", Category: "io-pipe-blocked", Pattern: "io-pipe-blocked", Leak: true, Proved: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "pipe writer under gzip and json, reader left"}}},
		{Name: "tails", Base: 2, More: 6, Do: func(n int) {
			for range n {
				pr, pw := io.Pipe()
				go tail(pr)
				pw.Write([]byte("header"))
			}
		}, Truth: []kit.Truth{{Key: "main.tail", Wait: "select", Category: "io-pipe-blocked", Pattern: "io-pipe-blocked", Leak: true, Proved: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "pipe reader, writer left without Close"}}},
		{Name: "transcode", Base: 1, More: 3, Do: func(n int) {
			for range n {
				go transcode("900")
			}
		}, Truth: []kit.Truth{{Key: "main.transcode", Wait: "syscall", Category: "exec-wait", Pattern: "exec-wait", Leak: true, Each: 1, Shape: "child that never ends"}}},
		{Name: "thumbnails", Base: 1, More: 3, Do: func(n int) {
			for range n {
				go thumbnail("900")
			}
			time.Sleep(100 * time.Millisecond)
		}, Truth: []kit.Truth{
			{Key: "main.thumbnail", Wait: "chan receive", Category: "exec-wait", Pattern: "exec-wait", Leak: true, Each: 1, Accept: []string{"chan-recv"}, Shape: "the child ended, a grandchild holds its output open"},
			{Key: "os/exec.(*Cmd).Start.func2", Wait: "IO wait", Category: "exec-wait", Pattern: "exec-copy", Leak: true, Each: 2, Accept: []string{"io-wait", "http-conn-companion"}, Shape: "copiers of their standard output and error"},
		}},
		{Name: "taps", Base: 1, More: 3, Do: func(n int) {
			for range n {
				t := &tap{fifo}
				go t.open()
			}
		}, Truth: []kit.Truth{{Key: "main.(*tap).open", Wait: "syscall", Category: "syscall-blocked", Pattern: "syscall-blocked", Leak: true, Each: 1, Shape: "open of a FIFO without a writer"}}},
		{Name: "reserve", Base: 1, More: 2, Do: func(n int) {
			for range n {
				go reserve(lock)
			}
		}, Truth: []kit.Truth{{Key: "main.reserve", Wait: "syscall", Category: "syscall-blocked", Pattern: "syscall-blocked", Leak: true, Each: 1, Shape: "flock held by another descriptor"}}},
		{Name: "echo-jobs", Churn: func() {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			if err := exec.CommandContext(ctx, "true").Run(); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
