import { describe, expect, it } from "vitest";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { judgeGoroutines } from "./judge-goroutines.ts";
import type { LeakFinding } from "./leak-finding.ts";
import {
  dump,
  goroutine,
  pprofGroup,
  pprofSnapshot,
} from "./testing/snapshots.ts";

const PARK = "runtime.gopark";
const SELECT = `${PARK} runtime.selectgo`;
const SEND = `${PARK} runtime.chansend runtime.chansend1`;
const RECV = `${PARK} runtime.chanrecv runtime.chanrecv1`;
const RANGE = `${PARK} runtime.chanrecv runtime.chanrecv2`;
const SEMA = `${PARK} runtime.goparkunlock runtime.semacquire1`;
const LOCK = `${SEMA} sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow sync.(*Mutex).Lock`;
const RLOCK = `${SEMA} sync.runtime_SemacquireRWMutexR sync.(*RWMutex).RLock`;
const WLOCK = `${SEMA} sync.runtime_SemacquireRWMutex sync.(*RWMutex).Lock`;
const READ = `${PARK} runtime.netpollblock internal/poll.runtime_pollWait internal/poll.(*FD).Read net.(*conn).Read`;
const IDLE = `${READ} bufio.(*Reader).Peek net/http.(*persistConn).readLoop`;
const BODY = `${SELECT} net/http.(*persistConn).readLoop`;
const WRITE_LOOP = `${SELECT} net/http.(*persistConn).writeLoop`;
const CALL = `${SELECT} net/http.(*persistConn).roundTrip net/http.(*Client).Do`;
const SERVE =
  "net/http.HandlerFunc.ServeHTTP net/http.serverHandler.ServeHTTP net/http.(*conn).serve";

function find(findings: readonly LeakFinding[], key: string): LeakFinding {
  const found = findings.find((finding) => finding.key === key);
  if (found === undefined) throw new Error(`no finding ${key}`);
  return found;
}

function judge(...series: GoroutineSnapshot[]): LeakFinding[] {
  return judgeGoroutines(series);
}

/** Snapshots with these stacks; `{n}` and `{m}` are replaced by counts in base and current. */
function pair(
  stacks: readonly string[],
  base: number,
  current: number,
): GoroutineSnapshot[] {
  return [base, current].map((count) =>
    pprofSnapshot(stacks.map((stack) => stack.replace("{n}", String(count)))),
  );
}

