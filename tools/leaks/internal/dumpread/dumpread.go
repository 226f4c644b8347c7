// Package dumpread reads goroutine texts (debug=1, debug=2, SIGQUIT) just far
// enough to count their goroutines by key and wait reason.
package dumpread

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// Group is one goroutine of debug=2, or one record of debug=1.
type Group struct {
	Count     int
	Wait      string // "" in debug=1
	Minutes   int
	Leaked    bool
	Frames    []string // leaf first
	CreatedBy string
	Header    string
}

// ReadText returns a file's text, unpacked.
func ReadText(name string) (string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		zr, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return "", err
		}
		if b, err = io.ReadAll(zr); err != nil {
			return "", err
		}
	}
	return string(b), nil
}

var (
	record  = regexp.MustCompile(`^(\d+) @`)
	header  = regexp.MustCompile(`^goroutine (\d+) (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[(.*)\]:$`)
	minutes = regexp.MustCompile(`^(\d+) minutes$`)
)

// Debug1 parses debug=1 text.
func Debug1(text string) []Group {
	var out []Group
	open := false
	for _, l := range strings.Split(text, "\n") {
		if m := record.FindStringSubmatch(l); m != nil {
			n, _ := strconv.Atoi(m[1])
			out = append(out, Group{Count: n})
			open = true
			continue
		}
		if !strings.HasPrefix(l, "#\t") {
			continue
		}
		cols := strings.FieldsFunc(l, func(r rune) bool { return r == '\t' })
		if open && len(cols) >= 3 {
			fn := cols[2]
			if i := strings.LastIndexByte(fn, '+'); i > 0 {
				fn = fn[:i]
			}
			g := &out[len(out)-1]
			g.Frames = append(g.Frames, fn)
		}
	}
	return out
}

// Debug2 parses debug=2, SIGQUIT, panic and fatal error text.
func Debug2(text string) []Group {
	var out []Group
	open := false
	for _, l := range strings.Split(text, "\n") {
		l = strings.TrimRight(l, "\r")
		if m := header.FindStringSubmatch(l); m != nil {
			out = append(out, parseHeader(l, m[2]))
			open = true
			continue
		}
		if l == "" {
			open = false
		}
		if !open || strings.HasPrefix(l, "\t") {
			continue
		}
		g := &out[len(out)-1]
		if c, ok := strings.CutPrefix(l, "created by "); ok {
			g.CreatedBy, _, _ = strings.Cut(c, " in goroutine ")
			continue
		}
		if i := strings.LastIndexByte(l, '('); i > 0 && strings.HasSuffix(l, ")") && g.CreatedBy == "" {
			g.Frames = append(g.Frames, l[:i])
		}
	}
	return out
}

func parseHeader(line, state string) Group {
	g := Group{Count: 1, Header: line}
	if i := strings.Index(state, " labels:{"); i >= 0 {
		state = state[:i]
	}
	parts := strings.Split(state, ", ")
	g.Wait = parts[0]
	for _, suffix := range []string{" (scan)", " (leaked)"} {
		if w, ok := strings.CutSuffix(g.Wait, suffix); ok {
			g.Wait = w
			g.Leaked = g.Leaked || suffix == " (leaked)"
		}
	}
	for _, p := range parts[1:] {
		if m := minutes.FindStringSubmatch(p); m != nil {
			g.Minutes, _ = strconv.Atoi(m[1])
		}
	}
	return g
}
