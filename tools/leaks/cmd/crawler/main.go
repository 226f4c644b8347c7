// Command crawler makes a new Transport for every page it visits; every one
// of them keeps its connection.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"captures.example/leaks/kit"
)

type visitor struct{ seen map[string]int }

func (v *visitor) visit(url string) error {
	c := &http.Client{Transport: &http.Transport{}}
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	v.seen[url] += int(n)
	return err
}

// dialer is the usual excuse for a transport of one's own.
func throughProxy(url string) error {
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, addr)
	}
	resp, err := (&http.Client{Transport: tr}).Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func main() {
	url := kit.Upstream(false)
	v := &visitor{map[string]int{}}
	kit.Run(kit.Plan{Program: "crawler", Scenarios: []kit.Scenario{
		{Name: "pages", Base: 3, More: 18, Do: func(n int) {
			for range n {
				if err := v.visit(url + "/small"); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
				if err := throughProxy(url + "/small"); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}, Truth: []kit.Truth{
			{Key: "net/http.(*persistConn).readLoop", Wait: "IO wait", Category: "http-transport-per-request", Pattern: "http-idle", Leak: true, Counts: [3]int{6, 42, 21}, Loose: true, Accept: []string{"http-idle"}, Shape: "a Transport per call; half of them are clones of DefaultTransport and close idle conns after 90 s"},
			{Key: "net/http.(*persistConn).writeLoop", Wait: "select", Category: "http-conn-companion", Pattern: "http-writeloop", Leak: true, Counts: [3]int{6, 42, 21}, Loose: true, Shape: "companions"},
		}},
	}, Truth: []kit.Truth{{Key: "main.main", Wait: "select (no cases)", Category: "benign-main-wait", Pattern: "select-empty", Flat: 1, Shape: "main parked"}}})
	select {}
}