describe("growth and verdicts", () => {
  it("is a leak when a blocked stack grows", () => {
    const [finding] = judge(...pair([`${SEND} main.push * {n}`], 5, 20));
    expect(finding).toMatchObject({
      category: "chan-send",
      mechanism: "chan-send",
      verdict: "leak",
      confidence: "high",
      key: "main.push",
      count: 20,
      baseCount: 5,
      series: [5, 20],
      waitReason: "chan send",
    });
    expect(finding.evidence.map(({ code }) => code)).toContain("growth");
  });

  it("clears an idle pool that stays flat, however large", () => {
    const [finding] = judge(...pair([`${RANGE} main.worker * {n}`], 32, 32));
    expect(finding).toMatchObject({ verdict: "suspect", confidence: "low" });
  });

  it("does not take workers that change state for growth", () => {
    const base = pprofSnapshot([`${RANGE} main.worker * 8`]);
    const current = pprofSnapshot([
      `${RANGE} main.worker * 2`,
      `${PARK} time.Sleep main.work main.worker * 6`,
    ]);
    const findings = judge(base, current);
    expect(findings.map(({ confidence }) => confidence)).toEqual([
      "low",
      "low",
    ]);
    expect(
      find(findings, "main.work").evidence.map(({ code }) => code),
    ).toContain("migration");
  });

  it("judges one dump by number and age, never by network waits", () => {
    const many = (state: string, func: string): string[] =>
      Array.from({ length: 12 }, (_, i) =>
        goroutine(i + 2, state, `${func}(0x1)`, "created by main.main"),
      );
    const old = judge(dump(...many("chan receive, 3 minutes", "main.f")));
    expect(old[0]).toMatchObject({
      confidence: "medium",
      waitMinutesAtLeast: 3,
    });
    const young = judge(dump(...many("chan receive", "main.f")));
    expect(young[0]).toMatchObject({ confidence: "low" });
    const network = judge(dump(...many("IO wait, 30 minutes", "main.f")));
    expect(network[0]).toMatchObject({ confidence: "low" });
  });

  it("takes a crowd of unknown age for suspect", () => {
    const [finding] = judge(pprofSnapshot([`${SEND} main.push * 100`]));
    expect(finding).toMatchObject({ verdict: "suspect", confidence: "medium" });
  });

  it.each([
    [`${PARK} runtime.chansend:181@176 runtime.chansend1 main.f`, "chan-nil"],
    [`${PARK} runtime.block main.f`, "select-empty"],
    [`${RECV} main.f runtime.runfinq`, "finalizer-blocked"],
  ])("needs one goroutine where nothing can wake it: %s", (stack, category) => {
    const series = [pprofSnapshot([stack]), pprofSnapshot([stack])];
    for (const findings of [judge(series[0]), judge(...series)]) {
      expect(findings[0]).toMatchObject({ category, confidence: "high" });
    }
  });

  it("lets main park as it likes", () => {
    const [finding] = judge(
      pprofSnapshot([`${PARK} runtime.block main.main runtime.main`]),
    );
    expect(finding).toMatchObject({
      category: "benign-main-wait",
      mechanism: "select-empty",
      verdict: "benign",
      confidence: null,
    });
  });

  it("believes the collector, but not about main", () => {
    const leaked = { isLeakProfile: true };
    const findings = judge(
      pprofSnapshot(
        [
          pprofGroup(`${SEND} main.push`, 3, { leakedCount: 3 }),
          pprofGroup(`${PARK} runtime.block main.main runtime.main`, 1, {
            leakedCount: 1,
          }),
        ],
        leaked,
      ),
    );
    expect(find(findings, "main.push").confidence).toBe("proved");
    expect(find(findings, "main.main").verdict).toBe("benign");
  });

  it("needs three dumps to suspect a goroutine that is always on a CPU", () => {
    const busy = pprofSnapshot(["main.spin"]);
    expect(judge(busy, busy)[0].confidence).toBe("low");
    expect(judge(busy, busy, busy)[0].confidence).toBe("medium");
  });
});

describe("harmless stacks", () => {
  it.each([
    [
      `${PARK} internal/poll.runtime_pollWait internal/poll.(*FD).Accept net.(*TCPListener).Accept main.serve`,
      "benign-accept",
    ],
    [
      `syscall.Accept4 net.(*netFD).accept net.(*TCPListener).Accept main.serve`,
      "benign-accept",
    ],
    [`${READ} net/http.(*connReader).backgroundRead`, "benign-http-server"],
    [
      `${READ} net/http.(*connReader).Read net/http.(*conn).readRequest net/http.(*conn).serve`,
      "benign-http-server",
    ],
    [`${READ} net/http.(*http2serverConn).readFrames`, "benign-http-server"],
    [
      `${READ} net/rpc.(*Server).readRequestHeader net/rpc.(*Server).ServeCodec`,
      "benign-server-conn",
    ],
    [`${SELECT} os/signal.NotifyContext.func1`, "benign-signal"],
    [`${SELECT} database/sql.(*DB).connectionOpener`, "benign-sql"],
    [`${RECV} testing.(*T).Run main.TestX`, "benign-testing"],
    [`${SELECT} go.opencensus.io/stats/view.(*worker).start`, "benign-library"],
    [IDLE, "benign-http-idle"],
    [WRITE_LOOP, "benign-http-idle"],
    ["", "benign-runtime"],
  ])("%s is %s", (stack, category) => {
    expect(judge(pprofSnapshot([stack]))[0]).toMatchObject({
      category,
      verdict: "benign",
    });
  });

  it.each([
    // A method called Accept is no listener.
    `${RECV} main.(*queue).Accept main.main.func1`,
    // A handler is the user's code, below conn.serve or not.
    `${RECV} main.handle ${SERVE}`,
    // Blocked inside a finalizer is not the idle finalizer goroutine.
    `${SELECT} main.f runtime.runFinalizers`,
  ])("%s is not", (stack) => {
    expect(judge(pprofSnapshot([stack]))[0].verdict).not.toBe("benign");
  });

  it("counts per-object services when they grow: a sql.DB per request", () => {
    const opener = `${SELECT} database/sql.(*DB).connectionOpener * {n}`;
    expect(judge(...pair([opener], 2, 2))[0].verdict).toBe("benign");
    expect(judge(...pair([opener], 2, 40))[0]).toMatchObject({
      category: "sql-opener",
      confidence: "high",
    });
  });
});

