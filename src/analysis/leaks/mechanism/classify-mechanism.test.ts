import { describe, expect, it } from "vitest";
import { dump, goroutine, pprofSnapshot } from "../testing/snapshots.ts";
import { mechanismOf } from "./classify-mechanism.ts";
import { stackViews } from "./stack-view.ts";

const PARK = "runtime.gopark";
const IO = `${PARK} runtime.netpollblock internal/poll.runtime_pollWait internal/poll.(*pollDesc).wait internal/poll.(*pollDesc).waitRead internal/poll.(*FD).Read net.(*netFD).Read net.(*conn).Read`;
const SEMA = `${PARK} runtime.goparkunlock runtime.semacquire1`;

function ofProfile(frames: string): string {
  return mechanismOf(stackViews(pprofSnapshot([frames]))[0]);
}

describe("mechanisms from pprof frames", () => {
  it.each([
    // Channels; chanrecv2 is range or v, ok.
    [`${PARK} runtime.chansend runtime.chansend1 main.f`, "chan-send"],
    [`${PARK} runtime.chanrecv runtime.chanrecv1 main.f`, "chan-recv"],
    [`${PARK} runtime.chanrecv runtime.chanrecv2 main.f`, "chan-range"],
    // Nil parks: a few lines below the start of the function (Go 1.26), blocked ones far below.
    [`${PARK} runtime.chansend:181@176 runtime.chansend1 main.f`, "chan-nil"],
    [`${PARK} runtime.chansend:283@176 runtime.chansend1 main.f`, "chan-send"],
    [`${PARK} runtime.chanrecv:536@524 runtime.chanrecv2 main.f`, "chan-nil"],
    [`${PARK} runtime.selectgo main.f`, "select-blocked"],
    [`${PARK} runtime.block main.f`, "select-empty"],
    [`${PARK} time.Sleep main.f`, "sleep-loop"],
    // Locks: Go 1.19, 1.20-1.23, 1.24 and newer.
    [
      `${SEMA} sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow sync.(*Mutex).Lock main.f`,
      "mutex-wait",
    ],
    [
      `${SEMA} internal/sync.runtime_SemacquireMutex internal/sync.(*Mutex).lockSlow internal/sync.(*Mutex).Lock sync.(*Mutex).Lock main.f`,
      "mutex-wait",
    ],
    [
      `${SEMA} sync.runtime_SemacquireMutex sync.(*RWMutex).RLock main.f`,
      "rwmutex-wait",
    ],
    [
      `${SEMA} sync.runtime_SemacquireRWMutexR sync.(*RWMutex).RLock main.f`,
      "rwmutex-wait",
    ],
    // A second writer waits in the inner mutex, below RWMutex.Lock.
    [
      `${SEMA} sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow sync.(*Mutex).Lock sync.(*RWMutex).Lock main.f`,
      "rwmutex-wait",
    ],
    [
      `${SEMA} sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow sync.(*Mutex).Lock sync.(*Once).doSlow sync.(*Once).Do main.f`,
      "once-wait",
    ],
    [
      `${SEMA} sync.runtime_Semacquire sync.(*WaitGroup).Wait main.f`,
      "waitgroup-wait",
    ],
    [
      `${SEMA} sync.runtime_SemacquireWaitGroup sync.(*WaitGroup).Wait main.f`,
      "waitgroup-wait",
    ],
    [
      `${PARK} runtime.goparkunlock sync.runtime_notifyListWait sync.(*Cond).Wait main.f`,
      "cond-wait",
    ],
    // Network.
    [`${IO} main.f`, "io-wait"],
    [
      `${PARK} runtime.netpollblock internal/poll.runtime_pollWait internal/poll.(*pollDesc).wait internal/poll.(*pollDesc).waitWrite internal/poll.(*FD).Write net.(*netFD).Write main.f`,
      "io-wait-write",
    ],
    [
      `${IO} net/http.(*persistConn).Read bufio.(*Reader).fill bufio.(*Reader).Peek net/http.(*persistConn).readLoop`,
      "http-idle",
    ],
    [
      `${PARK} runtime.selectgo net/http.(*persistConn).readLoop`,
      "http-body-unclosed",
    ],
    [
      `${PARK} runtime.selectgo net/http.(*persistConn).writeLoop`,
      "http-writeloop",
    ],
    [
      `${PARK} runtime.selectgo io.(*pipe).read io.(*PipeReader).Read net/http.(*persistConn).writeLoop`,
      "io-pipe-blocked",
    ],
    [
      `${PARK} runtime.selectgo net/http.(*persistConn).roundTrip net/http.(*Client).Do main.f`,
      "http-roundtrip-blocked",
    ],
    // HTTP/2 in its three homes.
    [
      `${IO} net/http.(*http2clientConnReadLoop).run net/http.(*http2ClientConn).readLoop`,
      "http-idle",
    ],
    [`${IO} golang.org/x/net/http2.(*clientConnReadLoop).run`, "http-idle"],
    [`${IO} net/http/internal/http2.(*clientConnReadLoop).run`, "http-idle"],
    [
      `${PARK} runtime.selectgo net/http.(*http2ClientConn).roundTrip main.f`,
      "http-roundtrip-blocked",
    ],
    [
      `${PARK} runtime.selectgo net/http.(*http2clientStream).writeRequest net/http.(*http2clientStream).doRequest`,
      "http-body-unclosed",
    ],
    // SQL.
    [
      `${PARK} runtime.selectgo database/sql.(*Rows).awaitDone`,
      "sql-rows-not-closed",
    ],
    [
      `${PARK} runtime.chanrecv runtime.chanrecv1 database/sql.(*Tx).awaitDone`,
      "sql-tx-not-finished",
    ],
    [
      `${PARK} runtime.selectgo database/sql.(*DB).conn database/sql.(*DB).query main.f`,
      "sql-pool-exhausted",
    ],
    [
      `${PARK} runtime.selectgo database/sql.(*DB).connectionOpener`,
      "sql-opener",
    ],
    [
      `${PARK} runtime.selectgo database/sql.(*DB).connectionCleaner`,
      "sql-cleaner",
    ],
    // Contexts, processes, system calls.
    [
      `${PARK} runtime.selectgo context.propagateCancel.func1`,
      "ctx-not-cancelled",
    ],
    [
      `${PARK} runtime.selectgo context.(*cancelCtx).propagateCancel.func2`,
      "ctx-not-cancelled",
    ],
    [
      "syscall.Syscall6 os.(*Process).blockUntilWaitable os.(*Process).wait os/exec.(*Cmd).Wait main.f",
      "exec-wait",
    ],
    [
      "internal/runtime/syscall.Syscall6 syscall.Syscall6 internal/syscall/unix.waitid os.(*Process).pidfdWait main.f",
      "exec-wait",
    ],
    [
      `${IO} io.Copy os/exec.(*Cmd).writerDescriptor.func1 os/exec.(*Cmd).Start.func2`,
      "exec-copy",
    ],
    ["syscall.Syscall6 syscall.openat os.OpenFile main.f", "syscall-blocked"],
    ["runtime.cgocall main._Cfunc_wait main.f", "syscall-blocked"],
    // Finalizers, by Go version, and cleanups.
    [
      `${PARK} runtime.chanrecv runtime.chanrecv1 main.f runtime.runfinq`,
      "finalizer-blocked",
    ],
    [
      `${PARK} runtime.selectgo main.f runtime.runFinalizers`,
      "finalizer-blocked",
    ],
    [`${PARK} time.Sleep main.f runtime.runCleanups`, "finalizer-blocked"],
    // Started by a function of the runtime that has no name yet; coroutines and C are not its own.
    [
      `${PARK} runtime.selectgo main.f runtime.runFinalizersAnew`,
      "finalizer-blocked",
    ],
    [`${PARK} runtime.selectgo main.f runtime.corostart`, "select-blocked"],
    [
      `${PARK} runtime.selectgo main.f runtime.cgocallbackg1 runtime.cgocallbackg runtime.cgocallback`,
      "select-blocked",
    ],
    // On a CPU.
    ["main.f", "busy-loop"],
    ["sync/atomic.(*Bool).Load main.f", "busy-loop"],
    ["runtime.selectnbrecv main.f", "busy-loop"],
    ["runtime.asyncPreempt2 runtime.asyncPreempt main.f", "busy-loop"],
    ["encoding/json.Marshal main.f", "running"],
    [
      "runtime.goroutineProfileWithLabels runtime/pprof.writeGoroutine net/http/pprof.Index net/http.(*conn).serve",
      "running",
    ],
    // Others.
    ["runtime.notetsleepg os/signal.signal_recv os/signal.loop", "signal"],
    ["runtime.coroswitch iter.Pull[...].func1.1 main.f", "coroutine"],
    [`${PARK} runtime.gcBgMarkWorker`, "runtime"],
    ["", "runtime"],
    [`${PARK} runtime.somethingNew main.f`, "other"],
  ])("%s is %s", (frames, mechanism) => {
    expect(ofProfile(frames)).toBe(mechanism);
  });

  it("takes the lower of two lines for the nil park where start lines are missing (Go 1.19)", () => {
    const views = stackViews(
      pprofSnapshot([
        `${PARK} runtime.chansend:165 runtime.chansend1 main.a`,
        `${PARK} runtime.chansend:259 runtime.chansend1 main.b`,
        `${PARK} runtime.chanrecv:469 runtime.chanrecv1 main.c`,
      ]),
    );
    // Only one line of chanrecv was seen: it could be either, so it is a plain receive.
    expect(views.map(mechanismOf)).toEqual([
      "chan-nil",
      "chan-send",
      "chan-recv",
    ]);
  });

  it("does not take a module without a dot for the library", () => {
    const [view] = stackViews(
      pprofSnapshot([
        `${PARK} runtime.selectgo shipyard/internal/mbox.(*Box).Put main.f`,
      ]),
    );
    expect(view.key).toBe("shipyard/internal/mbox.(*Box).Put");
  });
});

