package main

import (
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"

	"captures.example/leaks/internal/profread"
	"captures.example/leaks/kit"
)

// site is all in-use objects of one key in one heap profile.
type site struct {
	objects, bytes int64
	sampled        float64 // objects really sampled, before unsampling
	leaves         map[string]bool
}

func readHeap(name string) (map[string]*site, int64) {
	p, err := profread.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	out := map[string]*site{}
	for _, s := range p.Samples {
		var frames []string
		for _, f := range s.Frames {
			frames = append(frames, f.Func)
		}
		key, _ := keyOf(frames, true)
		e := out[key]
		if e == nil {
			e = &site{leaves: map[string]bool{}}
			out[key] = e
		}
		size := float64(s.Nums["bytes"])
		e.objects += s.Values[2]
		e.bytes += s.Values[3]
		if s.Values[2] != 0 {
			e.sampled += float64(s.Values[2]) * (1 - math.Exp(-size/float64(p.Period)))
			e.leaves[fmt.Sprint(frames[0], " ", s.Nums["bytes"])] = true
		}
	}
	return out, p.Period
}

// addHeap writes the entries of one heap pair. A site that grows beyond doubt
// and has no truth is a fault of the truth.
func (m *manifest) addHeap(root string, f file, ts []kit.Truth) {
	baseFile := strings.Replace(f.File, "/cur.", "/base.", 1)
	before, _ := readHeap(filepath.Join(root, baseFile))
	after, period := readHeap(filepath.Join(root, f.File))
	known := map[string]bool{}
	at := func(m map[string]*site, k string) *site {
		if s := m[k]; s != nil {
			return s
		}
		return &site{}
	}
	for i := range ts {
		t := &ts[i]
		if t.Kind != "heap" {
			continue
		}
		known[t.Key] = true
		b, a := at(before, t.Key), at(after, t.Key)
		grows := t.Grows
		m.Entries = append(m.Entries, entry{File: f.File, Base: baseFile, Program: f.Program, Kind: "heap", Format: "proto", Phase: "cur", Key: t.Key, AltKeys: t.Alts,
			Category: t.Category, Leak: t.Leak, Grows: &grows, BaseBytes: &b.bytes, CurBytes: &a.bytes, BaseObjs: &b.objects, CurObjs: &a.objects,
			Count: a.objects, MadeMB: t.MinMB, Accept: append([]string{}, t.Accept...), Shape: t.Shape, Scenario: t.Scenario})
		if grew := float64(a.bytes-b.bytes) / (1 << 20); t.Grows && grew < t.MinMB*0.7 && (period < 1<<16 || t.MinMB >= 7) {
			complain("%s: %q grew by %.2f MB, expected %.2f", f.File, t.Key, grew, t.MinMB)
		}
		if z := significance(b, a); !t.Grows && z >= 3 && a.bytes-b.bytes > 64<<10 {
			complain("%s: %q should not grow, z %.1f: %d -> %d", f.File, t.Key, z, b.bytes, a.bytes)
		}
	}
	for k, a := range after {
		b := at(before, k)
		if z := significance(b, a); !known[k] && z >= 3 && a.bytes-b.bytes > 64<<10 {
			complain("%s: no truth for growing %q: %d -> %d (%v)", f.File, k, b.bytes, a.bytes, a.leaves)
		}
	}
	if os.Getenv("SHOW_HEAP") != "" {
		for k, a := range after {
			fmt.Printf("%s\t%s\t%d -> %d objects %d -> %d\t%v\n", f.Program, k, at(before, k).bytes, a.bytes, at(before, k).objects, a.objects, a.leaves)
		}
	}
}

func significance(b, a *site) float64 {
	if a.sampled+b.sampled == 0 {
		return 0
	}
	return (a.sampled - b.sampled) / math.Sqrt(a.sampled+b.sampled)
}
