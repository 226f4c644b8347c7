import type { Locale } from "../locale.ts";

/** One entry of a list in the guide. `code` is a command or call, in every language the same. */
export interface GuideEntry {
  readonly title: string;
  readonly text: string;
  readonly code: string;
}

/** What the guide says beside the categories: causes, tools and preventions. */
export interface GuideText {
  readonly causes: readonly GuideEntry[];
  readonly tools: readonly GuideEntry[];
  readonly preventions: readonly GuideEntry[];
}

/** See `GuideText`. */
export const GUIDE_TEXTS: Readonly<Record<Locale, GuideText>> = {
  en: {
    causes: [
      {
        title: "Blocked on a channel",
        text: "A send without a receiver or a receive without a sender waits for ever.",
        code: "",
      },
      {
        title: "A channel that is never closed",
        text: "range ends when the channel is closed; the producer is the one to close it.",
        code: "defer close(ch)",
      },
      {
        title: "No way out",
        text: "A goroutine without a context or a done channel can't be told to stop.",
        code: "case <-ctx.Done():",
      },
      {
        title: "Waiting for a lock",
        text: "A lock that is not released, or two that are taken in different order.",
        code: "defer mu.Unlock()",
      },
    ],
    tools: [
      {
        title: "Two heap profiles",
        text: "Take one, wait, take another, compare: what grew and did not shrink is the suspect. gc=1 runs a collection first.",
        code: "go tool pprof -diff_base=base.pb.gz cur.pb.gz",
      },
      {
        title: "Goroutine profile and dump",
        text: "debug=1 counts stacks, debug=2 has every goroutine with its wait reason, minutes and creator.",
        code: "curl -o dump.txt 'http://localhost:6060/debug/pprof/goroutine?debug=2'",
      },
      {
        title: "Number of goroutines over time",
        text: "A count that only rises is a leak; export it as a metric.",
        code: "runtime.NumGoroutine()",
      },
      {
        title: "goleak in tests",
        text: "Fails a test that leaves goroutines behind.",
        code: "defer goleak.VerifyNone(t)",
      },
      {
        title: "goroutineleak profile",
        text: "Since Go 1.26 (GOEXPERIMENT=goroutineleakprofile; on by default from 1.27) the garbage collector proves goroutines leaked. None proved does not mean none leaked.",
        code: "curl -o leak.pb.gz http://localhost:6060/debug/pprof/goroutineleak",
      },
    ],
    preventions: [
      {
        title: "An exit for every goroutine",
        text: "Know when it ends before you start it: a context, a done channel, a closed input.",
        code: "case <-ctx.Done(): return",
      },
      {
        title: "The producer closes the channel",
        text: "Only the sender knows that nothing more will come.",
        code: "defer close(ch)",
      },
      {
        title: "defer for what must be closed",
        text: "Bodies, files, rows, transactions: right after the error check.",
        code: "defer resp.Body.Close()",
      },
      {
        title: "Bounded caches",
        text: "LRU or TTL, with a limit you can name.",
        code: "lru.New[string, *page](10_000)",
      },
      {
        title: "-race and goleak in CI",
        text: "Data races and forgotten goroutines are cheapest to find there. leakscope report --fail-on high reads the dumps.",
        code: "go test -race ./...",
      },
    ],
  },
  "zh-CN": {
    causes: [
      {
        title: "通道阻塞",
        text: "没有接收方的发送、没有发送方的接收，都会永远等待。",
        code: "",
      },
      {
        title: "忘记关闭 Channel",
        text: "Channel 关闭后 range 才会结束；应由生产者负责 close。",
        code: "defer close(ch)",
      },
      {
        title: "缺少退出机制",
        text: "没有 Context 或 done Channel 的协程无法被通知停止。",
        code: "case <-ctx.Done():",
      },
      {
        title: "锁等待",
        text: "锁没有释放，或两把锁的获取顺序不一致，永远获取不到锁。",
        code: "defer mu.Unlock()",
      },
    ],
    tools: [
      {
        title: "对比两份堆 profile",
        text: "采集一份，等待，再采集一份进行对比：只增不减的就是嫌疑。gc=1 会先执行一次 GC。",
        code: "go tool pprof -diff_base=base.pb.gz cur.pb.gz",
      },
      {
        title: "协程 profile 与 dump",
        text: "debug=1 按栈计数，debug=2 列出每个协程的等待原因、分钟数和创建者。",
        code: "curl -o dump.txt 'http://localhost:6060/debug/pprof/goroutine?debug=2'",
      },
      {
        title: "监控协程数量",
        text: "只升不降就是泄漏；请作为指标导出。",
        code: "runtime.NumGoroutine()",
      },
      {
        title: "在测试中使用 goleak",
        text: "测试结束时仍有协程残留则失败。",
        code: "defer goleak.VerifyNone(t)",
      },
      {
        title: "goroutineleak profile",
        text: "Go 1.26 起（GOEXPERIMENT=goroutineleakprofile；1.27 起默认开启）由 GC 证明哪些协程已泄漏。没有被证明不等于没有泄漏。",
        code: "curl -o leak.pb.gz http://localhost:6060/debug/pprof/goroutineleak",
      },
    ],
    preventions: [
      {
        title: "每个协程都有退出条件",
        text: "启动之前就要知道它何时结束：Context、done Channel 或关闭的输入。",
        code: "case <-ctx.Done(): return",
      },
      {
        title: "生产者负责关闭 Channel",
        text: "只有发送方知道不会再有数据。",
        code: "defer close(ch)",
      },
      {
        title: "用 defer 释放资源",
        text: "Body、文件、rows、事务：检查 err 之后立即 defer。",
        code: "defer resp.Body.Close()",
      },
      {
        title: "有上限的缓存",
        text: "LRU 或 TTL，并有明确的上限。",
        code: "lru.New[string, *page](10_000)",
      },
      {
        title: "在 CI 中使用 -race 和 goleak",
        text: "数据竞争和遗忘的协程在这里发现成本最低。leakscope report --fail-on high 可读取 dump。",
        code: "go test -race ./...",
      },
    ],
  },
};
