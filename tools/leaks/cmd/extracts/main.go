// Command extracts keeps small parts of large things, with and without
// copying them out.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"captures.example/leaks/kit"
	"github.com/tidemark/flow/memo"
)

type endless struct{ text string }

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.text)
	}
	return n, nil
}

// scan reads a sensor's block and returns its first samples.
func scan(n int) []int32 {
	block := make([]int32, n)
	for i := range block {
		block[i] = int32(i)
	}
	return block[:4]
}

// download returns a document; title keeps its first line.
func download(size int64) ([]byte, error) {
	return io.ReadAll(io.LimitReader(endless{"Title of the document\nand then a lot of text follows here\n"}, size))
}

func title(doc []byte) []byte {
	line, _, _ := bytes.Cut(doc, []byte("\n"))
	return bytes.TrimSpace(line)
}

// letter is a long string; subject keeps one word of it.
func letter(words int) string {
	var sb strings.Builder
	sb.Grow(words * 6)
	for range words {
		sb.WriteString("words ")
	}
	return sb.String()
}

func subject(text string) string { return strings.Fields(text)[0] }

var serial = regexp.MustCompile(`serial-(\d+)`)

// inspect finds a serial number in a report.
func inspect(n int) []byte {
	report := make([]byte, 120_000)
	copy(report[60_000:], fmt.Sprintf("serial-%06d", n))
	return serial.FindSubmatch(report)[1]
}

// frames is a generic reader that returns a view of its buffer.
type frames[T any] struct{ decode func([]byte) T }

func (f frames[T]) next(r *bufio.Reader) (T, error) {
	buf := make([]byte, 96<<10)
	if _, err := io.ReadFull(r, buf); err != nil {
		var none T
		return none, err
	}
	return f.decode(buf), nil
}

// sample is scan done properly.
func sample(n int) []int32 {
	block := make([]int32, n)
	return slices.Clone(block[:4])
}

func heading(n int) string { return strings.Clone(letterhead(n)[:12]) }

func letterhead(n int) string { return strings.Repeat("letterhead of the port authority ", n) }

func tile(id int) []byte { return make([]byte, 64<<10) }

func main() {
	var samples [][]int32
	var titles, serials [][]byte
	var subjects []string
	var heads [][]byte
	var safe [64][]int32
	var names [64]string
	fr := frames[[]byte]{func(b []byte) []byte { return b[8:24] }}
	src := bufio.NewReader(endless{"0123456789abcdef"})
	tiles := memo.NewLRU(150, tile)
	shown := 0
	heap := func(key string, mb float64, shape string, accept ...string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: "subslice-retention", Leak: true, Grows: true, MinMB: mb, Accept: append(accept, "object-retention"), Shape: shape}
	}
	flat := func(key, category, shape string) kit.Truth {
		return kit.Truth{Kind: "heap", Key: key, Category: category, Shape: shape}
	}
	kit.Run(kit.Plan{Program: "extracts", Scenarios: []kit.Scenario{
		{Name: "samples", Base: 10, More: 100, Do: func(n int) {
			for range n {
				samples = append(samples, scan(150_000))
			}
		}, Truth: []kit.Truth{heap("main.scan", 50, "4 numbers hold an array of 600 kB")}},
		{Name: "titles", Base: 15, More: 140, Do: func(n int) {
			for range n {
				doc, err := download(250_000)
				if err != nil {
					panic(err)
				}
				titles = append(titles, title(doc))
			}
		}, Truth: []kit.Truth{heap("main.download", 35, "a trimmed first line holds what io.ReadAll returned", "buffer-growth", "slice-growth")}},
		{Name: "subjects", Base: 12, More: 120, Do: func(n int) {
			for range n {
				subjects = append(subjects, subject(letter(50_000)))
			}
		}, Truth: []kit.Truth{heap("main.letter", 32, "one word of strings.Fields holds the text", "string-retention", "buffer-growth")}},
		{Name: "serials", Base: 20, More: 200, Do: func(n int) {
			for i := range n {
				serials = append(serials, inspect(i))
			}
		}, Truth: []kit.Truth{heap("main.inspect", 20, "a regexp submatch holds the report")}},
		{Name: "heads", Base: 20, More: 200, Do: func(n int) {
			for range n {
				h, err := fr.next(src)
				if err != nil {
					panic(err)
				}
				heads = append(heads, h)
			}
		}, Truth: []kit.Truth{heap("main.frames[...].next", 15, "generic decoder returns a view of its buffer")}},
		{Name: "safe", Base: 10, More: 100, Do: func(n int) {
			for i := range n {
				safe[i%64] = sample(150_000)
				names[i%64] = heading(9000)
			}
		}, Truth: []kit.Truth{
			flat("main.sample", "benign-garbage", "copied with slices.Clone"),
			flat("main.letterhead", "benign-garbage", "copied with strings.Clone"),
		}},
		{Name: "tiles", Base: 400, More: 1500, Do: func(n int) {
			for range n {
				shown++
				tiles.Get(shown)
			}
		}, Truth: []kit.Truth{flat("main.tile", "benign-bounded", "a bounded cache of large blobs")}},
	}})
	select {}
}
