/** Properties: whatever the header grammar can print is read back, and nothing makes the reader fail. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  membersOf,
  type GoroutineSnapshot,
} from "../../goroutines/goroutine-snapshot.ts";
import { memberArgs } from "../../goroutines/member-args.ts";
import { encodeUtf8 } from "../../utf8.ts";
import {
  arbitraryDump,
  dumpHeader,
  type DumpGoroutine,
  renderDump,
} from "../../../../tests/fixtures/arbitrary-dump.ts";
import { DumpReader } from "./dump-reader.ts";
import { parseGoroutineText } from "./parse-goroutine-text.ts";

/** Everything the snapshot says of each goroutine, by id. */
function facts(snapshot: GoroutineSnapshot): Map<number, unknown> {
  const byId = new Map<number, unknown>();
  for (const group of snapshot.groups) {
    membersOf(snapshot, group).forEach((member, i) => {
      byId.set(member.id, {
        reason: group.waitReason,
        minutes: member.waitMinutes,
        isLocked: member.isLockedToThread,
        isLeaked: member.isLeaked,
        isDurable: member.isDurable,
        bubble: member.bubbleId,
        labels: group.labels,
        frames: group.frames.map((f) => [f.func, f.file, f.line]),
        args: memberArgs(snapshot, group, group.memberStart + i),
        creator: group.createdBy && [
          group.createdBy.func,
          group.createdBy.file,
          group.createdBy.line,
          member.creatorId,
        ],
      });
    });
  }
  return byId;
}

function expected(goroutines: readonly DumpGoroutine[]): Map<number, unknown> {
  return new Map(
    goroutines.map((g) => [
      g.id,
      {
        reason: g.reason,
        minutes: g.minutes,
        isLocked: g.isLocked,
        isLeaked: g.marks.includes(" (leaked)"),
        isDurable: g.marks.includes(" (durable)"),
        bubble: g.bubble,
        labels: Object.fromEntries(
          Object.entries(g.labels).map(([key, value]) => [key, [value]]),
        ),
        frames: g.frames.map((f) => [f.func, f.file, f.line]),
        args: g.frames.map((f) => f.args),
        creator: g.creator && [
          g.creator.func,
          g.creator.file,
          g.creator.line,
          g.creatorId,
        ],
      },
    ]),
  );
}

function inChunks(
  bytes: Uint8Array,
  cuts: readonly number[],
): GoroutineSnapshot[] {
  const reader = new DumpReader();
  const at = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  let start = 0;
  for (const end of at.sort((a, b) => a - b)) {
    // A chunk's memory is the caller's again after push.
    const chunk = bytes.slice(start, end);
    reader.push(chunk);
    chunk.fill(0x58);
    start = end;
  }
  return reader.finish();
}

