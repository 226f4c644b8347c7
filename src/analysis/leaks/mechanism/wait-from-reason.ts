import { waitState, type WaitKind, type WaitState } from "./wait-state.ts";

/** Wait reasons of user code (runtime2.go: waitReasonStrings) and statuses (traceback.go: gStatusStrings). */
const KIND_OF_REASON: Readonly<Record<string, WaitKind>> = {
  "chan send": "send",
  "chan send (nil chan)": "send-nil",
  "chan receive": "receive",
  "chan receive (nil chan)": "receive-nil",
  select: "select",
  "select (no cases)": "select-empty",
  "IO wait": "io",
  sleep: "sleep",
  semacquire: "semaphore",
  "sync.Mutex.Lock": "semaphore",
  "sync.RWMutex.RLock": "semaphore",
  "sync.RWMutex.Lock": "semaphore",
  "sync.WaitGroup.Wait": "semaphore",
  "sync.Cond.Wait": "cond",
  syscall: "syscall",
  running: "on-cpu",
  runnable: "on-cpu",
  copystack: "on-cpu",
  preempted: "on-cpu",
  coroutine: "coroutine",
};

/** Reasons only runtime-owned goroutines have, or waits inside the runtime that end by themselves. */
const RUNTIME_REASON =
  /^(GC |force gc|finalizer wait|cleanup wait|GOMAXPROCS updater|trace reader|trace goroutine|trace proc|wait for GC|garbage collection|debug call|panicwait|stopping the world|flushing proc|page trace|dumping heap|idle$|dead$|GC$)/;

/**
 * Wait state from the words in a goroutine header. ` (durable)` (synctest, Go 1.25+) says the wait
 * is idle in its bubble and does not change the kind; unknown words keep their text, kind `unknown`
 * (rule H5).
 */
export function waitFromReason(reason: string): WaitState {
  const bare = reason.replace(/ \((durable|scan|leaked)\)/g, "");
  const kind =
    KIND_OF_REASON[bare] ?? (RUNTIME_REASON.test(bare) ? "runtime" : "unknown");
  return waitState(kind, reason, false);
}
