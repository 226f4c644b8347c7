// Command storefront asks other services and forgets to close their answers,
// in four ways. Its twin, parlor, does the same work properly.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"time"

	"captures.example/leaks/kit"
)

// available only looks at the status.
func available(c *http.Client, url string) bool {
	resp, err := c.Get(url)
	if err != nil {
		return false
	}
	return resp.StatusCode == http.StatusOK
}

// describe closes the body, but not on its early return.
func describe(c *http.Client, url string) (string, error) {
	resp, err := c.Get(url)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", errors.New(resp.Status)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// page decodes the first value of a long answer.
type page struct {
	Page int `json:"page"`
}

func (p *page) load(c *http.Client, url string) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(p)
}

// fetch is a generic wrapper that hands the body to nobody.
func fetch[T any](c *http.Client, url string, read func(io.Reader) T) (v T, err error) {
	resp, err := c.Get(url)
	if err != nil {
		return v, err
	}
	return read(io.LimitReader(resp.Body, 1)), nil
}

// traced wraps a RoundTripper, which makes the client watch its timeout with
// a goroutine per request.
type traced struct{ http.RoundTripper }

func (t traced) RoundTrip(r *http.Request) (*http.Response, error) {
	return t.RoundTripper.RoundTrip(r)
}

func warm(c *http.Client, url string, conns int) {
	var wg sync.WaitGroup
	for range conns {
		wg.Go(func() {
			resp, err := c.Get(url + "/slow")
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
			defer resp.Body.Close()
			io.Copy(io.Discard, resp.Body)
		})
	}
	wg.Wait()
}

func main() {
	url := kit.Upstream(false)
	plain := &http.Client{Transport: &http.Transport{}}
	timed := &http.Client{Transport: traced{&http.Transport{}}, Timeout: time.Hour}
	idle := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	kit.Run(kit.Plan{Program: "storefront", Scenarios: []kit.Scenario{
		{Name: "bodies", Base: 2, More: 8, Do: func(n int) {
			for range n {
				available(plain, url+"/large")
				describe(plain, url+"/gone")
				new(page).load(plain, url+"/large")
				fetch(plain, url+"/large", func(r io.Reader) int { n, _ := r.Read(make([]byte, 1)); return n })
			}
		}, Truth: []kit.Truth{
			{Key: "net/http.(*persistConn).readLoop", Wait: "select", Category: "http-body-unclosed", Pattern: "http-body-unclosed", Leak: true, Counts: [3]int{10, 50, 50}, Shape: "status check, early return, partial decode, generic wrapper, wrapped transport: body never closed"},
			{Key: "net/http.(*persistConn).writeLoop", Wait: "select", Category: "http-conn-companion", Pattern: "http-writeloop", Leak: true, Counts: [3]int{14, 54, 54}, Shape: "writeLoop of every client conn, 4 of them idle"},
		}},
		{Name: "timed", Base: 2, More: 8, Do: func(n int) {
			for range n {
				available(timed, url+"/large")
			}
		}, Truth: []kit.Truth{
			{Key: "net/http.setRequestCancel.func4", Wait: "select", Category: "http-body-unclosed", Pattern: "select-blocked", Leak: true, Each: 1, Accept: []string{"http-body-unclosed", "http-conn-companion"}, Shape: "timeout watcher of a client with a wrapped RoundTripper"},
			{Key: "net/http.awaitLegacyCancel", Wait: "select", Category: "http-body-unclosed", Pattern: "select-blocked", Leak: true, Each: 1, Accept: []string{"http-body-unclosed", "http-conn-companion"}, Shape: "the transport's watcher of the same requests' Cancel channel"},
		}},
		{Name: "idle", Start: func() { warm(idle, url, 4) }, Churn: func() { warm(idle, url, 4) }, Truth: []kit.Truth{
			{Key: "net/http.(*persistConn).readLoop", Wait: "IO wait", Category: "benign-http-idle", Pattern: "http-idle", Flat: 4, Shape: "idle keep-alive connections, bodies closed"},
		}},
	}, Truth: []kit.Truth{
		{Key: "main.main", Wait: "chan receive", Category: "benign-main-wait", Pattern: "chan-recv", Flat: 1, Shape: "main waits for a signal"},
		{Key: "os/signal.loop", Wait: "syscall", Category: "benign-signal", Pattern: "signal", Flat: 1, Shape: "os/signal loop"},
	}})
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	<-stop
}
