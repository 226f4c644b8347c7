import type { StackFrame } from "#profile/goroutines/goroutine-snapshot.ts";
import { isNilPark, type NilParkLines } from "./nil-park.ts";
import type { VisibleStack } from "./visible-frames.ts";
import { waitState, type WaitState } from "./wait-state.ts";

/**
 * Reads the wait state off the frames of a pprof goroutine profile (leak-signatures.md, section 2):
 * a parked goroutine has `runtime.gopark` as its leaf and what parked it right below.
 * ```
 *   runtime.gopark <- runtime.chanrecv <- runtime.chanrecv2 <- main.consume     receive, comma-ok
 *   runtime.gopark <- runtime.selectgo <- main.pump                             select
 *   syscall.Syscall6 <- syscall.openat <- …                                     syscall
 * ```
 * @param goMinorAtLeast decides between `semacquire` (Go 1.19) and the reasons of Go 1.20 and 1.24.
 */
export function waitFromFrames(
  stack: VisibleStack,
  nilLines: NilParkLines,
  goMinorAtLeast: number,
): WaitState {
  const { leading, visible } = stack;
  if (leading.length === 0 && visible.length === 0) {
    return waitState("not-started", "runnable", true);
  }
  const names = new Set(leading.map((frame) => frame.func));
  if ([...names].some((name) => name.startsWith("runtime.coroswitch"))) {
    return waitState("coroutine", "coroutine", true);
  }
  if (!names.has("runtime.gopark")) return unparked(stack, names);
  return (
    channelWait(leading, nilLines) ??
    primitiveWait(names, visible.at(0)?.func ?? "", goMinorAtLeast) ??
    (visible.length === 0
      ? waitState("runtime", null, true)
      : waitState("unknown", null, true))
  );
}

/** No `gopark` and no coroutine switch at the leaf: in a system call, on a CPU, or ready for one. */
function unparked(stack: VisibleStack, names: Set<string>): WaitState {
  const leaf = stack.visible.at(0)?.func ?? "";
  if (
    /^(syscall|golang\.org\/x\/sys\/unix)\.(Raw)?Syscall/.test(leaf) ||
    /^(internal\/runtime\/syscall|runtime\/internal\/syscall)\./.test(leaf) ||
    leaf === "os/signal.signal_recv" ||
    ["runtime.cgocall", "runtime.notetsleepg", "runtime.asmcgocall"].some(
      (name) => names.has(name),
    ) ||
    [...names].some((name) => /syscall/i.test(name))
  ) {
    return waitState("syscall", "syscall", true);
  }
  if (stack.visible.length === 0) return waitState("runtime", null, true);
  return waitState("on-cpu", "running", true);
}

function channelWait(
  leading: readonly StackFrame[],
  nilLines: NilParkLines,
): WaitState | undefined {
  for (const frame of leading) {
    if (frame.func === "runtime.chansend") {
      return isNilPark(frame, nilLines)
        ? waitState("send-nil", "chan send (nil chan)", true)
        : waitState("send", "chan send", true);
    }
    if (frame.func === "runtime.chanrecv") {
      const isCommaOk = leading.some(
        ({ func }) => func === "runtime.chanrecv2",
      );
      const form = isCommaOk ? "comma-ok" : "plain";
      return isNilPark(frame, nilLines)
        ? waitState("receive-nil", "chan receive (nil chan)", true, form)
        : waitState("receive", "chan receive", true, form);
    }
  }
  return undefined;
}

function primitiveWait(
  names: Set<string>,
  firstVisible: string,
  goMinorAtLeast: number,
): WaitState | undefined {
  if (names.has("runtime.selectgo")) return waitState("select", "select", true);
  if (names.has("runtime.block")) {
    return waitState("select-empty", "select (no cases)", true);
  }
  if (firstVisible === "time.Sleep") return waitState("sleep", "sleep", true);
  if (
    names.has("runtime.netpollblock") ||
    firstVisible === "internal/poll.runtime_pollWait"
  ) {
    return waitState("io", "IO wait", true);
  }
  if (firstVisible === "sync.runtime_notifyListWait") {
    return waitState("cond", "sync.Cond.Wait", true);
  }
  if (names.has("runtime.semacquire1") || /_Semacquire/.test(firstVisible)) {
    return waitState(
      "semaphore",
      semaphoreReason(firstVisible, goMinorAtLeast),
      true,
    );
  }
  return undefined;
}

/** Go 1.20 gave locks reasons of their own, Go 1.24 WaitGroup; before it is all `semacquire`. */
function semaphoreReason(func: string, goMinorAtLeast: number): string {
  if (func.endsWith("_SemacquireRWMutexR")) return "sync.RWMutex.RLock";
  if (func.endsWith("_SemacquireRWMutex")) return "sync.RWMutex.Lock";
  if (func.endsWith("_SemacquireWaitGroup")) return "sync.WaitGroup.Wait";
  const isMutex = func.endsWith("_SemacquireMutex");
  return isMutex && goMinorAtLeast >= 20 ? "sync.Mutex.Lock" : "semacquire";
}
