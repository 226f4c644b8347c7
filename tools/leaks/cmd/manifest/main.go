// Command manifest joins the captures with the ground truth their programs
// carry and writes manifest.json. It decides nothing about leaks: it counts
// goroutines and heap objects by key, finds the truth of each group, and fails
// when a group has none or a count differs from what the program did.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"

	"captures.example/leaks/internal/dumpread"
	"captures.example/leaks/internal/profread"
	"captures.example/leaks/kit"
)

type manifest struct {
	Schema  string  `json:"schema"`
	Note    string  `json:"note"`
	Files   []file  `json:"files"`
	Entries []entry `json:"entries"`
}

type file struct {
	File       string `json:"file"`
	Program    string `json:"program"`
	Kind       string `json:"kind"`
	Format     string `json:"format"`
	Phase      string `json:"phase"`
	Go         string `json:"go"`
	Bytes      int64  `json:"bytes"`
	Gzip       bool   `json:"gzip,omitempty"`
	Goroutines int    `json:"goroutines,omitempty"`
	Groups     int    `json:"groups,omitempty"`
	Parts      int    `json:"parts,omitempty"`
	Note       string `json:"note,omitempty"`
}

type entry struct {
	File      string              `json:"file"`
	Base      string              `json:"base,omitempty"`
	Program   string              `json:"program"`
	Kind      string              `json:"kind"`
	Format    string              `json:"format"`
	Phase     string              `json:"phase"`
	Part      int                 `json:"part,omitempty"`
	Key       string              `json:"key"`
	AltKey    string              `json:"alt_key,omitempty"`
	AltKeys   []string            `json:"alt_keys,omitempty"`
	Wait      string              `json:"wait,omitempty"`
	Category  string              `json:"category"`
	Pattern   string              `json:"pattern,omitempty"`
	Leak      bool                `json:"leak"`
	Proved    bool                `json:"proved,omitempty"`
	Transient bool                `json:"transient,omitempty"`
	Grows     *bool               `json:"grows,omitempty"`
	BaseBytes *int64              `json:"base_inuse,omitempty"`
	CurBytes  *int64              `json:"cur_inuse,omitempty"`
	BaseObjs  *int64              `json:"base_objects,omitempty"`
	CurObjs   *int64              `json:"cur_objects,omitempty"`
	Count     int64               `json:"count"`
	Counts    []int               `json:"counts,omitempty"`
	Stacks    int                 `json:"stacks,omitempty"`
	Minutes   int                 `json:"minutes,omitempty"`
	MadeMB    float64             `json:"made_mb,omitempty"`
	Locked    bool                `json:"locked,omitempty"`
	Labels    map[string][]string `json:"labels,omitempty"`
	Accept    []string            `json:"accept"`
	Shape     string              `json:"shape"`
	Scenario  string              `json:"scenario,omitempty"`
}

type truths struct {
	Go     string      `json:"go"`
	Truths []kit.Truth `json:"truths"`
}

const note = "key = first frame from the leaf outside the standard library, type arguments written [...]; without one the goroutine's entry function (root-most frame without runtime.goexit, gowrapN, deferwrapN), for heap stacks of runtime frames only the leaf. " +
	"alt_keys (alt_key: the first) = the same by other defensible readings (type arguments as in the profile, the go statement's wrapper). wait = debug=2 wait reason, truth also for files that do not carry it. category = what it is, from what the program does; pattern = mechanism, what frames and wait reason alone show; accept = further defensible answers; leak = it really leaks; " +
	"transient = goroutines that move on their own, not to be counted; proved = marked (leaked) by the garbage collector, or in a goroutineleak profile; counts = goroutines the program holds at base, cur, late. Heap: grows, made_mb = at least so many MB more in use at cur than at base; entries with grows false must not be reported."

var (
	std      = map[string]bool{}
	typeArgs = regexp.MustCompile(`\[go\.shape[^()]*\]|\[[a-z][\w./,*{} ]*\]`)
	wrapper  = regexp.MustCompile(`\.(gowrap|deferwrap)\d+$`)
	problems int
)

