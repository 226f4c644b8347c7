/** Properties: whatever the header grammar can print is read back, and nothing makes the reader fail. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  membersOf,
  type GoroutineSnapshot,
} from "../../goroutines/goroutine-snapshot.ts";
import { memberArgs } from "../../goroutines/member-args.ts";
import { encodeUtf8 } from "../../utf8.ts";
import { DumpReader } from "./dump-reader.ts";
import { parseGoroutineText } from "./parse-goroutine-text.ts";

interface Frame {
  readonly func: string;
  readonly args: string;
  readonly file: string;
  readonly line: number;
  readonly suffix: string;
}

interface Goroutine {
  readonly id: number;
  readonly words: string;
  readonly reason: string;
  readonly marks: readonly string[];
  readonly minutes: number;
  readonly isLocked: boolean;
  readonly bubble: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly frames: readonly Frame[];
  readonly creator: Frame | null;
  readonly creatorId: number;
}

const REASONS = [
  "chan send",
  "chan receive (nil chan)",
  "select (no cases)",
  "IO wait",
  "sync.WaitGroup.Wait",
  "force gc (idle)",
  "runnable",
  "a reason of tomorrow",
];

const path = fc.constantFrom(
  "github.com/a-b/c.v2",
  "main",
  "gopkg.in/relay%2ev2",
  "größe/主",
  "x/y_z",
);
const symbol = fc.constantFrom(
  "f",
  "(*T).M",
  "(*T[...]).M.func1.2",
  "emit[...]",
  "glob..func3",
  "main.gowrap1",
  "Läuft·x",
  "init.0",
);
const args = fc.constantFrom(
  "",
  "...",
  "0x1",
  "{0xc000012120?, 0x5}, ...",
  "_, {...}, 0x0?",
);
const directory = fc.constantFrom(
  "/src/a",
  "C:/Program Files/x y",
  "D:\\work\\a",
  "shipyard",
  "/größe:12/ä b",
  "_cgo_gotypes",
);
const suffix = fc.constantFrom(
  "",
  " +0x1d",
  " +0x12ab fp=0xc0001bbb58 sp=0xc0001bbb08 pc=0x623ef5",
);

const frame: fc.Arbitrary<Frame> = fc.record({
  func: fc.tuple(path, symbol).map(([p, s]) => `${p}.${s}`),
  args,
  file: fc
    .tuple(directory, fc.constantFrom("a.go", "b_test.go", "x.s"))
    .map(([d, f]) => `${d}/${f}`),
  line: fc.integer({ min: 1, max: 99_999 }),
  suffix,
});

const labelText = fc.string({ unit: "grapheme", maxLength: 8 });

const goroutine: fc.Arbitrary<Omit<Goroutine, "id">> = fc.record({
  words: fc.constantFrom("", "gp=0xc000006000 m=nil ", "gp=0xc0 m=4 mp=0xc1 "),
  reason: fc.constantFrom(...REASONS),
  marks: fc.subarray([" (scan)", " (leaked)", " (durable)"]),
  minutes: fc.constantFrom(-1, -1, 1, 2, 1440),
  isLocked: fc.boolean(),
  bubble: fc.constantFrom(0, 0, 3),
  labels: fc.dictionary(labelText, labelText, { maxKeys: 2 }),
  frames: fc.array(frame, { maxLength: 4 }),
  creator: fc.option(frame),
  creatorId: fc.constantFrom(-1, 1, 2 ** 40),
});

const dump: fc.Arbitrary<Goroutine[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 ** 50 }), {
    minLength: 1,
    maxLength: 12,
  })
  .chain((ids) =>
    fc.array(goroutine, { minLength: 1, maxLength: 4 }).chain((kinds) =>
      fc
        .array(fc.nat(kinds.length - 1), {
          minLength: ids.length,
          maxLength: ids.length,
        })
        .map((picks) => ids.map((id, i) => ({ ...kinds[picks[i]], id }))),
    ),
  );

/** As runtime/print.go printquoted and Go's %q do. */
function quote(text: string): string {
  let out = "";
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (char === "\n") out += "\\n";
    else if (char === "\t") out += "\\t";
    else if (char === "\r") out += "\\r";
    else if (char === '"' || char === "\\") out += `\\${char}`;
    else if (point >= 0x20 && point <= 0x7e) out += char;
    else if (point < 127) out += `\\x${point.toString(16).padStart(2, "0")}`;
    else if (point < 0x10000)
      out += `\\u${point.toString(16).padStart(4, "0")}`;
    else out += `\\U${point.toString(16).padStart(8, "0")}`;
  }
  return `"${out}"`;
}

function headerOf(g: Goroutine): string {
  let state = g.reason + g.marks.join("");
  if (g.minutes > 0) state += `, ${g.minutes} minutes`;
  if (g.isLocked) state += ", locked to thread";
  if (g.bubble > 0) state += `, synctest bubble ${g.bubble}`;
  const labels = Object.entries(g.labels).map(
    ([key, value]) => `${quote(key)}: ${quote(value)}`,
  );
  if (labels.length > 0) state += ` labels:{${labels.join(", ")}}`;
  return `goroutine ${g.id} ${g.words}[${state}]:`;
}

function linesOf(g: Goroutine): string[] {
  const lines = [headerOf(g)];
  for (const f of g.frames) {
    lines.push(`${f.func}(${f.args})`);
    // Go prints no offset for inlined calls only.
    const end = f.args === "..." ? "" : f.suffix;
    lines.push(`\t${f.file}:${f.line}${end}`);
  }
  if (g.creator !== null) {
    const by = g.creatorId < 0 ? "" : ` in goroutine ${g.creatorId}`;
    lines.push(`created by ${g.creator.func}${by}`);
    lines.push(`\t${g.creator.file}:${g.creator.line} +0x1`);
  }
  return lines;
}

const render = (goroutines: readonly Goroutine[]): string =>
  goroutines.map((g) => `${linesOf(g).join("\n")}\n`).join("\n");

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

function expected(goroutines: readonly Goroutine[]): Map<number, unknown> {
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
      fc.property(dump, (goroutines) => {
        const snapshots = parseGoroutineText(render(goroutines));
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
      fc.property(dump, fc.array(fc.nat()), (goroutines, cuts) => {
        const text = render(goroutines);
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
        dump,
        fc.array(fc.tuple(fc.nat(), noise), { maxLength: 8 }),
        (goroutines, inserts) => {
          const lines = render(goroutines).split("\n");
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
        dump,
        prefixes,
        fc.array(clock, { minLength: 1 }),
        (goroutines, prefix, times) => {
          const text = render(goroutines)
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
      fc.property(dump, fc.nat(), (goroutines, cut) => {
        const bytes = encodeUtf8(render(goroutines));
        const part = bytes.slice(0, cut % (bytes.length + 1));
        const text = new TextDecoder().decode(part);
        const headers = goroutines.filter((g) => text.includes(headerOf(g)));
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
