// Command capture builds nothing and judges nothing: it starts the programs
// capture.sh has built, drives each through its phases, and keeps what their
// debug ports and their SIGQUIT dumps say.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// run is one process to capture.
type run struct {
	name    string // directory under -out
	program string
	only    string
	env     []string
	heap    bool          // heap snapshots instead of goroutine ones
	leak    bool          // built with the goroutineleakprofile experiment
	direct  bool          // takes its own snapshots
	alone   bool          // keeps the processors busy
	late    time.Duration // between current and late snapshot
}

const minutes = 150 * time.Second

var runs = []run{
	{name: "freight", program: "freight", late: minutes},
	{name: "manifests", program: "manifests", late: minutes},
	{name: "beacon", program: "beacon", late: minutes},
	{name: "vault", program: "vault", late: minutes},
	{name: "pulse", program: "pulse", late: minutes},
	{name: "storefront", program: "storefront", late: minutes},
	{name: "parlor", program: "parlor", late: minutes},
	{name: "crawler", program: "crawler", late: minutes},
	{name: "callout", program: "callout", late: minutes},
	{name: "h2client", program: "h2client", late: 20 * time.Second},
	{name: "stockroom", program: "stockroom", late: minutes},
	{name: "tenants", program: "tenants", late: 10 * time.Second},
	{name: "telemetry", program: "telemetry", late: minutes},
	{name: "hooks-textures", program: "hooks", only: "textures,swift", late: 10 * time.Second},
	{name: "hooks-sockets", program: "hooks", only: "sockets", late: 10 * time.Second},
	{name: "hooks-mappings", program: "hooks", only: "mappings", late: 10 * time.Second},
	{name: "hooks-swift", program: "hooks", only: "swift", late: 5 * time.Second},
	{name: "iterate", program: "iterate", direct: true, late: 10 * time.Second},
	{name: "harbour", program: "harbour", late: minutes},
	{name: "anchor", program: "anchor", late: minutes},
	{name: "marketplace", program: "marketplace", late: minutes},
	{name: "spin", program: "spin", alone: true, late: 3 * time.Second},

	{name: "freight.leakprofile", program: "freight", leak: true},
	{name: "manifests.leakprofile", program: "manifests", leak: true},
	{name: "beacon.leakprofile", program: "beacon", leak: true},
	{name: "vault.leakprofile", program: "vault", leak: true},
	{name: "pulse.leakprofile", program: "pulse", leak: true},
	{name: "callout.leakprofile", program: "callout", leak: true},
	{name: "storefront.leakprofile", program: "storefront", leak: true},
	{name: "stockroom.leakprofile", program: "stockroom", leak: true},
	{name: "telemetry.leakprofile", program: "telemetry", leak: true},
	{name: "harbour.leakprofile", program: "harbour", leak: true},

	{name: "atlas.rate16k", program: "atlas", heap: true, env: fine},
	{name: "atlas", program: "atlas", heap: true},
	{name: "journal.rate16k", program: "journal", heap: true, env: fine},
	{name: "journal", program: "journal", heap: true},
	{name: "extracts.rate16k", program: "extracts", heap: true, env: fine},
	{name: "extracts", program: "extracts", heap: true},
	{name: "hourglass.rate16k", program: "hourglass", heap: true, env: fine},
	{name: "hourglass", program: "hourglass", heap: true},
	{name: "hourglass.async.rate16k", program: "hourglass", heap: true, env: []string{"GODEBUG=memprofilerate=16384,asynctimerchan=1", "CAPTURE_ASYNC=1"}},
	{name: "hourglass.async", program: "hourglass", heap: true, env: []string{"GODEBUG=asynctimerchan=1", "CAPTURE_ASYNC=1"}},
	{name: "holdings.rate16k", program: "holdings", heap: true, env: fine},
	{name: "holdings", program: "holdings", heap: true},
	{name: "steady.rate16k", program: "steady", heap: true, env: fine},
	{name: "steady", program: "steady", heap: true},
}