func complain(format string, args ...any) {
	problems++
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func main() {
	dir := flag.String("fixtures", "", "tests/fixtures/leaks")
	texts := flag.String("texts", "texts/truth.json", "ground truth of the texts")
	flag.Parse()
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range strings.Fields(string(out)) {
		std[p] = true
	}
	m := manifest{Schema: "go-leak-corpus/1", Note: note}
	dirs, err := filepath.Glob(filepath.Join(*dir, "captures", "*", "truth.json"))
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range dirs {
		m.addRun(*dir, filepath.Dir(t))
	}
	m.addTexts(*dir, *texts)
	for i := range m.Entries {
		if e := &m.Entries[i]; len(e.AltKeys) > 0 {
			e.AltKey = e.AltKeys[0]
		}
	}
	f, err := os.Create(filepath.Join(*dir, "manifest.json"))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	writeLines(f, m)
	leaks := map[string]int{}
	for _, e := range m.Entries {
		leaks[e.Category]++
	}
	fmt.Printf("%d files, %d entries, %d categories, %d problems\n", len(m.Files), len(m.Entries), len(leaks), problems)
	if problems > 0 {
		os.Exit(1)
	}
}

// writeLines writes one file and one entry a line: diffs stay readable.
func writeLines(f *os.File, m manifest) {
	line := func(v any) string {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			log.Fatal(err)
		}
		return strings.TrimSpace(b.String())
	}
	list := func(n int, at func(int) any) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = "  " + line(at(i))
		}
		return "[\n" + strings.Join(parts, ",\n") + "\n ]"
	}
	fmt.Fprintf(f, "{\n \"schema\": %s,\n \"note\": %s,\n \"files\": %s,\n \"entries\": %s\n}\n", line(m.Schema), line(m.Note),
		list(len(m.Files), func(i int) any { return m.Files[i] }), list(len(m.Entries), func(i int) any { return m.Entries[i] }))
}

func isStd(fn string) bool {
	slash := strings.LastIndexByte(fn, '/')
	if i := strings.IndexByte(fn, '['); i >= 0 && i < slash {
		slash = strings.LastIndexByte(fn[:i], '/')
	}
	dot := strings.IndexByte(fn[slash+1:], '.')
	if dot < 0 {
		return true
	}
	pkg := fn[:slash+1+dot]
	return std[pkg] || strings.HasPrefix(pkg, "vendor/") || strings.HasPrefix(pkg, "internal/") || pkg == "runtime"
}

func isRuntime(fn string) bool {
	return strings.HasPrefix(fn, "runtime.") || strings.HasPrefix(fn, "internal/runtime/")
}

func plain(fn string) string { return typeArgs.ReplaceAllString(fn, "[...]") }

// keyOf returns the key and other readings of it.
func keyOf(frames []string, heap bool) (string, []string) {
	var alts []string
	for _, f := range frames {
		if !isStd(f) {
			if wrapper.MatchString(f) {
				alts = append(alts, f)
				continue
			}
			if p := plain(f); p != f {
				return p, append(alts, f)
			}
			return f, alts
		}
	}
	if len(frames) == 0 {
		return "", nil
	}
	allRuntime := true
	for _, f := range frames {
		allRuntime = allRuntime && isRuntime(f)
	}
	if heap && allRuntime {
		return frames[0], nil
	}
	for i := len(frames) - 1; i >= 0; i-- {
		if frames[i] == "runtime.goexit" {
			continue
		}
		if wrapper.MatchString(frames[i]) && i > 0 {
			if !slices.Contains(alts, frames[i]) {
				alts = append(alts, frames[i])
			}
			continue
		}
		if allRuntime && i > 0 {
			alts = append(alts, frames[0])
		}
		return frames[i], alts
	}
	return frames[0], nil
}

// waitOf names the wait reason of a proto stack, for telling apart groups with
// one key; it is not used for anything else.
func waitOf(frames []string) string {
	has := func(name string) bool {
		return slices.ContainsFunc(frames[:min(len(frames), 6)], func(f string) bool { return f == name || strings.HasSuffix(f, "."+name) })
	}
	switch {
	case len(frames) == 0:
		return "runnable"
	case has("runtime.netpollblock"), has("internal/poll.runtime_pollWait"):
		return "IO wait"
	case has("runtime.selectgo"):
		return "select"
	case has("runtime.block"):
		return "select (no cases)"
	case has("runtime.chansend"):
		return "chan send"
	case has("runtime.chanrecv"):
		return "chan receive"
	case has("sync.runtime_notifyListWait"):
		return "sync.Cond.Wait"
	case has("runtime_SemacquireRWMutexR"):
		return "sync.RWMutex.RLock"
	case has("runtime_SemacquireRWMutex"):
		return "sync.RWMutex.Lock"
	case has("runtime_SemacquireMutex"):
		return "sync.Mutex.Lock"
	case has("runtime_SemacquireWaitGroup"):
		return "sync.WaitGroup.Wait"
	case has("time.Sleep"):
		return "sleep"
	case has("runtime.gopark"):
		return "?"
	}
	return "running"
}

// group is all goroutines of one file with one key and wait reason.
type group struct {
	key, wait string
	alts      []string
	count     int
	minutes   int
	leaked    bool
	stacks    map[string]bool
	frames    []string
	truth     *kit.Truth
	transient bool
}

