// Command samples picks captures for the application's start page and writes
// their index, samples.json.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

type title struct {
	En string `json:"en"`
	Zh string `json:"zh-CN"`
}

// sample is one entry of samples.json. Files are opened together, the first
// as base; Leak is the category it shows, null for a service as a whole.
type sample struct {
	ID    string   `json:"id"`
	Leak  *string  `json:"leak"`
	Kind  string   `json:"kind"`
	Go    string   `json:"go"`
	Files []string `json:"files"`
	Title title    `json:"title"`
}

// pick says where a sample comes from: a run of the samples, or of the
// fixtures when it begins with "fixtures/".
type pick struct {
	leak, from, form string
	en, zh           string
}

const (
	dumps    = "dumps"    // debug=2 at base and late: wait reasons and minutes
	protos   = "protos"   // goroutine profiles: range and receive told apart
	heaps    = "heaps"    // heap profiles
	leakDump = "leakdump" // the garbage collector's own proof
	text     = "text"
)

var picks = []pick{
	{"chan-send", "chan-send", dumps, "Blocked channel send", "通道发送阻塞"},
	{"chan-range", "chan-range", protos, "Range over a channel nobody closes", "range 未关闭的通道"},
	{"timer-growth", "timer-growth", heaps, "time.After in a loop (timers pile up, as before Go 1.23)", "循环中 time.After（定时器堆积，Go 1.23 之前的行为）"},
	{"map-growth", "map-growth", heaps, "Ever-growing map", "Map 只增不减"},
	{"subslice-retention", "subslice-retention", heaps, "Small slice holds a big array", "子切片持有大数组"},
	{"http-body-unclosed", "http-body-unclosed", dumps, "HTTP response body not closed", "HTTP 响应 Body 未关闭"},
	{"", "orders-api", "heap", "Heap of an order service, before and after load", "订单服务的堆：负载前后对比"},
	{"", "orders-api", "cpu", "CPU profile of an order service", "订单服务的 CPU profile"},
	{"", "orders-api", "goroutine", "Goroutines of an order service under load", "负载下订单服务的协程"},
	{"", "fixtures/marketplace", dumps, "A service with several leaks at once", "同时存在多种泄漏的服务"},
	{"", "fixtures/harbour", dumps, "A healthy service: everything benign", "健康的服务：全部为良性协程"},
	{"chan-recv", "chan-recv", dumps, "Receive nobody serves", "接收无人发送"},
	{"chan-nil", "chan-nil", dumps, "Nil channel", "向 nil 通道收发"},
	{"select-blocked", "select-blocked", dumps, "Select whose cases are all dead", "select 各分支均阻塞"},
	{"select-empty", "select-empty", dumps, "select{} in a goroutine", "空 select 永久阻塞"},
	{"mutex-wait", "mutex-wait", dumps, "Mutex never released", "互斥锁等待"},
	{"rwmutex-wait", "rwmutex-wait", dumps, "RWMutex stuck", "读写锁等待"},
	{"waitgroup-wait", "waitgroup-wait", dumps, "WaitGroup never done", "WaitGroup 未归零"},
	{"cond-wait", "cond-wait", dumps, "Cond never signalled", "条件变量未唤醒"},
	{"sleep-loop", "sleep-loop", dumps, "Polling goroutine without exit", "无退出的轮询"},
	{"ticker-leak", "ticker-leak", protos, "Ticker goroutine per object", "Ticker 未停止"},
	{"time-after-loop", "time-after-loop", dumps, "time.After in a loop, seen from its goroutines", "循环中 time.After（协程视角）"},
	{"ctx-not-cancelled", "ctx-not-cancelled", dumps, "Context never cancelled", "Context 未取消"},
	{"http-transport-per-request", "fixtures/crawler", dumps, "New Transport per call", "每次新建 Transport"},
	{"http-roundtrip-blocked", "fixtures/callout", dumps, "Call without response or timeout", "请求无超时"},
	{"sql-rows-not-closed", "sql-rows-not-closed", dumps, "Rows not closed", "rows 未 Close"},
	{"sql-tx-not-finished", "sql-tx-not-finished", dumps, "Transaction neither committed nor rolled back", "事务未结束"},
	{"sql-pool-exhausted", "sql-pool-exhausted", dumps, "Waiting for a database connection", "连接池耗尽"},
	{"io-wait-no-deadline", "io-wait-no-deadline", dumps, "Network read or write without deadline", "网络读写无超时"},
	{"io-pipe-blocked", "io-pipe-blocked", dumps, "io.Pipe, other end gone", "io.Pipe 对端消失"},
	{"exec-wait", "exec-wait", dumps, "Child process never ends", "子进程未退出"},
	{"syscall-blocked", "syscall-blocked", dumps, "Blocked system call", "阻塞的系统调用"},
	{"finalizer-blocked", "fixtures/hooks-textures", dumps, "Blocked finalizer", "finalizer 阻塞"},
	{"busy-loop", "fixtures/spin", dumps, "Spinning goroutine", "空转"},
	{"iter-pull-leak", "fixtures/iterate", dumps, "iter.Pull not stopped", "iter.Pull 未 stop"},
	{"slice-growth", "slice-growth", heaps, "Append-only slice", "切片只增"},
	{"buffer-growth", "buffer-growth", heaps, "Buffer never drained", "缓冲区只增"},
	{"list-growth", "list-growth", heaps, "Linked list only grows", "链表只增"},
	{"ticker-growth", "ticker-growth", heaps, "Tickers never stopped", "Ticker 未 Stop"},
	{"context-growth", "context-growth", heaps, "Contexts pile up", "Context 堆积"},
	{"goroutine-growth", "goroutine-growth", heaps, "Goroutines and what they hold, seen from the heap", "协程数增长及其持有的对象（堆视角）"},
	{"conn-growth", "conn-growth", heaps, "Connections pile up", "连接堆积"},
	{"fd-growth", "fd-growth", heaps, "Files not closed", "文件未关闭"},
	{"chan-send", "chan-send.leakprofile", leakDump, "Leaks proved by the garbage collector (goroutineleak)", "由 GC 证实的泄漏（goroutineleak）"},
	{"mutex-wait", "fixtures/../texts/fatal-deadlock.txt", text, "fatal error: all goroutines are asleep - deadlock!", "fatal error：所有协程均已休眠（死锁）"},
	{"chan-send", "fixtures/../texts/goleak-verifynone.txt", text, "A test that fails with goleak", "goleak 测试失败输出"},
	{"chan-send", "fixtures/../texts/log-service.txt", text, "A service log with dumps and a panic in it", "夹杂堆栈转储与 panic 的服务日志"},
}

