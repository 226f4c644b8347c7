// Command parlor does what storefront, crawler and callout do, properly: every
// body is closed, one transport is shared, streams are read while they last.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"

	"captures.example/leaks/kit"
)

// closed reads and closes many answers at once; the pool keeps six conns.
func closed(c *http.Client, url string, n int) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			resp, err := c.Get(url + []string{"/small", "/gone", "/slow"}[i%3])
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

// listener reads an endless answer line by line.
type listener struct {
	body io.ReadCloser
	seen int
}

func (l *listener) follow() {
	defer l.body.Close()
	s := bufio.NewScanner(l.body)
	for s.Scan() {
		l.seen += len(s.Bytes())
	}
}

// probe asks a slow service, over and over.
func probe(c *http.Client, url string) {
	for {
		resp, err := c.Get(url)
		if err != nil {
			return
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

func main() {
	url := kit.Upstream(false)
	pool := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 6}}
	streams := &http.Client{Transport: &http.Transport{}}
	slow := &http.Client{Transport: &http.Transport{}}
	kit.Run(kit.Plan{Program: "parlor", Scenarios: []kit.Scenario{
		{Name: "pool", Base: 12, More: 60, Do: func(n int) { closed(pool, url, n) }, Truth: []kit.Truth{
			{Key: "net/http.(*persistConn).readLoop", Wait: "IO wait", Category: "benign-http-idle", Pattern: "http-idle", Counts: [3]int{6, 6, 6}, Loose: true, Shape: "bounded pool of idle connections, and the ones waiting for a slow answer"},
			{Key: "net/http.(*persistConn).writeLoop", Wait: "select", Category: "benign-http-idle", Pattern: "http-writeloop", Counts: [3]int{12, 12, 12}, Loose: true, Accept: []string{"http-conn-companion"}, Shape: "companions of all healthy connections"},
		}},
		{Name: "streams", Start: func() {
			for range 3 {
				resp, err := streams.Get(url + "/stream")
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					continue
				}
				l := &listener{body: resp.Body}
				go l.follow()
			}
		}, Truth: []kit.Truth{
			{Key: "net/http.(*persistConn).readLoop", Wait: "select", Category: "benign-inflight-body", Pattern: "http-body-unclosed", Flat: 3, Shape: "bodies being read right now"},
			{Key: "main.(*listener).follow", Wait: "IO wait", Category: "benign-stream", Pattern: "io-wait", Flat: 3, Accept: []string{"benign-inflight-body"}, Shape: "readers of live streams"},
		}},
		{Name: "slow", Start: func() {
			for range 3 {
				go probe(slow, url+"/slow")
			}
		}, Truth: []kit.Truth{
			{Key: "main.probe", Wait: "select", Category: "benign-stream", Pattern: "http-roundtrip-blocked", Flat: 3, Loose: true, Accept: []string{"select-blocked", "http-roundtrip-blocked"}, Shape: "slow answers that do come"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
