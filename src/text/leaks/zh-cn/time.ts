import type { timeEn } from "../en/time.ts";

/** Sleep, tickers, timers and contexts. */
export const timeZhCn: typeof timeEn = {
  "sleep-loop": {
    title: "无退出的轮询",
    summary: "{{n}}在 time.Sleep 循环中，没有退出条件。",
    harmlessIf: "整个进程只有一个清理或刷新协程：数量不变。",
    fix: "用 select 同时监听定时器和 ctx.Done() 代替 Sleep：协程必须有退出条件。",
    inProfile: "runtime.gopark 下面是 time.Sleep，再下面是你的函数。",
    inDump: "[sleep]；周期不足一分钟时没有分钟数，因为每次醒来重新计时。",
  },
  "ticker-leak": {
    title: "每个对象一个 Ticker 协程",
    summary: "{{n}}在 range Ticker 的 Channel，它永远不会关闭。",
    harmlessIf: "整个进程只有一个。",
    fix: "用 select 监听 ticker.C 和 done Channel，并 defer ticker.Stop()。Stop 不会关闭 Channel：对它的 range 永不结束。",
    inProfile:
      "与任何 range 一样为 runtime.chanrecv2；堆中可见 time.NewTicker。",
    inDump: "[chan receive]。",
  },
  "time-after-loop": {
    title: "循环中使用 time.After",
    summary: "{{n}}每次循环都新建一个定时器。",
    harmlessIf:
      "go.mod 中 go 版本不低于 1.23：不再使用的定时器会立即回收，只是产生垃圾。",
    fix: "循环前创建一个 time.NewTimer，每次 timer.Reset。Go 1.23 之前：先 Stop 并排空其 Channel。",
    inProfile: "协程停在普通的 select；堆中可见 time.After。",
    inDump: "[select]。",
  },
  "timer-growth": {
    title: "定时器堆积",
    summary: "{{n}}被尚未触发的定时器占用。",
    harmlessIf: "是短定时器：数量保持不变。",
    fix: "复用一个 time.Timer（Reset），不需要的就 Stop。Go 1.23 之前每个 time.After 和 NewTimer 都存活到触发；1.23 起（按 go.mod 的 go 版本）只有仍被引用的和 AfterFunc 如此。",
    inProfile:
      "堆 profile 的叶子帧为 time.NewTimer、time.After 或 time.AfterFunc。",
    inDump: "",
  },
  "ticker-growth": {
    title: "Ticker 未停止",
    summary: "{{n}}被仍然存在的 Ticker 占用。",
    harmlessIf: "只是启动时创建的少数几个。",
    fix: "创建后 defer ticker.Stop()。Go 1.23 之前未 Stop 的 Ticker 永远不会回收；1.23 起只有仍被引用的会留下。",
    inProfile: "堆 profile 的叶子帧为 time.NewTicker。",
    inDump: "",
  },
  "context-growth": {
    title: "Context 堆积",
    summary: "{{n}}被从未取消的 Context 占用。",
    harmlessIf: "是少数与进程同寿命的 Context。",
    fix: "WithCancel、WithTimeout、WithDeadline 之后立即 defer cancel()：在此之前父 Context 会一直持有子 Context。context.AfterFunc 返回的 stop 也要调用。",
    inProfile:
      "堆 profile 的叶子帧为 context.WithCancel、context.withCancel、(*cancelCtx).propagateCancel 或 context.WithValue。",
    inDump: "",
  },
};