describe("HTTP", () => {
  it("blames unclosed bodies, and the writeLoops with them, once", () => {
    const findings = judge(
      ...pair([`${BODY} * {n}`, `${WRITE_LOOP} * {n}`], 12, 72),
    );
    const body = find(findings, "net/http.(*persistConn).readLoop");
    const partner = find(findings, "net/http.(*persistConn).writeLoop");
    expect(body).toMatchObject({
      category: "http-body-unclosed",
      confidence: "high",
    });
    expect(partner).toMatchObject({
      category: "http-conn-companion",
      confidence: "high",
      isCompanion: true,
      relatedTo: [findings.indexOf(body)],
    });
  });

  it("sees bodies in flight by their readers", () => {
    const reader = `${READ} net/http.(*persistConn).Read net/http.(*body).Read net/http.(*bodyEOFSignal).Read main.tail`;
    const findings = judge(
      ...pair(
        [`${BODY} * {n}`, `${reader} * {n}`, `${WRITE_LOOP} * {n}`],
        2,
        9,
      ),
    );
    expect(find(findings, "net/http.(*persistConn).readLoop")).toMatchObject({
      category: "benign-inflight-body",
      verdict: "benign",
    });
    expect(find(findings, "net/http.(*persistConn).writeLoop").verdict).toBe(
      "benign",
    );
  });

  it("names who uses the client where bodies are held", () => {
    const findings = judge(
      ...pair([`${BODY} * {n}`, `${CALL} main.(*api).fetch:41`], 12, 72),
    );
    const body = find(findings, "net/http.(*persistConn).readLoop");
    expect(body.evidence).toContainEqual({
      code: "client-caller",
      values: { func: "main.(*api).fetch", file: "/src/main.go", line: 41 },
    });
  });

  it("tells a Transport per call from an idle pool and from calls in flight", () => {
    expect(judge(...pair([`${IDLE} * {n}`], 10, 70))[0]).toMatchObject({
      category: "http-transport-per-request",
      confidence: "high",
    });
    expect(judge(...pair([`${IDLE} * {n}`], 52, 51))[0]).toMatchObject({
      category: "benign-http-idle",
      mechanism: "http-idle",
    });
    const inFlight = judge(
      ...pair([`${IDLE} * {n}`, `${CALL} main.lookup * {n}`], 3, 20),
    );
    expect(find(inFlight, "net/http.(*persistConn).readLoop").verdict).toBe(
      "benign",
    );
    expect(find(inFlight, "main.lookup")).toMatchObject({
      category: "http-roundtrip-blocked",
      confidence: "high",
    });
  });

  it("takes handlers that follow hanging calls of the same process for victims", () => {
    const handler = `${RECV} main.slow ${SERVE} * {n}`;
    const victims = judge(
      ...pair([handler, `${CALL} main.lookup * {n}`], 3, 20),
    );
    expect(find(victims, "main.slow")).toMatchObject({ confidence: "low" });
    const own = judge(...pair([handler], 3, 20));
    expect(find(own, "main.slow")).toMatchObject({ confidence: "high" });
  });
});

