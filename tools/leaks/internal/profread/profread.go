// Package profread decodes the parts of a pprof profile the manifest needs:
// sample types, values, labels and function names from the leaf to the root.
package profread

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// Profile is a decoded profile.
type Profile struct {
	Types   []string // "goroutine/count"
	Samples []Sample
	Time    int64
	Period  int64
}

// Sample is one stack with its values.
type Sample struct {
	Values []int64
	Frames []Frame // leaf first, inlined frames expanded
	Labels map[string]string
	Nums   map[string]int64
}

// Frame is one function of a stack.
type Frame struct {
	Func      string
	File      string
	Line      int64
	StartLine int64
}

// Open reads a gzipped or raw profile.
func Open(name string) (*Profile, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		zr, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		if b, err = io.ReadAll(zr); err != nil {
			return nil, err
		}
	}
	p, err := decode(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

type field struct {
	num  int
	val  uint64
	data []byte
}

func fields(b []byte) ([]field, error) {
	var out []field
	for len(b) > 0 {
		key, n := varint(b)
		if n == 0 {
			return nil, errors.New("bad key")
		}
		b = b[n:]
		f := field{num: int(key >> 3)}
		switch key & 7 {
		case 0:
			v, n := varint(b)
			if n == 0 {
				return nil, errors.New("bad varint")
			}
			f.val, b = v, b[n:]
		case 2:
			l, n := varint(b)
			if n == 0 || uint64(len(b)-n) < l {
				return nil, errors.New("bad length")
			}
			f.data, b = b[n:n+int(l)], b[n+int(l):]
		default:
			return nil, fmt.Errorf("wire type %d", key&7)
		}
		out = append(out, f)
	}
	return out, nil
}

func varint(b []byte) (v uint64, n int) {
	for shift := uint(0); n < len(b) && shift < 64; shift += 7 {
		c := b[n]
		n++
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, n
		}
	}
	return 0, 0
}

func (f field) ints() []uint64 {
	if f.data == nil {
		return []uint64{f.val}
	}
	var out []uint64
	for b := f.data; len(b) > 0; {
		v, n := varint(b)
		if n == 0 {
			break
		}
		out, b = append(out, v), b[n:]
	}
	return out
}

type line struct {
	fn   uint64
	line int64
}

type function struct {
	name, file uint64
	start      int64
}

func decode(b []byte) (*Profile, error) {
	top, err := fields(b)
	if err != nil {
		return nil, err
	}
	p := &Profile{}
	var strs []string
	locs := map[uint64][]line{}
	funcs := map[uint64]function{}
	for _, f := range top {
		switch f.num {
		case 4:
			id, ls, err := location(f.data)
			if err != nil {
				return nil, err
			}
			locs[id] = ls
		case 5:
			sub, err := fields(f.data)
			if err != nil {
				return nil, err
			}
			var id uint64
			var fn function
			for _, s := range sub {
				switch s.num {
				case 1:
					id = s.val
				case 2:
					fn.name = s.val
				case 4:
					fn.file = s.val
				case 5:
					fn.start = int64(s.val)
				}
			}
			funcs[id] = fn
		case 6:
			strs = append(strs, string(f.data))
		case 9:
			p.Time = int64(f.val)
		case 12:
			p.Period = int64(f.val)
		}
	}
	str := func(i uint64) string {
		if i < uint64(len(strs)) {
			return strs[i]
		}
		return ""
	}
	for _, f := range top {
		switch f.num {
		case 1:
			sub, err := fields(f.data)
			if err != nil {
				return nil, err
			}
			var t, u uint64
			for _, s := range sub {
				if s.num == 1 {
					t = s.val
				} else if s.num == 2 {
					u = s.val
				}
			}
			p.Types = append(p.Types, str(t)+"/"+str(u))
		case 2:
			s, err := sample(f.data, locs, funcs, str)
			if err != nil {
				return nil, err
			}
			p.Samples = append(p.Samples, s)
		}
	}
	return p, nil
}

func location(b []byte) (id uint64, ls []line, err error) {
	sub, err := fields(b)
	if err != nil {
		return 0, nil, err
	}
	for _, s := range sub {
		switch s.num {
		case 1:
			id = s.val
		case 4:
			parts, err := fields(s.data)
			if err != nil {
				return 0, nil, err
			}
			var l line
			for _, q := range parts {
				if q.num == 1 {
					l.fn = q.val
				} else if q.num == 2 {
					l.line = int64(q.val)
				}
			}
			ls = append(ls, l)
		}
	}
	return id, ls, nil
}

func sample(b []byte, locs map[uint64][]line, funcs map[uint64]function, str func(uint64) string) (Sample, error) {
	s := Sample{Labels: map[string]string{}, Nums: map[string]int64{}}
	sub, err := fields(b)
	if err != nil {
		return s, err
	}
	for _, f := range sub {
		switch f.num {
		case 1:
			for _, id := range f.ints() {
				for _, l := range locs[id] {
					fn := funcs[l.fn]
					s.Frames = append(s.Frames, Frame{str(fn.name), str(fn.file), l.line, fn.start})
				}
			}
		case 2:
			for _, v := range f.ints() {
				s.Values = append(s.Values, int64(v))
			}
		case 3:
			parts, err := fields(f.data)
			if err != nil {
				return s, err
			}
			var k, v, n uint64
			for _, q := range parts {
				switch q.num {
				case 1:
					k = q.val
				case 2:
					v = q.val
				case 3:
					n = q.val
				}
			}
			if v != 0 {
				s.Labels[str(k)] = str(v)
			} else {
				s.Nums[str(k)] = int64(n)
			}
		}
	}
	return s, nil
}
