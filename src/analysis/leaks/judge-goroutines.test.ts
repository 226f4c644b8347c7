import { describe, expect, it } from "vitest";
import { judgeGoroutines } from "./judge-goroutines.ts";
import type { LeakFinding } from "./leak-finding.ts";
import {
  PARK,
  SELECT,
  SEND,
  RECV,
  RANGE,
  SEMA,
  READ,
  IDLE,
  WRITE_LOOP,
  SERVE,
  find,
  judge,
  pair,
} from "../../../tests/fixtures/judged.ts";
import {
  dump,
  goroutine,
  pprofGroup,
  pprofSnapshot,
} from "./testing/snapshots.ts";

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
