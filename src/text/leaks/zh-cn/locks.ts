import type { locksEn } from "../en/locks.ts";

/** Locks, WaitGroups and conditions. */
export const locksZhCn: typeof locksEn = {
  "mutex-wait": {
    title: "互斥锁等待",
    summary: "{{n}}在等待一把不被释放的互斥锁。",
    harmlessIf: "只是短暂竞争：没有分钟数，数量不增长。",
    fix: "Lock 之后立即 defer Unlock；多把锁按同一顺序获取；持锁时不要等待别人（Channel、网络）。请找出持有者：栈上有同一函数或同一类型、却阻塞在别处的协程。",
    inProfile:
      "runtime.semacquire1、sync.runtime_SemacquireMutex（Go 1.24 起为 internal/sync）、sync.(*Mutex).Lock。",
    inDump: "[sync.Mutex.Lock]，Go 1.20 之前为 [semacquire]。",
  },
  "rwmutex-wait": {
    title: "读写锁等待",
    summary: "{{n}}在等待一把不被释放的读写锁。",
    harmlessIf: "只是短暂竞争：没有分钟数，数量不增长。",
    fix: "每条路径都 defer mu.RUnlock()；持有 RLock 时不要再次 RLock：等待中的写者会挡住所有新的读者。",
    inProfile: "你的函数上面是 sync.(*RWMutex).RLock 或 .Lock。",
    inDump:
      "[sync.RWMutex.RLock] 或 [sync.RWMutex.Lock]，Go 1.20 之前为 [semacquire]。",
  },
  "once-wait": {
    title: "sync.Once 首次调用不返回",
    summary: "{{n}}在等待 sync.Once 的首次调用返回。",
    harmlessIf: "首次调用只是较慢，最终会返回。",
    fix: "给初始化加超时或 Context，且不要在其中等待同样需要这个 Once 的东西。",
    inProfile:
      "sync.(*Once).doSlow 上面是 sync.(*Mutex).Lock；持有者的 doSlow 上面是另一种等待。",
    inDump: "[sync.Mutex.Lock]，Go 1.20 之前为 [semacquire]。",
  },
  "waitgroup-wait": {
    title: "WaitGroup 未归零",
    summary: "{{n}}停在 WaitGroup.Wait，等待的协程没有结束。",
    harmlessIf: "工作仍在进行并会结束。",
    fix: "每个协程第一行 defer wg.Done()（Go 1.25 起可用 wg.Go），并查明子协程在等什么。",
    inProfile: "你的函数上面是 sync.(*WaitGroup).Wait。",
    inDump: "[sync.WaitGroup.Wait]，Go 1.24 之前为 [semacquire]。",
  },
  "cond-wait": {
    title: "条件变量未唤醒",
    summary: "{{n}}在等待无人唤醒的 sync.Cond。",
    harmlessIf: "是空闲的执行器，有任务时会被唤醒：数量不变。",
    fix: "关闭时调用 Broadcast，并在循环中重新检查条件；用 Channel 加 close 更不易出错。",
    inProfile: "sync.runtime_notifyListWait、sync.(*Cond).Wait。",
    inDump: "[sync.Cond.Wait]。",
  },
  "finalizer-blocked": {
    title: "finalizer 阻塞",
    summary:
      "{{n}}卡在 finalizer 里：之后的 finalizer 都不再运行，内存和文件描述符不断堆积。",
    harmlessIf: "finalizer 只是较慢：第二次快照中它已消失。",
    fix: "不要在 finalizer 中等待；把工作交给另一个协程或不会阻塞的队列。能显式 Close 就显式 Close。",
    inProfile:
      "runtime.runfinq（Go 1.25 起为 runtime.runFinalizers，cleanup 为 runtime.runCleanups）上面的任意等待。",
    inDump:
      "任意等待原因；created by runtime.createfing，或没有 created by 行。",
  },
  "busy-loop": {
    title: "空转的协程",
    summary: "{{n}}在 CPU 上运行用户代码：从不阻塞的循环，或正常工作。",
    harmlessIf: "是真正的工作：请采集 CPU profile。",
    fix: "用阻塞代替轮询：去掉 select 的 default 分支，等待 Channel、定时器或 sync.Cond。",
    inProfile:
      "叶子帧是你的函数，或其上有 runtime.selectnbrecv、runtime.Gosched、runtime.asyncPreempt2。",
    inDump: "[running] 或 [runnable]，栈顶是你的函数。",
  },
  running: {
    title: "运行中",
    summary: "{{n}}在 CPU 上运行，位于标准库中。",
    harmlessIf: "是正常工作，几乎总是如此。",
    fix: "无需处理；若每次 dump 都在，请采集 CPU profile。",
    inProfile: "叶子帧是标准库函数，没有停住。",
    inDump: "[running] 或 [runnable]。",
  },
};
