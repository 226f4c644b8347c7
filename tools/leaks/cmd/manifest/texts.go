package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"captures.example/leaks/internal/dumpread"
)

// textTruth is texts/truth.json: what each text holds, written by hand.
type textTruth struct {
	Sets  map[string][]textEntry `json:"sets"`
	Files []struct {
		File    string      `json:"file"`
		Kind    string      `json:"kind"`
		Format  string      `json:"format"`
		Parts   int         `json:"parts"`
		Note    string      `json:"note"`
		Sets    []string    `json:"sets"`
		Loose   []string    `json:"loose"`
		Entries []textEntry `json:"entries"`
	} `json:"files"`
}

type textEntry struct {
	Key       string              `json:"key"`
	Wait      string              `json:"wait"`
	Count     int64               `json:"count"`
	Category  string              `json:"category"`
	Pattern   string              `json:"pattern"`
	Leak      bool                `json:"leak"`
	Transient bool                `json:"transient"`
	Locked    bool                `json:"locked"`
	Part      int                 `json:"part"`
	Labels    map[string][]string `json:"labels"`
	Accept    []string            `json:"accept"`
	Shape     string              `json:"shape"`
}

// addTexts appends the texts (panics, fatal errors, test logs). They are
// described in full by hand; here their counts are only checked.
func (m *manifest) addTexts(root, truthFile string) {
	b, err := os.ReadFile(truthFile)
	if err != nil {
		log.Fatal(err)
	}
	var t textTruth
	if err := json.Unmarshal(b, &t); err != nil {
		log.Fatal(err)
	}
	for _, f := range t.Files {
		name := filepath.Join(root, f.File)
		info, err := os.Stat(name)
		if err != nil {
			complain("%v", err)
			continue
		}
		program := strings.TrimSuffix(f.File, ".txt")
		entries := slices.Clone(f.Entries)
		for _, s := range f.Sets {
			entries = append(entries, t.Sets[s]...)
		}
		want := map[string]int64{}
		total := int64(0)
		for _, e := range entries {
			loose := slices.Contains(f.Loose, e.Key)
			if !loose {
				want[e.Key+" ["+e.Wait+"]"] += e.Count
			}
			total += e.Count
			m.Entries = append(m.Entries, entry{File: f.File, Program: program, Kind: f.Kind, Format: f.Format, Phase: "late", Part: e.Part, Key: e.Key, Wait: e.Wait,
				Category: e.Category, Pattern: e.Pattern, Leak: e.Leak, Transient: e.Transient || loose, Count: e.Count, Locked: e.Locked, Labels: e.Labels,
				Accept: append([]string{}, e.Accept...), Shape: e.Shape})
		}
		got, n := countText(name, f.Format, f.Loose)
		for k, c := range want {
			if got[k] != c {
				complain("%s: %s x%d, expected %d", f.File, k, got[k], c)
			}
			delete(got, k)
		}
		for k, c := range got {
			complain("%s: no truth for %s x%d", f.File, k, c)
		}
		m.Files = append(m.Files, file{File: f.File, Program: program, Kind: f.Kind, Format: f.Format, Phase: "late", Go: runtime.Version(), Bytes: info.Size(),
			Parts: f.Parts, Note: f.Note, Goroutines: n, Groups: len(entries)})
	}
}

var (
	criPrefix = regexp.MustCompile(`(?m)^\S+Z std(out|err) [FP] `)
	indent    = regexp.MustCompile(`(?m)^ {8}`)
	inState   = regexp.MustCompile(`(?m)^ ?\[?Goroutine (\d+) in state (.*), with .* on top of the stack:$`)
	repeated  = regexp.MustCompile(`(?m)^goroutine \d+ \[.*\]:\n`)
)

// countText counts the goroutines of a text by key and wait reason, without
// those of the runtime. It also returns how many there are with them.
func countText(name, format string, loose []string) (map[string]int64, int) {
	text, err := dumpread.ReadText(name)
	if err != nil {
		log.Fatal(err)
	}
	text = strings.ReplaceAll(text, "\r", "")
	switch format {
	case "log-cri":
		text = criPrefix.ReplaceAllString(text, "")
	case "log-docker", "goleak-json":
		var b strings.Builder
		for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
			var rec struct{ Log, Output string }
			if json.Unmarshal([]byte(l), &rec) == nil {
				b.WriteString(rec.Log + rec.Output)
			}
		}
		text = b.String()
	}
	if strings.HasPrefix(format, "goleak") {
		text = indent.ReplaceAllString(text, "")
		text = repeated.ReplaceAllString(text, "")
		text = inState.ReplaceAllString(text, "\ngoroutine $1 [$2]:")
	}
	got := map[string]int64{}
	n := 0
	for _, g := range dumpread.Debug2(text) {
		n++
		key, _ := keyOf(g.Frames, false)
		if !slices.ContainsFunc(g.Frames, func(f string) bool { return !isRuntime(f) }) || slices.Contains(loose, key) {
			continue
		}
		got[fmt.Sprintf("%s [%s]", key, g.Wait)]++
	}
	return got, n
}
