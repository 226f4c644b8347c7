import type { CategoryTexts } from "../category-text.ts";

/** Locks, WaitGroups and conditions. */
export const locksEn: Pick<
  CategoryTexts,
  | "mutex-wait"
  | "rwmutex-wait"
  | "once-wait"
  | "waitgroup-wait"
  | "cond-wait"
  | "finalizer-blocked"
  | "busy-loop"
  | "running"
> = {
  "mutex-wait": {
    title: "Mutex never released",
    summary: "{{n}} waiting for a mutex that is not released.",
    harmlessIf: "it is short contention: no minutes, no growth.",
    fix: "Unlock with defer right after Lock; take several locks in one order; do not wait for others (channels, network) while holding a lock. Look for the holder: a goroutine with the same function or type, blocked elsewhere.",
    inProfile:
      "runtime.semacquire1, sync.runtime_SemacquireMutex (Go 1.24 and newer: internal/sync), sync.(*Mutex).Lock.",
    inDump: "[sync.Mutex.Lock], before Go 1.20 [semacquire].",
  },
  "rwmutex-wait": {
    title: "RWMutex stuck",
    summary: "{{n}} waiting for an RWMutex that is not released.",
    harmlessIf: "it is short contention: no minutes, no growth.",
    fix: "defer mu.RUnlock() on every path, and never take RLock again while holding it: a waiting writer blocks all new readers.",
    inProfile: "sync.(*RWMutex).RLock or .Lock above your function.",
    inDump:
      "[sync.RWMutex.RLock] or [sync.RWMutex.Lock], before Go 1.20 [semacquire].",
  },
  "once-wait": {
    title: "sync.Once whose first call never returns",
    summary: "{{n}} waiting for the first call of a sync.Once to return.",
    harmlessIf: "the first call is slow and does return.",
    fix: "Give the initialisation a timeout or a context, and do not wait in it for something that needs the same Once.",
    inProfile:
      "sync.(*Mutex).Lock under sync.(*Once).doSlow; the holder has doSlow above another wait.",
    inDump: "[sync.Mutex.Lock], before Go 1.20 [semacquire].",
  },
  "waitgroup-wait": {
    title: "WaitGroup never done",
    summary: "{{n}} in WaitGroup.Wait for goroutines that do not finish.",
    harmlessIf: "the work goes on and will end.",
    fix: "defer wg.Done() as the first line of each goroutine (wg.Go from Go 1.25 on), and find out what the children wait for.",
    inProfile: "sync.(*WaitGroup).Wait above your function.",
    inDump: "[sync.WaitGroup.Wait], before Go 1.24 [semacquire].",
  },
  "cond-wait": {
    title: "Cond never signalled",
    summary: "{{n}} waiting for a sync.Cond that nobody signals.",
    harmlessIf:
      "it is an idle executor that is woken when there is work: flat.",
    fix: "Broadcast when closing and check the condition in a loop; a channel with a close is easier to get right.",
    inProfile: "sync.runtime_notifyListWait, sync.(*Cond).Wait.",
    inDump: "[sync.Cond.Wait].",
  },
  "finalizer-blocked": {
    title: "Blocked finalizer",
    summary:
      "{{n}} stuck in a finalizer: no later finalizer runs, and memory and file descriptors pile up.",
    harmlessIf:
      "the finalizer is only slow: then a second snapshot shows it gone.",
    fix: "Never wait in a finalizer; hand the work to a goroutine or a queue that never blocks. Close explicitly where you can.",
    inProfile:
      "any wait above runtime.runfinq (Go 1.25 and newer runtime.runFinalizers, cleanups runtime.runCleanups).",
    inDump:
      "any reason; created by runtime.createfing, or without a created-by line.",
  },
  "busy-loop": {
    title: "Spinning goroutine",
    summary: "{{n}} on a CPU in user code: a loop that never blocks, or work.",
    harmlessIf: "it is real work: take a CPU profile.",
    fix: "Block instead of polling: remove the default: of the select, wait on a channel, a timer or a sync.Cond.",
    inProfile:
      "your function at the leaf, or runtime.selectnbrecv, runtime.Gosched, runtime.asyncPreempt2 above it.",
    inDump: "[running] or [runnable] with your function on top.",
  },
  running: {
    title: "Running",
    summary: "{{n}} on a CPU, inside the library.",
    harmlessIf: "it is work, which it nearly always is.",
    fix: "Nothing, unless it is there in every dump; then take a CPU profile.",
    inProfile: "a library function at the leaf, not parked.",
    inDump: "[running] or [runnable].",
  },
};
