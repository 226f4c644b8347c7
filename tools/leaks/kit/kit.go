// Package kit gives every program of this module the same life: a debug port
// like the one real services have, a warm-up, a base snapshot, more activity,
// a current snapshot, and a late one. The programs say what they do; kit knows
// nothing about leaks.
//
// A program is driven from outside (cmd/capture) through its debug port:
//
//	POST /step?phase=base   Start and Do(Base) of every scenario, then a GC
//	POST /step?phase=cur    Do(More), then a GC
//	POST /step?phase=late   Churn only, then a GC
//	GET  /debug/pprof/...   the snapshots
package kit

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"path/filepath"
	"runtime"
	rpprof "runtime/pprof"
	"slices"
	"strings"
	"time"
)

// Scenario is one thing a program does, in a leaking or a healthy way.
type Scenario struct {
	Name string
	// Start runs once, before the base snapshot.
	Start func()
	// Do performs n units of activity: Base of them before the base snapshot
	// and More before the current one.
	Do         func(n int)
	Base, More int
	// Churn runs before every snapshot and leaves nothing behind.
	Churn func()
	// Truth says what a reader of the profiles should find. It is written
	// from what the code above does.
	Truth []Truth
}

// Truth is the ground truth of one group of goroutines or one heap site.
type Truth struct {
	// Kind is "goroutine" (default) or "heap".
	Kind string `json:"kind"`
	// Key is the first frame from the leaf outside the standard library;
	// without one the goroutine's entry function (heap: the leaf).
	Key string `json:"key"`
	// Alts are other defensible readings of the key.
	Alts []string `json:"alts,omitempty"`
	// Wait is the wait reason as debug=2 prints it, "*" for any.
	Wait string `json:"wait,omitempty"`
	// Category is what it is, Pattern what its frames alone show.
	Category string `json:"category"`
	Pattern  string `json:"pattern,omitempty"`
	Leak     bool   `json:"leak"`
	// Accept lists further defensible answers.
	Accept []string `json:"accept,omitempty"`
	Shape  string   `json:"shape"`
	// Each is the number of goroutines per unit of Do, Flat a constant number.
	Each int `json:"-"`
	Flat int `json:"-"`
	// Counts are the goroutines expected at base, cur and late.
	Counts [3]int `json:"counts"`
	// Loose marks groups whose members move on their own: any count, 0
	// included, and any wait reason may be found.
	Loose bool `json:"loose,omitempty"`
	// Has is a frame that must be on the stack; it tells groups with one key
	// apart.
	Has string `json:"has,omitempty"`
	// HasNot is a frame that must not be on it.
	HasNot string `json:"has_not,omitempty"`
	// Proved is set when the garbage collector can prove the leak.
	Proved bool `json:"proved,omitempty"`
	// Grows and MinMB describe heap sites: at least so much more in use.
	Grows bool    `json:"grows,omitempty"`
	MinMB float64 `json:"min_mb,omitempty"`
	// Scenario is the scenario's name.
	Scenario string `json:"scenario,omitempty"`
}

// Plan is a whole program.
type Plan struct {
	Program   string
	Scenarios []Scenario
	// Truth of goroutines that belong to no scenario, main for instance.
	Truth []Truth
	// Direct makes Run take the snapshots itself, with runtime/pprof on the
	// calling goroutine, instead of opening a debug port.
	Direct bool
}

var (
	addrFile  = flag.String("addr-file", "", "file to write the debug port's address to")
	only      = flag.String("only", "", "comma-separated scenario names; all when empty")
	showTruth = flag.Bool("truth", false, "print the ground truth as JSON and exit")
	directDir = flag.String("dir", ".", "directory for direct snapshots")
	late      = flag.Duration("late", 2*time.Second, "time between current and late snapshot in direct mode")
)