// samples are captured for the application's start page: one fault each, with
// some healthy company. cmd/samples picks from them and from runs.
var samples = []run{
	{name: "chan-send", program: "freight", only: "quotes,orphaned,limiter,intake", late: minutes},
	{name: "chan-range", program: "manifests", only: "ledgers,pipeline,crew,exit", late: minutes},
	{name: "chan-recv", program: "manifests", only: "calls,futures,sessions,crew,exit", late: minutes},
	{name: "chan-nil", program: "beacon", only: "background,early-watchers,unbuilt,loop", late: minutes},
	{name: "select-blocked", program: "beacon", only: "topics,joins,offers,loop,batchers", late: minutes},
	{name: "select-empty", program: "beacon", only: "hold,moorings,loop", late: minutes},
	{name: "mutex-wait", program: "vault", only: "account,registry,moves,tally", late: minutes},
	{name: "rwmutex-wait", program: "vault", only: "table,books", late: minutes},
	{name: "waitgroup-wait", program: "vault", only: "seal,inspect,escort,closer", late: minutes},
	{name: "cond-wait", program: "vault", only: "mail,barriers,executor", late: minutes},
	{name: "sleep-loop", program: "pulse", only: "berths,again,reconnect,sweeper", late: 5 * time.Second},
	{name: "ticker-leak", program: "pulse", only: "gauges,beats,lookouts,exporter", late: 5 * time.Second},
	{name: "time-after-loop", program: "pulse", only: "leases,exporter", late: 5 * time.Second},
	{name: "ctx-not-cancelled", program: "pulse", only: "voyages,releases,couriers,visits", late: minutes},
	{name: "http-body-unclosed", program: "storefront", only: "bodies,idle", late: minutes},
	{name: "io-wait-no-deadline", program: "telemetry", only: "listeners,agents,lines,uploads", late: minutes},
	{name: "io-pipe-blocked", program: "telemetry", only: "listeners,packs,tails", late: minutes},
	{name: "exec-wait", program: "telemetry", only: "listeners,transcode,thumbnails", late: minutes},
	{name: "syscall-blocked", program: "telemetry", only: "listeners,taps,reserve", late: minutes},
	{name: "sql-rows-not-closed", program: "stockroom", only: "bins", late: minutes},
	{name: "sql-tx-not-finished", program: "stockroom", only: "adjust", late: minutes},
	{name: "sql-pool-exhausted", program: "stockroom", only: "pool", late: minutes},
	{name: "timer-growth", program: "hourglass", only: "gate,fuses,punctual", heap: true, env: []string{"GODEBUG=memprofilerate=16384,asynctimerchan=1", "CAPTURE_ASYNC=1"}},
	{name: "ticker-growth", program: "hourglass", only: "meters,punctual", heap: true, env: fine},
	{name: "context-growth", program: "hourglass", only: "subscriptions,quotes,trace,punctual", heap: true, env: fine},
	{name: "map-growth", program: "atlas", only: "places,members,recent,codes", heap: true, env: fine},
	{name: "subslice-retention", program: "extracts", only: "samples,titles,safe,tiles", heap: true, env: fine},
	{name: "slice-growth", program: "journal", only: "book,outbox,ring,scratch", heap: true, env: fine},
	{name: "buffer-growth", program: "journal", only: "tape,spool,page", heap: true, env: fine},
	{name: "list-growth", program: "journal", only: "history,chain,shuttle", heap: true, env: fine},
	{name: "goroutine-growth", program: "holdings", only: "shipments,brief", heap: true, env: fine},
	{name: "conn-growth", program: "holdings", only: "calls,brief", heap: true, env: fine},
	{name: "fd-growth", program: "holdings", only: "archives,closed", heap: true, env: fine},
	{name: "chan-send.leakprofile", program: "freight", only: "quotes,audit,limiter,dock", leak: true},
}

var fine = []string{"GODEBUG=memprofilerate=16384"}

var (
	bin    = flag.String("bin", "", "directory of the programs")
	outDir = flag.String("out", "", "directory for the captures")
	pick   = flag.String("runs", "", "comma-separated run names; all when empty")
	forApp = flag.Bool("samples", false, "capture the samples of the start page instead")
	quick  = flag.Bool("quick", false, "wait a second instead of minutes before the late snapshot")
)

func main() {
	flag.Parse()
	todo := runs
	if *forApp {
		todo = samples
	}
	if *pick != "" {
		names := strings.Split(*pick, ",")
		todo = slices.DeleteFunc(slices.Clone(todo), func(r run) bool { return !slices.Contains(names, r.name) })
	}
	stop, upstream := startUpstream()
	defer stop()

	var wg sync.WaitGroup
	starts := make(chan struct{}, 4) // programs in their busy phases
	var busy []run
	for _, r := range todo {
		if r.heap || r.alone {
			busy = append(busy, r)
			continue
		}
		wg.Go(func() { r.do(upstream, starts) })
	}
	heaps := make(chan struct{}, 1)
	for _, r := range busy {
		if r.heap {
			wg.Go(func() { heaps <- struct{}{}; defer func() { <-heaps }(); r.do(upstream, starts) })
		}
	}
	wg.Wait()
	for _, r := range busy {
		if r.alone {
			r.do(upstream, starts)
		}
	}
}

func startUpstream() (stop func(), urls string) {
	file := filepath.Join(os.TempDir(), fmt.Sprintf("upstream-%d", os.Getpid()))
	cmd := exec.Command(filepath.Join(*bin, "upstream"), "-addr-file", file)
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	urls = awaitFile(file)
	return func() { cmd.Process.Kill(); cmd.Wait(); os.Remove(file) }, urls
}

