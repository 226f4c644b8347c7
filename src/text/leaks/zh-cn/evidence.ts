import type { EvidenceTexts } from "../evidence-text.ts";

/** Sentences for evidence. */
export const evidenceZhCn: EvidenceTexts = {
  frame: "停在 {{op}}，由 {{func}}（{{place}}）调用",
  "frame-user": "位于 {{func}}（{{place}}）",
  "frame-library": "位于 {{func}}；栈上没有你的代码",
  "stack-cut": "输入中的栈被截断，其根帧不是起点",
  "wait-reason": "等待原因：{{reason}}",
  "wait-reason-inferred": "等待原因：{{reason}}（由栈帧推断）",
  age: "至少已阻塞 {{minutes}} 分钟（从首次发现它的 GC 开始计算）",
  creator: "由 {{func}}（{{place}}）创建",
  "locked-to-thread": "{{goroutines}}各锁定一个系统线程",
  growth: "{{snapshots}} 次快照间由 {{base}} 增长到 {{current}}",
  "growth-weak":
    "{{snapshots}} 次快照间由 {{base}} 增长到 {{current}}，幅度不足以确定",
  "growth-noise": "{{snapshots}} 次快照间 {{base}} → {{current}}：属正常波动",
  flat: "数量不变：{{snapshots}} 次快照均为 {{current}}{{twin}}",
  shrunk: "比之前少：{{base}} → {{current}}",
  migration:
    "处于此状态的由 {{base}} 变为 {{current}}，但同类协程总数没有增加：只是状态变化",
  "none-ended": "第一次快照中的 {{base}} 个无一结束",
  "most-stayed": "第一次快照中的 {{base}} 个仍有 {{survivors}} 个",
  turnover: "第一次快照中的 {{base}} 个只剩 {{survivors}} 个：它们有来有去",
  "runtime-proof":
    "Go 运行时已证明 {{count}} 个中有 {{leaked}} 个泄漏：没有任何存活对象能唤醒它们",
  "unwakeable-chan-nil": "在 nil Channel 上的等待永远不会被唤醒",
  "unwakeable-select-empty": "空 select 永远不会被唤醒",
  "unwakeable-finalizer-blocked":
    "所有 finalizer 由同一个协程执行：之后的都在等它",
  goleak: "goleak 发现测试结束后它仍然存在",
  crowd: "{{goroutines}}停在同一处，时长未知",
  "always-on-cpu": "{{dumps}} 次 dump 中都在 CPU 上",
  spinning:
    "停在非阻塞的 Channel 操作或 runtime.Gosched 中，只有循环才会常在此处",
  "body-readers": "此刻有 {{readers}} 个协程在读取 Body",
  "fewer-readers": "{{count}} 个中此刻只有 {{readers}} 个正在被读取",
  "no-reader": "此刻没有人在读取 Body",
  "client-caller": "使用 HTTP 客户端：{{func}}（{{place}}）",
  "heap-confirms": "堆可佐证：{{func}} 在不断分配它们",
  "calls-in-flight": "有 {{calls}} 个调用进行中；同样多的连接在等待响应",
  "idle-beyond-timeout":
    "已空闲至少 {{minutes}} 分钟：超过 http.DefaultTransport 的 90 秒",
  companion: "{{of}} 的伴生协程：计入那里，不在此重复计数",
  "victim-of-callers": "由本进程新增的 {{calls}} 个无响应的 HTTP 调用引起",
  "pool-holder-unknown":
    "未见未关闭的 rows 或未结束的事务：只有 Context 可取消时它们才有对应的协程",
  "pool-holders":
    "连接被 {{rows}} 个未关闭的 rows 和 {{transactions}} 个未结束的事务占住",
  "children-blocked": "在等待 {{func}} 中的 {{goroutines}}",
  holder: "持有者位于 {{func}}（{{mechanism}}）",
  "pending-writer": "有写者在 {{func}} 等待，挡住了所有新的读者",
  "waited-for": "{{goroutines}}在 {{func}} 等待它完成",
  "holds-lock-of": "{{goroutines}}在 {{func}} 等待它持有的锁",
  "holder-candidate": "锁可能由 {{func}} 持有（{{mechanism}}）",
  "likely-holder":
    "是被锁对象上唯一的另一个协程；{{goroutines}}在 {{func}} 等待它的锁",
  "one-lock": "{{goroutines}}在等待同一把锁",
  locks: "{{goroutines}}在等待 {{locks}} 把不同的锁",
  "lock-cycle": "{{goroutines}}互相持有对方等待的锁：加锁顺序不一致",
  "lock-order": "在 {{held}} 之下等待 {{wanted}} 的锁，而 {{func}} 的顺序相反",
  "same-lock-stuck": "与 {{func}} 中的 {{goroutines}}排队等待同一把锁",
  "benign-row": "识别为 {{id}}",
  "user-rule": "依据你的规则 {{id}}",
  "marked-expected": "你已将此处的 {{category}} 标记为预期",
  "heap-growth":
    "{{snapshots}} 份 profile 间使用中内存 {{baseBytes}} → {{bytes}}（{{z}} 个标准差）",
  "heap-growth-exact":
    "{{snapshots}} 份 profile 间使用中内存 {{baseBytes}} → {{bytes}}，对象足够大，采样不会遗漏",
  "heap-growth-maybe":
    "使用中内存 {{baseBytes}} → {{bytes}}，可能只是采样误差（{{z}} 个标准差）",
  "heap-stopped":
    "由 {{baseBytes}} 增长到 {{bytes}} 后停止：可能已达到固定大小",
  "heap-flat": "使用中内存 {{baseBytes}} → {{bytes}}",
  "heap-leaf": "由 {{op}} 分配，被 {{func}}（{{place}}）调用",
  "heap-frame": "在 {{func}}（{{place}}）分配",
  "size-class": "{{objects}} 个 {{size}} 的对象（之前 {{baseObjects}} 个）",
  "swiss-split": "同一行出现两条相同大小的记录：Map 在分裂其表（Go 1.24 起）",
  "bucket-array": "大小能被 17 整除：Map 的桶数组（Go 1.23 及以前）",
  "also-here": "此处还有：{{category}}，{{bytes}}",
  "kept-by": "在 {{func}} 之下分配，该处有 {{category}}",
  "one-per-goroutine": "新增 {{objects}} 个对象和 {{count}} 个协程：各一个",
};