func readGoroutines(name, format string) ([]*group, int) {
	var gs []dumpread.Group
	switch format {
	case "proto":
		p, err := profread.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		for _, s := range p.Samples {
			g := dumpread.Group{Count: int(s.Values[0])}
			for _, f := range s.Frames {
				g.Frames = append(g.Frames, f.Func)
			}
			g.Wait = waitOf(g.Frames)
			gs = append(gs, g)
		}
	default:
		text, err := dumpread.ReadText(name)
		if err != nil {
			log.Fatal(err)
		}
		if format == "debug1" {
			gs = dumpread.Debug1(text)
			for i := range gs {
				gs[i].Wait = waitOf(gs[i].Frames)
			}
		} else {
			gs = dumpread.Debug2(text)
		}
	}
	total := 0
	byID := map[string]*group{}
	var out []*group
	for _, g := range gs {
		key, alts := keyOf(g.Frames, false)
		id := fmt.Sprint(key, "|", g.Wait, "|", g.Leaked)
		if format == "debug1" || format == "proto" {
			// The wait is a guess here: keep stacks apart, merge by truth later.
			id += strings.Join(g.Frames, ";")
		}
		e := byID[id]
		if e == nil {
			e = &group{key: key, wait: g.Wait, alts: alts, leaked: g.Leaked, stacks: map[string]bool{}, frames: g.Frames}
			byID[id] = e
			out = append(out, e)
		}
		e.count += g.Count
		e.minutes = max(e.minutes, g.Minutes)
		e.stacks[strings.Join(g.Frames, ";")] = true
		total += g.Count
	}
	return out, total
}

var byItself = []kit.Truth{
	{Key: "net/http.(*conn).serve", Category: "benign-http-server", Pattern: "io-wait", Shape: "the debug port's connection between two requests"},
	{Key: "net/http.(*connReader).startBackgroundRead.func2", Category: "benign-http-server", Pattern: "io-wait", Shape: "background read of the profile request"},
	{Key: "net/http.(*connReader).startBackgroundRead.gowrap2", Category: "benign-http-server", Pattern: "io-wait", Shape: "background read of the profile request"},
	{Key: "", Category: "benign-runtime", Pattern: "runtime", Shape: "goroutine not started yet"},
}

// find gives a group its truth. Groups that are just running, and truths that
// are loose, need not agree on the wait reason.
func find(g *group, ts []kit.Truth, format string) {
	has := func(t *kit.Truth) bool {
		in := func(f string) bool { return slices.Contains(g.frames, f) }
		return (t.Has == "" || in(t.Has)) && (t.HasNot == "" || !in(t.HasNot))
	}
	same := func(t *kit.Truth) bool { return t.Key == g.key || slices.Contains(g.alts, t.Key) }
	var byKey []*kit.Truth
	for i := range ts {
		if t := &ts[i]; t.Kind == "goroutine" && same(t) && has(t) {
			byKey = append(byKey, t)
		}
	}
	base := func(w string) string { w, _, _ = strings.Cut(w, " (nil"); return w }
	guess := (format == "proto" || format == "debug1") && (g.wait == "?" || g.wait == "running" || len(byKey) == 1)
	for _, t := range byKey {
		exact := t.Wait == g.wait || t.Wait == "*"
		if format == "proto" || format == "debug1" {
			exact = exact || base(t.Wait) == g.wait
		}
		if exact {
			g.truth = t
			g.wait = t.Wait
			return
		}
	}
	moving := slices.Contains([]string{"running", "runnable", "syscall", "sleep", "?"}, g.wait)
	if format == "debug1" && g.wait == "running" { // the park is hidden
		for _, t := range byKey {
			if strings.HasPrefix(t.Wait, "chan ") || strings.HasPrefix(t.Wait, "select") || t.Wait == "coroutine" {
				g.truth, g.wait = t, t.Wait
				return
			}
		}
	}
	for _, t := range byKey {
		if guess && !moving && !t.Loose {
			continue
		}
		if t.Loose || moving {
			g.truth, g.transient = t, t.Loose || g.wait != t.Wait
			if guess && len(byKey) == 1 && !t.Loose {
				g.transient = false
				g.wait = t.Wait
			}
			return
		}
	}
	for i := range byItself {
		if t := &byItself[i]; same(t) {
			g.truth, g.transient = t, true
			return
		}
	}
	if len(g.frames) > 0 {
		for _, f := range g.frames {
			if !isRuntime(f) {
				return
			}
		}
		g.truth = &kit.Truth{Key: g.key, Wait: g.wait, Category: "benign-runtime", Pattern: "runtime", Shape: "runtime goroutine", Loose: true}
	}
}