describe("mechanisms from dumps", () => {
  it.each([
    ["chan send", "chan-send"],
    ["chan send, 5 minutes", "chan-send"],
    ["chan receive", "chan-recv"],
    ["chan receive (nil chan)", "chan-nil"],
    ["select", "select-blocked"],
    ["select (no cases), 90 minutes", "select-empty"],
    ["sleep", "sleep-loop"],
    ["sync.Cond.Wait", "cond-wait"],
    ["sync.Mutex.Lock, 2 minutes", "mutex-wait"],
    ["sync.RWMutex.RLock", "rwmutex-wait"],
    ["sync.WaitGroup.Wait", "waitgroup-wait"],
    ["coroutine", "coroutine"],
    ["chan send (durable), synctest bubble 2", "chan-send"],
    ["chan receive (leaked), 3 minutes", "chan-recv"],
    ["IO wait, locked to thread", "io-wait"],
    ["syscall", "syscall-blocked"],
    ["runnable", "busy-loop"],
    ["some reason of Go 1.40", "other"],
  ])("[%s] is %s", (state, mechanism) => {
    const snapshot = dump(
      goroutine(
        18,
        state,
        "main.f(0x1)",
        "created by main.main in goroutine 1",
      ),
    );
    expect(stackViews(snapshot).map(mechanismOf)).toEqual([mechanism]);
  });

  it("tells locks by their frames where Go 1.19 says semacquire for all", () => {
    const snapshot = dump(
      goroutine(
        2,
        "semacquire",
        "sync.runtime_SemacquireMutex(0x1)",
        "sync.(*Mutex).lockSlow(0x1)",
        "sync.(*Once).doSlow(0x1)",
        "main.a()",
        "created by main.main",
      ),
      goroutine(
        3,
        "semacquire",
        "sync.runtime_SemacquireMutex(0x1)",
        "sync.(*RWMutex).RLock(0x1)",
        "main.b()",
        "created by main.main",
      ),
    );
    expect(stackViews(snapshot).map(mechanismOf)).toEqual([
      "once-wait",
      "rwmutex-wait",
    ]);
  });

  it("takes a goroutine without creator for the runtime's: a finalizer", () => {
    const snapshot = dump(
      goroutine(1, "chan receive", "main.main()"),
      goroutine(3, "chan receive", "main.open.func1(0xc0)"),
    );
    expect(stackViews(snapshot).map(mechanismOf)).toEqual([
      "chan-recv",
      "finalizer-blocked",
    ]);
  });

  it("calls the first and running goroutine the writer of the dump, not a busy loop", () => {
    const snapshot = dump(
      goroutine(7, "running", "main.dump()", "created by main.main"),
      goroutine(8, "runnable", "main.spin()", "created by main.main"),
    );
    expect(stackViews(snapshot).map(mechanismOf)).toEqual([
      "running",
      "busy-loop",
    ]);
  });
});