describe("locks", () => {
  it("finds the holder inside the same function, and raises both", () => {
    const stacks = [
      `${LOCK} main.(*cache).load:20 main.handle * 3`,
      `${RECV} main.(*cache).fetch main.(*cache).load:24 main.handle`,
    ];
    const findings = judge(pprofSnapshot(stacks));
    const waiters = find(findings, "main.(*cache).load");
    const holder = find(findings, "main.(*cache).fetch");
    expect(waiters.relatedTo).toEqual([findings.indexOf(holder)]);
    expect(waiters.confidence).toBe("medium");
    expect(holder.confidence).toBe("medium");
    expect(waiters.evidence.map(({ code }) => code)).toContain("holder");
  });

  it("is sure when the holder can never wake", () => {
    const findings = judge(
      pprofSnapshot([
        `${LOCK} main.(*cache).load:20 main.handle * 3`,
        `${PARK} runtime.block main.(*cache).load:24 main.handle`,
      ]),
    );
    expect(findings.map(({ confidence }) => confidence)).toEqual([
      "high",
      "high",
    ]);
  });

  it("does not take an event loop of the same type for a holder", () => {
    const stacks = [
      `${LOCK} main.(*server).get:20 main.handle * {n}`,
      `${SELECT} main.(*server).run main.main.func1`,
    ];
    const findings = judge(...pair(stacks, 3, 30));
    expect(find(findings, "main.(*server).run").confidence).toBe("low");
    expect(find(findings, "main.(*server).get").confidence).toBe("high");
  });

  it("leaves short contention alone", () => {
    const stacks = [
      `${LOCK} main.(*lock).fill:20 main.boat * 2`,
      `${PARK} time.Sleep main.(*lock).fill:22 main.boat`,
    ];
    const findings = judge(pprofSnapshot(stacks), pprofSnapshot(stacks));
    expect(findings.map(({ confidence }) => confidence)).toEqual([
      "low",
      "low",
    ]);
  });

  it("relates readers to the writer they queue behind", () => {
    const stacks = [
      `${RLOCK} main.(*registry).lookup main.handle * {n}`,
      `${WLOCK} main.(*registry).reload main.main.func1`,
    ];
    const findings = judge(...pair(stacks, 3, 15));
    const writer = find(findings, "main.(*registry).reload");
    expect(writer.confidence).toBe("high");
    expect(find(findings, "main.(*registry).lookup").relatedTo).toContain(
      findings.indexOf(writer),
    );
  });

  it("finds a lock cycle by the addresses in a dump", () => {
    const waiter = (id: number, own: string, other: string): string =>
      goroutine(
        id,
        "sync.Mutex.Lock",
        "sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)",
        `sync.(*Mutex).lockSlow(0x${other})`,
        "sync.(*Mutex).Lock(...)",
        `main.transfer(0x${own}, 0x${other}, 0x1)`,
        "created by main.main",
      );
    const cycle = judge(
      dump(
        waiter(7, "c0000a6a10", "c0000a6a20"),
        waiter(8, "c0000a6a20", "c0000a6a10"),
      ),
    );
    expect(cycle[0]).toMatchObject({
      key: "main.transfer",
      confidence: "high",
    });
    expect(cycle[0].evidence.map(({ code }) => code)).toContain("lock-cycle");
    const queue = judge(
      dump(
        waiter(7, "c0000a6a10", "c0000a6a20"),
        waiter(8, "c0000a6a30", "c0000a6a20"),
      ),
    );
    expect(queue[0].confidence).toBe("low");
  });

  it("finds the first call of a sync.Once behind its waiters", () => {
    const once = "sync.(*Once).doSlow sync.(*Once).Do main.config main.handle";
    const findings = judge(
      ...pair(
        [`${LOCK} ${once} * {n}`, `${RECV} main.config.func1 ${once}`],
        3,
        15,
      ),
    );
    expect(find(findings, "main.config").mechanism).toBe("once-wait");
    expect(find(findings, "main.config.func1").confidence).toBe("high");
  });
});