func awaitFile(name string) string {
	for range 3000 {
		if b, err := os.ReadFile(name); err == nil {
			return string(b)
		}
		time.Sleep(100 * time.Millisecond)
	}
	log.Fatalf("%s did not appear", name)
	return ""
}

func (r run) dir() string { return filepath.Join(*outDir, r.name) }

// do runs one process from start to SIGQUIT.
func (r run) do(upstream string, starts chan struct{}) {
	if err := os.RemoveAll(r.dir()); err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(r.dir(), 0o755); err != nil {
		log.Fatal(err)
	}
	addrFile := filepath.Join(r.dir(), "addr")
	late := r.late
	if *quick {
		late = time.Second
	}
	exe := filepath.Join(*bin, r.program)
	if r.leak {
		exe += ".leakprofile"
	}
	args := []string{"-addr-file", addrFile, "-dir", r.dir(), "-late", late.String()}
	if r.only != "" {
		args = append(args, "-only", r.only)
	}
	env := append(os.Environ(), append([]string{"CAPTURE_UPSTREAM=" + upstream}, r.env...)...)
	truth := exec.Command(exe, append(args, "-truth")...)
	truth.Env = env
	b, err := truth.Output()
	r.check("truth", err)
	r.keep("truth.json", b)

	starts <- struct{}{}
	var stderr bytes.Buffer
	cmd := exec.Command(exe, args...)
	cmd.Env, cmd.Stderr = env, &stderr
	cmd.WaitDelay = time.Second // grandchildren may hold the pipe
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.check("start", cmd.Start())
	defer syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)

	c := &http.Client{Transport: &http.Transport{}, Timeout: 5 * time.Minute}
	addr := awaitFile(addrFile)
	os.Remove(addrFile)
	if r.direct {
		<-starts
		r.repack()
	} else {
		base := "http://" + addr
		r.phase(c, base, "base")
		r.phase(c, base, "cur")
		<-starts
		if r.late > 0 {
			time.Sleep(late)
			r.phase(c, base, "late")
		}
	}
	if r.late > 0 {
		r.check("quit", cmd.Process.Signal(syscall.SIGQUIT))
		cmd.Wait()
		r.keep("late.sigquit.txt", stderr.Bytes())
	} else {
		cmd.Process.Kill()
		cmd.Wait()
	}
	log.Printf("%s done", r.name)
}

func (r run) check(what string, err error) {
	if err != nil {
		log.Fatalf("%s: %s: %v", r.name, what, err)
	}
}

func (r run) phase(c *http.Client, base, phase string) {
	resp, err := c.Post(base+"/step?phase="+phase, "", nil)
	r.check(phase, err)
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	type get struct{ file, path string }
	var gets []get
	switch {
	case r.heap:
		gets = []get{{"heap.pb.gz", "heap?gc=1"}, {"heap.debug1.txt", "heap?debug=1"}}
	case r.leak && phase != "cur":
	case r.leak:
		gets = []get{{"goroutineleak.pb.gz", "goroutineleak"}, {"goroutineleak.debug1.txt", "goroutineleak?debug=1"}, {"goroutineleak.debug2.txt", "goroutineleak?debug=2"}, {"goroutine.pb.gz", "goroutine"}}
	default:
		gets = []get{{"goroutine.pb.gz", "goroutine"}, {"goroutine.debug1.txt", "goroutine?debug=1"}, {"goroutine.debug2.txt", "goroutine?debug=2"}}
	}
	for _, g := range gets {
		resp, err := c.Get(base + "/debug/pprof/" + g.path)
		r.check(g.path, err)
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		r.check(g.path, err)
		if resp.StatusCode != http.StatusOK {
			log.Fatalf("%s: %s: %s", r.name, g.path, resp.Status)
		}
		r.keep(phase+"."+g.file, b)
	}
}

// repack packs the texts a direct program wrote itself.
func (r run) repack() {
	names, err := filepath.Glob(filepath.Join(r.dir(), "*.txt"))
	r.check("repack", err)
	for _, n := range names {
		b, err := os.ReadFile(n)
		r.check(n, err)
		r.check(n, os.Remove(n))
		r.keep(filepath.Base(n), b)
	}
}

// keep writes a file, packed when it is text of more than 16 KiB.
func (r run) keep(name string, b []byte) {
	if strings.HasSuffix(name, ".txt") && len(b) > 16<<10 {
		var buf bytes.Buffer
		zw, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
		r.check(name, err)
		zw.Write(b)
		r.check(name, zw.Close())
		name, b = name+".gz", buf.Bytes()
	}
	r.check(name, os.WriteFile(filepath.Join(r.dir(), name), b, 0o644))
}