var (
	raw      = flag.String("raw", "", "captures of the samples")
	fixtures = flag.String("fixtures", "", "tests/fixtures/leaks")
	out      = flag.String("out", "", "resources/samples")
)

func main() {
	flag.Parse()
	index := struct {
		Schema  string   `json:"schema"`
		Samples []sample `json:"samples"`
	}{Schema: "leakscope-samples/1"}
	used := map[string]bool{"samples.json": true}
	total := 0
	for _, p := range picks {
		s := p.sample()
		for _, f := range s.Files {
			used[f] = true
			info, err := os.Stat(filepath.Join(*out, f))
			if err != nil {
				log.Fatal(err)
			}
			total += int(info.Size())
		}
		index.Samples = append(index.Samples, s)
	}
	b, err := json.MarshalIndent(index, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*out, "samples.json"), append(b, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
	names, err := os.ReadDir(*out)
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range names {
		if !used[n.Name()] {
			log.Printf("%s is not in the index", n.Name())
		}
	}
	fmt.Printf("%d samples, %d bytes\n", len(index.Samples), total)
}

// sample copies a pick's files and describes them.
func (p pick) sample() sample {
	s := sample{ID: p.leak, Kind: "goroutine", Go: runtime.Version(), Title: title{p.en, p.zh}}
	if p.leak != "" {
		s.Leak = &p.leak
	}
	dir := filepath.Join(*raw, p.from)
	if name, ok := strings.CutPrefix(p.from, "fixtures/"); ok {
		dir = filepath.Join(*fixtures, "captures", name)
		if s.ID == "" {
			s.ID = name
		}
	}
	switch p.form {
	case "heap":
		s.ID, s.Kind, s.Files = "heap", "heap", []string{"heap-base.pb.gz", "heap.pb.gz"}
	case "cpu":
		s.ID, s.Kind, s.Files = "cpu", "cpu", []string{"cpu.pb.gz"}
	case "goroutine":
		s.ID, s.Files = "goroutine", []string{"goroutine.pb.gz"}
	case dumps:
		s.add(dir, "base.goroutine.debug2.txt", s.ID+".base.txt.gz")
		s.add(dir, "late.goroutine.debug2.txt", s.ID+".txt.gz")
	case protos:
		s.add(dir, "base.goroutine.pb.gz", s.ID+".base.pb.gz")
		s.add(dir, "late.goroutine.pb.gz", s.ID+".pb.gz")
	case heaps:
		s.Kind = "heap"
		s.add(dir, "base.heap.pb.gz", s.ID+".base.pb.gz")
		s.add(dir, "cur.heap.pb.gz", s.ID+".pb.gz")
	case leakDump:
		s.ID, s.Kind = "goroutineleak", "goroutineleak"
		s.add(dir, "cur.goroutineleak.debug2.txt", "goroutineleak.txt.gz")
	case text:
		name := filepath.Base(p.from)
		s.ID, s.Kind = strings.TrimSuffix(name, ".txt"), "text"
		s.add(filepath.Join(*fixtures, "texts"), name, name+".gz")
	}
	return s
}

// add copies one file, packing texts that are not packed yet.
func (s *sample) add(dir, from, to string) {
	b, err := os.ReadFile(filepath.Join(dir, from))
	if os.IsNotExist(err) {
		b, err = os.ReadFile(filepath.Join(dir, from+".gz"))
	}
	if err != nil {
		log.Fatal(err)
	}
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		var buf bytes.Buffer
		zw, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
		if err != nil {
			log.Fatal(err)
		}
		zw.Write(b)
		if err := zw.Close(); err != nil {
			log.Fatal(err)
		}
		b = buf.Bytes()
	}
	if err := os.WriteFile(filepath.Join(*out, to), b, 0o644); err != nil {
		log.Fatal(err)
	}
	s.Files = append(s.Files, to)
}