describe("secondary findings", () => {
  it("links a WaitGroup to the children that can't end", () => {
    const wait = `${SEMA} sync.runtime_Semacquire sync.(*WaitGroup).Wait main.sealAll main.handle`;
    const child = `${PARK} runtime.block main.sealAll.func1`;
    const findings = judge(pprofSnapshot([`${wait} * 2`, `${child} * 6`]));
    const waiting = find(findings, "main.sealAll");
    expect(waiting.confidence).toBe("high");
    expect(waiting.relatedTo).toEqual([
      findings.indexOf(find(findings, "main.sealAll.func1")),
    ]);
  });

  it("blames open rows for an exhausted pool", () => {
    const findings = judge(
      ...pair(
        [
          `${SELECT} database/sql.(*DB).conn database/sql.(*DB).query main.count * {n}`,
          `${SELECT} database/sql.(*Rows).awaitDone * {n}`,
        ],
        4,
        20,
      ),
    );
    const pool = find(findings, "main.count");
    expect(pool.category).toBe("sql-pool-exhausted");
    expect(pool.relatedTo).toEqual([
      findings.indexOf(find(findings, "database/sql.(*Rows).awaitDone")),
    ]);
  });

  it("lets copiers of a child's output follow those who wait for it", () => {
    const findings = judge(
      ...pair(
        [
          `syscall.Syscall6 os.(*Process).Wait os/exec.(*Cmd).Wait main.convert * {n}`,
          `${READ} io.Copy os/exec.(*Cmd).writerDescriptor.func1 os/exec.(*Cmd).Start.func2 * {n}`,
        ],
        2,
        8,
      ),
    );
    const copier = find(findings, "os/exec.(*Cmd).Start.func2");
    expect(copier).toMatchObject({ isCompanion: true, confidence: "high" });
    expect(copier.relatedTo).toEqual([
      findings.indexOf(find(findings, "main.convert")),
    ]);
  });
});

describe("across formats", () => {
  it("compares a profile with a dump, where ranges look like receives", () => {
    const base = pprofSnapshot([`${RANGE} main.consume * 3`]);
    const current = dump(
      ...Array.from({ length: 18 }, (_, i) =>
        goroutine(
          i + 2,
          "chan receive",
          "main.consume(0x1)",
          "created by main.main",
        ),
      ),
    );
    expect(judge(base, current)[0]).toMatchObject({
      mechanism: "chan-recv",
      baseCount: 3,
      count: 18,
      confidence: "high",
    });
  });

  it("gives nothing for nothing", () => {
    expect(judgeGoroutines([])).toEqual([]);
    expect(judge(pprofSnapshot([]))).toEqual([]);
  });
});

describe("rules of the user", () => {
  const send = pair([`${SEND} main.push * {n}`], 5, 20);

  it("calls harmless what they say is harmless, and growth as they say", () => {
    const rule = {
      kind: "benign" as const,
      id: "my-queue",
      match: { function: "main.pu*" },
      growthCounts: false,
      note: "",
    };
    const judged = (growthCounts: boolean): LeakFinding =>
      judgeGoroutines(send, {
        userRules: { rules: [{ ...rule, growthCounts }], expected: [] },
      })[0];
    expect(judged(false).category).toBe("benign-expected");
    expect(judged(true).confidence).toBe("high");
  });

  it("brings categories of their own", () => {
    const [finding] = judgeGoroutines([send[0]], {
      userRules: {
        rules: [
          {
            kind: "category",
            id: "stuck-queue",
            match: { key: "main.push", mechanism: "chan-send" },
            confidence: "high",
            title: { en: "Stuck queue", "zh-CN": "队列卡住" },
            fix: { en: "Restart it.", "zh-CN": "重启。" },
          },
        ],
        expected: [],
      },
    });
    expect(finding).toMatchObject({
      category: "stuck-queue",
      mechanism: "chan-send",
      confidence: "high",
    });
  });

  it("leaves out what was marked as expected", () => {
    const [finding] = judgeGoroutines(send, {
      userRules: {
        rules: [],
        expected: [{ category: "chan-send", key: "main.push" }],
      },
    });
    expect(finding).toMatchObject({ verdict: "benign", count: 20 });
  });
});
