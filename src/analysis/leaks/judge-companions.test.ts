import { describe, expect, it } from "vitest";
import {
  PARK,
  SELECT,
  RECV,
  LOCK,
  RLOCK,
  WLOCK,
  READ,
  IDLE,
  BODY,
  WRITE_LOOP,
  CALL,
  SERVE,
  find,
  judge,
  pair,
} from "../../../tests/fixtures/judged.ts";
import { dump, goroutine, pprofSnapshot } from "./testing/snapshots.ts";

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