describe("dumps of the header grammar", () => {
  it("are read back whole", () => {
    fc.assert(
      fc.property(arbitraryDump, (goroutines) => {
        const snapshots = parseGoroutineText(renderDump(goroutines));
        expect(snapshots).toHaveLength(1);
        expect(facts(snapshots[0])).toEqual(expected(goroutines));
        expect(snapshots[0]).toMatchObject({
          goroutineCount: goroutines.length,
          unparsedCount: 0,
          isTruncated: false,
        });
        expect(
          snapshots[0].groups.reduce((sum, group) => sum + group.count, 0),
        ).toBe(goroutines.length);
      }),
      { numRuns: 300 },
    );
  });

  it("do not depend on chunks or line ends", () => {
    fc.assert(
      fc.property(arbitraryDump, fc.array(fc.nat()), (goroutines, cuts) => {
        const text = renderDump(goroutines);
        const whole = parseGoroutineText(text);
        expect(inChunks(encodeUtf8(text), cuts)).toEqual(whole);
        const crlf = encodeUtf8(text.replaceAll("\n", "\r\n"));
        expect(inChunks(crlf, cuts)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it("survive log lines between any two lines", () => {
    const noise = fc.oneof(
      fc.constant(""),
      fc.constantFrom(
        "2026/11/23 06:31:00 GET /orders 200 (1.2ms)",
        'time=2026-11-23T06:31:00Z level=INFO msg="cache.get(key)"',
        "done()",
        "I1123 06:31:00.1   81 server.go:20] listening on :8080",
        '{"level":"info","goroutine":"5"}',
      ),
      fc
        .string({ unit: "binary-ascii", maxLength: 40 })
        .map((text) => `log ${text.replaceAll(/[\n\r]/g, " ")} .`),
    );
    fc.assert(
      fc.property(
        arbitraryDump,
        fc.array(fc.tuple(fc.nat(), noise), { maxLength: 8 }),
        (goroutines, inserts) => {
          const lines = renderDump(goroutines).split("\n");
          for (const [at, text] of inserts) {
            lines.splice(1 + (at % lines.length), 0, text);
          }
          const snapshots = parseGoroutineText(lines.join("\n"));
          expect(snapshots).toHaveLength(1);
          expect(facts(snapshots[0])).toEqual(expected(goroutines));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("survive log prefixes", () => {
    const clock = fc.nat(86_399).map((second) => {
      const two = (n: number): string => String(n).padStart(2, "0");
      return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
    });
    const prefixes = fc.constantFrom(
      (time: string) => `2026-11-23T${time}Z app-1 | `,
      (time: string) => `2026-11-23T${time}.12${time.slice(-1)}Z stderr F `,
      (time: string) => `Nov 23 ${time} web-3 orders[812]: `,
      (time: string) => `[pod/web-7d9f/app] ${time} `,
    );
    fc.assert(
      fc.property(
        arbitraryDump,
        prefixes,
        fc.array(clock, { minLength: 1 }),
        (goroutines, prefix, times) => {
          const text = renderDump(goroutines)
            .split("\n")
            .map((line, i) => prefix(times[i % times.length]) + line)
            .join("\n");
          const snapshots = parseGoroutineText(text);
          expect(snapshots).toHaveLength(1);
          expect(facts(snapshots[0])).toEqual(expected(goroutines));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("lose no goroutine when cut anywhere", () => {
    fc.assert(
      fc.property(arbitraryDump, fc.nat(), (goroutines, cut) => {
        const bytes = encodeUtf8(renderDump(goroutines));
        const part = bytes.slice(0, cut % (bytes.length + 1));
        const text = new TextDecoder().decode(part);
        const headers = goroutines.filter((g) => text.includes(dumpHeader(g)));
        const snapshots = parseGoroutineText(part);
        const count = snapshots.reduce((sum, s) => sum + s.goroutineCount, 0);
        expect(count).toBeGreaterThanOrEqual(headers.length);
        expect(count).toBeLessThanOrEqual(headers.length + 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe("any bytes", () => {
  it("never make the reader throw", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc
        .constantFrom(
          "goroutine ",
          "goroutine 1 [select]:\n",
          "Goroutine 5 in state x, with y on top of the stack:\n",
          "created by ",
          " in goroutine 3\n",
          "[originating from goroutine 4]:\n",
          "...additional frames elided...\n",
          "\t/x.go:1 +0x1\n",
          "main.f(0x1)\n",
          "goroutine profile: total 3\n",
          "2 @ 0x1 0x2\n",
          "#\t0x1\tmain.f+0x1\t/x.go:1\n",
          '# labels: {"a":"b"}\n',
          '{"log":"goroutine 1 [select]:\\n"}\n',
          "-----\n",
          "panic: x\n",
          "\n",
          "]\n",
          "app-1 | ",
          "\r\n",
        )
        .map((text) => encodeUtf8(text)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flatMap((p) => [...p]));
        const snapshots = parseGoroutineText(bytes);
        for (const snapshot of snapshots) {
          expect(
            snapshot.groups.reduce((sum, group) => sum + group.count, 0),
          ).toBe(snapshot.goroutineCount);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
