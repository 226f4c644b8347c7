import type { channelsEn } from "../en/channels.ts";

/** Channels and select. */
export const channelsZhCn: typeof channelsEn = {
  "chan-send": {
    title: "通道发送阻塞",
    summary: "{{n}}阻塞在 Channel 发送上，没有接收方读取。",
    harmlessIf:
      "接收方还在，只是较慢（背压、令牌桶已满、信号量占满）：此时数量保持不变。",
    fix: "使用带缓冲的 Channel（缓冲大小等于发送方数量），或用 select 同时监听发送和 ctx.Done()。",
    inProfile: "runtime.gopark 下面是 runtime.chansend1，再下面是你的函数。",
    inDump: "[chan send]，常带分钟数。",
  },
  "chan-range": {
    title: "range 未关闭的通道",
    summary: "{{n}}在 range 一个从未关闭的 Channel。",
    harmlessIf:
      "是等待任务的 worker 池，或唯一的 Ticker 循环：启动一次，数量不变。",
    fix: "由生产者负责 close（defer close(ch)）；或在循环里用 select 同时监听 ctx.Done()。",
    inProfile:
      "runtime.gopark 下面是 runtime.chanrecv2：range，或 v, ok := <-c。",
    inDump: "[chan receive]：文本中无法区分 range 和普通接收。",
  },
  "chan-recv": {
    title: "接收无人发送",
    summary: "{{n}}等待从 Channel 接收，却没有发送方。",
    harmlessIf:
      "是在等待信号或程序结束，或是空闲的消费者：只有一个，数量不变。",
    fix: "确保每条路径都会发送或 close：应答 Channel 缓冲设为 1，加超时，或用 select 监听 ctx.Done()。",
    inProfile: "runtime.gopark 下面是 runtime.chanrecv1，再下面是你的函数。",
    inDump: "[chan receive]，常带分钟数。",
  },
  "chan-nil": {
    title: "向 nil 通道收发",
    summary: "{{n}}在 nil Channel 上收发，永远不会返回。",
    harmlessIf: "是 main 有意停在这里；其他协程中绝不正常。",
    fix: "使用前用 make() 初始化 Channel。注意 context.Background().Done() 为 nil。",
    inProfile:
      "停在 runtime.chansend 或 runtime.chanrecv 开头检查 nil 的那一行。",
    inDump: "[chan send (nil chan)] 或 [chan receive (nil chan)]。",
  },
  "select-blocked": {
    title: "select 各分支均阻塞",
    summary: "{{n}}停在 select 上，没有任何分支就绪。",
    harmlessIf:
      "是事件循环、定期刷新或流处理：数量不变，且经常被唤醒（没有分钟数）。",
    fix: "增加 case <-ctx.Done()（或 done Channel），并确保有人取消它：每个协程都要有退出机制。",
    inProfile: "runtime.gopark 下面是 runtime.selectgo，再下面是你的函数。",
    inDump: "[select]。",
  },
  "select-empty": {
    title: "空 select 永久阻塞",
    summary: "{{n}}停在空的 select {} 上，永远不会结束。",
    harmlessIf: "是 main；其他协程中绝不正常。",
    fix: "删除它，或改为等待 done Channel 或 ctx.Done()。",
    inProfile: "runtime.gopark 下面是 runtime.block。",
    inDump: "[select (no cases)]。",
  },
  "ctx-not-cancelled": {
    title: "Context 未取消",
    summary: "{{n}}在等待无人取消的 Context（每个派生 Context 一个）。",
    harmlessIf: "是正在处理的请求：数量不变。",
    fix: "每条路径都要调用 cancel：ctx, cancel := context.WithCancel(parent); defer cancel()。go vet -lostcancel 能发现大部分。",
    inProfile:
      "runtime.selectgo，然后是 context.(*cancelCtx).propagateCancel.func2（Go 1.21 之前为 context.propagateCancel.func1），没有用户代码帧。",
    inDump: "[select]，created by context.…propagateCancel。",
  },
  "iter-pull-leak": {
    title: "iter.Pull 未 stop",
    summary: "{{n}}停在被 Pull 后遗弃的迭代器里。",
    harmlessIf: "迭代仍在使用。",
    fix: "next, stop := iter.Pull(seq); defer stop()。",
    inProfile: "叶子帧为 runtime.coroswitch，然后是 iter.Pull…。",
    inDump: "[coroutine]。",
  },
};
