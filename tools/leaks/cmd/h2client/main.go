// Command h2client speaks HTTP/2: bodies left open, calls without an answer,
// and the one connection all of them share.
package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"

	"captures.example/leaks/kit"
)

type feed struct {
	http *http.Client
	url  string
}

// first reads one line of an endless answer and leaves.
func (f *feed) first() (byte, error) {
	resp, err := f.http.Get(f.url + "/stream")
	if err != nil {
		return 0, err
	}
	var b [1]byte
	_, err = resp.Body.Read(b[:])
	return b[0], err
}

func (f *feed) ask() error {
	resp, err := f.http.Get(f.url + "/hang")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (f *feed) polite(n int) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			resp, err := f.http.Get(f.url + "/small")
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
	f := &feed{&http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true,
	}}, kit.Upstream(true)}
	kit.Run(kit.Plan{Program: "h2client", Scenarios: []kit.Scenario{
		{Name: "first", Base: 3, More: 12, Do: func(n int) {
			for range n {
				if _, err := f.first(); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}, Truth: []kit.Truth{
			{Key: "net/http.(*http2clientStream).doRequest", Wait: "select", Category: "http-body-unclosed", Pattern: "http-body-unclosed", Leak: true, Counts: [3]int{5, 23, 23}, Accept: []string{"select-blocked", "http-roundtrip-blocked", "http-conn-companion"}, Shape: "HTTP/2 stream goroutines: 3/15 of bodies never closed, 2/8 of calls without an answer"},
		}},
		{Name: "ask", Base: 2, More: 6, Do: func(n int) {
			for range n {
				go f.ask()
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*feed).ask", Wait: "select", Category: "http-roundtrip-blocked", Pattern: "http-roundtrip-blocked", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "HTTP/2 call without an answer"},
		}},
		{Name: "polite", Base: 5, More: 20, Do: f.polite, Truth: []kit.Truth{
			{Key: "net/http.(*http2ClientConn).readLoop", Wait: "IO wait", Category: "benign-client-conn", Pattern: "http-idle", Flat: 1, Accept: []string{"io-wait", "benign-http-idle"}, Shape: "the read loop of the one HTTP/2 connection"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