func (m *manifest) addRun(root, dir string) {
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		log.Fatal(err)
	}
	var t truths
	if err := json.Unmarshal(b, &t); err != nil {
		log.Fatal(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil {
		log.Fatal(err)
	}
	program := filepath.Base(dir)
	for _, n := range names {
		if n.Name() == "truth.json" {
			continue
		}
		info, err := n.Info()
		if err != nil {
			log.Fatal(err)
		}
		rel := path.Join("captures", program, n.Name())
		base, gz := strings.CutSuffix(n.Name(), ".txt.gz")
		base = strings.TrimSuffix(strings.TrimSuffix(base, ".txt"), ".pb.gz")
		parts := strings.Split(base, ".")
		f := file{File: rel, Program: program, Phase: parts[0], Go: t.Go, Bytes: info.Size(), Gzip: gz, Format: "proto"}
		switch {
		case parts[1] == "sigquit":
			f.Kind, f.Format = "goroutine", "sigquit"
		default:
			f.Kind = parts[1]
			if len(parts) > 2 {
				f.Format = parts[2]
			}
		}
		full := filepath.Join(root, rel)
		switch {
		case f.Kind == "heap" && f.Format == "proto" && f.Phase == "cur":
			m.addHeap(root, f, t.Truths)
		case f.Kind == "heap":
		default:
			groups, total := readGoroutines(full, f.Format)
			f.Goroutines = total
			f.Groups = m.addGoroutines(f, groups, t.Truths)
		}
		m.Files = append(m.Files, f)
	}
}

func (m *manifest) addGoroutines(f file, groups []*group, ts []kit.Truth) int {
	type id struct {
		t         *kit.Truth
		wait      string
		transient bool
		leaked    bool
	}
	merged := map[id]*group{}
	var order []*group
	for _, g := range groups {
		find(g, ts, f.Format)
		if g.truth == nil {
			complain("%s: no truth for %q [%s] x%d %v", f.File, g.key, g.wait, g.count, g.frames)
			continue
		}
		k := id{g.truth, g.wait, g.transient, g.leaked}
		if g.truth.Category == "benign-runtime" && g.truth.Loose {
			k.t = nil
			k.wait = g.key + g.wait
		}
		if have := merged[k]; have != nil {
			have.count += g.count
			have.minutes = max(have.minutes, g.minutes)
			for s := range g.stacks {
				have.stacks[s] = true
			}
			for _, a := range g.alts {
				if !slices.Contains(have.alts, a) {
					have.alts = append(have.alts, a)
				}
			}
			continue
		}
		merged[k] = g
		order = append(order, g)
	}
	sort.SliceStable(order, func(i, j int) bool {
		if order[i].count != order[j].count {
			return order[i].count > order[j].count
		}
		return order[i].key+order[i].wait < order[j].key+order[j].wait
	})
	phase := slices.Index([]string{"base", "cur", "late"}, f.Phase)
	sums := map[*kit.Truth]int{}
	for _, g := range order {
		t := g.truth
		sums[t] += g.count
		e := entry{File: f.File, Program: f.Program, Kind: f.Kind, Format: f.Format, Phase: f.Phase, Key: g.key, AltKeys: g.alts, Wait: g.wait,
			Category: t.Category, Pattern: t.Pattern, Leak: t.Leak, Transient: g.transient, Count: int64(g.count), Stacks: len(g.stacks), Minutes: g.minutes,
			Accept: append([]string{}, t.Accept...), Shape: t.Shape, Scenario: t.Scenario, Proved: g.leaked || f.Kind == "goroutineleak" && f.Format != "debug2"}
		if t.Counts != [3]int{} {
			e.Counts = t.Counts[:]
		}
		if f.Kind == "goroutineleak" && e.Proved != (t.Proved && t.Leak) && !g.transient && t.Category != "benign-main-wait" {
			complain("%s: %q [%s] proved %v, expected %v", f.File, g.key, g.wait, e.Proved, t.Proved)
		}
		m.Entries = append(m.Entries, e)
	}
	for i := range ts {
		t := &ts[i]
		if t.Kind != "goroutine" || t.Loose || f.Kind == "goroutineleak" && f.Format != "debug2" && !t.Proved {
			continue
		}
		want := t.Counts[phase]
		if t.Category == "benign-profiler" {
			if f.Format == "sigquit" {
				want = sums[t]
			}
		}
		if f.Format == "sigquit" && t.Key == "net/http.(*conn).serve" && sums[t] == want+1 {
			continue // the debug port's own connection
		}
		if sums[t] != want {
			complain("%s: %q [%s] x%d, expected %d", f.File, t.Key, t.Wait, sums[t], want)
		}
	}
	return len(order)
}
