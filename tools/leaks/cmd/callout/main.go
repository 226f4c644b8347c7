// Command callout calls services that never answer, without a timeout.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"captures.example/leaks/kit"
	"github.com/tidemark/flow"
)

type tariff struct {
	http *http.Client
	base string
}

func (t *tariff) lookup(code string) (string, error) {
	resp, err := t.http.Get(t.base + "/hang?code=" + code)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// decode is a generic helper over a client.
func decode[T any](c *http.Client, url string) (v T, err error) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, url, bytes.NewReader([]byte("{}")))
	if err != nil {
		return v, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return v, err
	}
	defer resp.Body.Close()
	return v, json.NewDecoder(resp.Body).Decode(&v)
}

// narrow allows one connection; the second caller waits for it.
func narrow(c *http.Client, url string) error {
	resp, err := c.Head(url)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func main() {
	url := kit.Upstream(false)
	api := &tariff{&http.Client{Transport: &http.Transport{}}, url}
	general := &http.Client{Transport: &http.Transport{}}
	one := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}
	patient := &http.Client{Transport: &http.Transport{}, Timeout: 200 * time.Millisecond}
	kit.Run(kit.Plan{Program: "callout", Scenarios: []kit.Scenario{
		{Name: "tariffs", Base: 3, More: 12, Do: func(n int) {
			for range n {
				go api.lookup("8504")
			}
		}, Truth: []kit.Truth{
			{Key: "main.(*tariff).lookup", Wait: "select", Category: "http-roundtrip-blocked", Pattern: "http-roundtrip-blocked", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "method, no response headers, no timeout"},
			{Key: "net/http.(*persistConn).readLoop", Wait: "IO wait", Category: "benign-http-idle", Pattern: "http-idle", Counts: [3]int{6, 24, 24}, Shape: "readLoops of the hanging calls"},
			{Key: "net/http.(*persistConn).writeLoop", Wait: "select", Category: "http-conn-companion", Pattern: "http-writeloop", Leak: true, Counts: [3]int{6, 24, 24}, Shape: "their companions"},
		}},
		{Name: "decode", Base: 2, More: 6, Do: func(n int) {
			for range n {
				var g flow.Group
				g.Go(func() error { _, err := decode[map[string]any](general, url+"/hang"); return err })
			}
		}, Truth: []kit.Truth{{Key: "main.decode[...]", Wait: "select", Category: "http-roundtrip-blocked", Pattern: "http-roundtrip-blocked", Leak: true, Each: 1, Accept: []string{"select-blocked"}, Shape: "generic helper under a library's group"}}},
		{Name: "narrow", Base: 3, More: 9, Start: func() {
			go narrow(one, url+"/hang")
			time.Sleep(50 * time.Millisecond)
		}, Do: func(n int) {
			for range n {
				go narrow(one, url+"/small")
			}
		}, Truth: []kit.Truth{
			{Key: "main.narrow", Wait: "select", Category: "http-roundtrip-blocked", Pattern: "http-roundtrip-blocked", Leak: true, Counts: [3]int{4, 13, 13}, Accept: []string{"select-blocked"}, Shape: "one call hangs in roundTrip, the others wait for its connection in getConn (MaxConnsPerHost)"},
		}},
		{Name: "patient", Base: 2, More: 6, Do: func(n int) {
			for range n {
				narrow(patient, url+"/hang")
			}
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
