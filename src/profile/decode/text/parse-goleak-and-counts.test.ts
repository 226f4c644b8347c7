import { describe, expect, it } from "vitest";
import {
  membersOf,
  type GoroutineSnapshot,
} from "../../goroutines/goroutine-snapshot.ts";
import { parseGoroutineText } from "./parse-goroutine-text.ts";

function one(text: string | Uint8Array): GoroutineSnapshot {
  const snapshots = parseGoroutineText(text);
  expect(snapshots).toHaveLength(1);
  return snapshots[0];
}

describe("goleak", () => {
  const stack = `main.f(...)
	/x.go:1 +0x1
created by main.g in goroutine 7
	/x.go:2 +0x1
`;
  const body = (repeat: boolean): string =>
    `found unexpected goroutines:\n[Goroutine 19 in state chan receive, 2 minutes, with main.f on top of the stack:\n${
      repeat ? "goroutine 19 [chan receive, 2 minutes]:\n" : ""
    }${stack}\n Goroutine 20 in state chan receive, with main.f on top of the stack:\n${
      repeat ? "goroutine 20 [chan receive]:\n" : ""
    }${stack}]`;
  const inTest = (text: string): string =>
    `=== RUN   TestX\n    leaks.go:78: ${text.replaceAll("\n", "\n        ")}\n--- FAIL: TestX (0.44s)\nFAIL\n`;

  it.each([
    ["plain", body(false)],
    ["up to 1.2", body(true)],
    [
      "TestMain",
      `PASS\ngoleak: Errors on successful test run: ${body(false)}\n`,
    ],
    ["test output", inTest(body(false))],
    ["test output of 1.2", inTest(body(true))],
  ])("%s", (_name, text) => {
    const snapshot = one(text);
    expect(snapshot.source).toBe("goleak");
    expect(snapshot.groups).toHaveLength(1);
    expect(snapshot.groups[0]).toMatchObject({
      count: 2,
      waitReason: "chan receive",
      maxWaitMinutes: 2,
    });
    expect(snapshot.groups[0].frames[0].func).toBe("main.f");
    expect(membersOf(snapshot, snapshot.groups[0]).map(({ id }) => id)).toEqual(
      [19, 20],
    );
  });

  it("puts the failures of all tests into one snapshot", () => {
    const text = `${inTest(body(false))}panic: x\n\ngoroutine 19 [running]:\n${stack}\n${inTest(body(true))}`;
    const snapshots = parseGoroutineText(text);
    expect(snapshots.map((s) => [s.source, s.goroutineCount])).toEqual([
      ["goleak", 4],
      ["debug2", 1],
    ]);
  });
});

describe("debug=1", () => {
  const text = `goroutine profile: total 12
8 @ 0x43b296 0x40708c 0x406c3d 0x680005 0x46b1a1
# labels: {"path":"/a b", "team":"x\\"y"}
#	0x680004	main.fetch.func1+0x44	/src/main.go:20

3 @ 0x43b296 0x433db7 0x465bc9 0x4b0b9a 0x4b0b88
#	0x465bc8	internal/poll.runtime_pollWait+0x88	/go/netpoll.go:305
#	0x4b0b99	internal/poll.(*pollDesc).waitRead+0x259		/go/fd.go:89
#	0x4b0b87	internal/poll.(*FD).Read+0x247	C:/go/fd unix.go:167

1 @

`;
  it("reads records with their hidden PCs", () => {
    const snapshot = one(text);
    expect(snapshot).toMatchObject({
      source: "debug1",
      isLeakProfile: false,
      goroutineCount: 12,
      claimedCount: 12,
      isTruncated: false,
      unparsedCount: 0,
    });
    const [labelled, io, empty] = snapshot.groups;
    expect(labelled).toMatchObject({
      count: 8,
      hiddenFrameCount: 3,
      labels: { path: ["/a b"], team: ['x"y'] },
      frames: [{ func: "main.fetch.func1", file: "/src/main.go", line: 20 }],
    });
    expect(labelled.pcs[0]).toBe(0x43b296n);
    expect(io.hiddenFrameCount).toBe(2);
    expect(io.frames.map(({ isInlined }) => isInlined)).toEqual([
      false,
      true,
      false,
    ]);
    expect(io.frames[2].file).toBe("C:/go/fd unix.go");
    expect(empty).toMatchObject({ count: 1, frames: [], hiddenFrameCount: 0 });
  });

  it("reads goroutineleak, cut and prefixed forms", () => {
    const leak = one(
      text.replace("goroutine profile", "goroutineleak profile"),
    );
    expect(leak.isLeakProfile).toBe(true);
    expect(leak.groups[0].leakedCount).toBe(8);
    const cut = one(text.slice(0, text.indexOf("3 @")));
    expect(cut).toMatchObject({ goroutineCount: 8, isTruncated: true });
    const log = one(text.replaceAll(/^(.)/gm, "2026-11-23T06:31:00Z app | $1"));
    expect(log.goroutineCount).toBe(12);
  });
});

it("finds nothing in other text", () => {
  for (const text of [
    "",
    "\n",
    "hello\nworld",
    "goroutine",
    "goroutine 5",
    "<html>",
  ]) {
    expect(parseGoroutineText(text)).toEqual([]);
  }
});