// Run starts the program. It returns at once, unless the plan is Direct, and
// leaves the goroutine to its caller.
func Run(p Plan) {
	flag.Parse()
	if *only != "" {
		names := strings.Split(*only, ",")
		p.Scenarios = slices.DeleteFunc(p.Scenarios, func(s Scenario) bool { return !slices.Contains(names, s.Name) })
		if len(p.Scenarios) == 0 {
			log.Fatalf("no scenario of %v", names)
		}
	}
	if *showTruth {
		printTruth(p)
		os.Exit(0)
	}
	if p.Direct {
		direct(p)
		return
	}
	listen(p)
}

func listen(p Plan) {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("POST /step", func(w http.ResponseWriter, r *http.Request) {
		step(p, r.FormValue("phase"))
		fmt.Fprintln(w, runtime.NumGoroutine())
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(ln, mux)) }()
	if err := writeWhole(*addrFile, ln.Addr().String()); err != nil {
		log.Fatal(err)
	}
}

func writeWhole(name, text string) error {
	if name == "" {
		fmt.Println(text)
		return nil
	}
	if err := os.WriteFile(name+".tmp", []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)
}

func step(p Plan, phase string) {
	for _, s := range p.Scenarios {
		if phase == "base" && s.Start != nil {
			s.Start()
		}
		if s.Do != nil && phase == "base" {
			s.Do(s.Base)
		}
		if s.Do != nil && phase == "cur" {
			s.Do(s.More)
		}
		if s.Churn != nil {
			s.Churn()
		}
	}
	time.Sleep(250 * time.Millisecond)
	runtime.GC()
	runtime.GC()
}

func direct(p Plan) {
	for _, phase := range []string{"base", "cur", "late"} {
		if phase == "late" {
			time.Sleep(*late)
		}
		step(p, phase)
		for _, f := range []struct {
			suffix string
			debug  int
		}{{"pb.gz", 0}, {"debug1.txt", 1}, {"debug2.txt", 2}} {
			snapshot(filepath.Join(*directDir, phase+".goroutine."+f.suffix), f.debug)
		}
	}
	if err := writeWhole(*addrFile, "done"); err != nil {
		log.Fatal(err)
	}
}

func snapshot(name string, debug int) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := rpprof.Lookup("goroutine").WriteTo(f, debug); err != nil {
		log.Fatal(err)
	}
}

func printTruth(p Plan) {
	all := []Truth{}
	add := func(t Truth, s Scenario) {
		if t.Kind == "" {
			t.Kind = "goroutine"
		}
		t.Scenario = s.Name
		switch {
		case t.Each > 0:
			n := (s.Base + s.More) * t.Each
			t.Counts = [3]int{s.Base * t.Each, n, n}
		case t.Flat > 0:
			t.Counts = [3]int{t.Flat, t.Flat, t.Flat}
		}
		all = append(all, t)
	}
	for _, s := range p.Scenarios {
		for _, t := range s.Truth {
			add(t, s)
		}
	}
	for _, t := range p.Truth {
		add(t, Scenario{})
	}
	if !p.Direct {
		for _, t := range portTruth {
			add(t, Scenario{})
		}
	}
	out, err := json.MarshalIndent(map[string]any{"program": p.Program, "go": runtime.Version(), "truths": all}, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(out))
}

// portTruth is what the debug port itself adds to every goroutine profile.
var portTruth = []Truth{
	{Key: "captures.example/leaks/kit.listen.func2", Wait: "IO wait", Category: "benign-accept", Pattern: "io-wait", Flat: 1, Shape: "accept loop of the debug port"},
	{Key: "net/http.(*conn).serve", Wait: "running", Category: "benign-profiler", Pattern: "running", Flat: 1, Shape: "the goroutine writing this very profile", Has: "net/http/pprof.handler.ServeHTTP"},
	{Key: "net/http.(*connReader).backgroundRead", Wait: "IO wait", Category: "benign-http-server", Pattern: "io-wait", Loose: true, Shape: "background read of the profile request"},
}
