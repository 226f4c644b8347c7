import { describe, expect, it } from "vitest";
import {
  memberAt,
  membersOf,
  type GoroutineSnapshot,
} from "../../goroutines/goroutine-snapshot.ts";
import { memberArgs } from "../../goroutines/member-args.ts";
import { encodeUtf8 } from "../../utf8.ts";
import { DEBUG2_LIMIT_BYTES, DumpReader } from "./dump-reader.ts";
import { parseGoroutineText } from "./parse-goroutine-text.ts";

const STACK = `main.(*relay).forward(0xc000012120, {0x6d1c60?, 0x5})
	/src/relay/main.go:42 +0x1d
created by main.start in goroutine 1
	/src/relay/main.go:17 +0x8f
`;

function one(text: string | Uint8Array): GoroutineSnapshot {
  const snapshots = parseGoroutineText(text);
  expect(snapshots).toHaveLength(1);
  return snapshots[0];
}

describe("debug=2 headers", () => {
  const cases: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ["goroutine 18 [chan send]:", { waitReason: "chan send" }, {}],
    [
      "goroutine 18 [chan receive, 5 minutes]:",
      { waitReason: "chan receive" },
      { waitMinutes: 5 },
    ],
    [
      "goroutine 18 [syscall, 12 minutes, locked to thread]:",
      { waitReason: "syscall" },
      { waitMinutes: 12, isLockedToThread: true },
    ],
    [
      "goroutine 18 [select (no cases) (scan)]:",
      { waitReason: "select (no cases)" },
      {},
    ],
    [
      "goroutine 18 [chan receive (nil chan) (leaked), 2 minutes]:",
      { waitReason: "chan receive (nil chan)", leakedCount: 1 },
      { isLeaked: true, waitMinutes: 2 },
    ],
    [
      "goroutine 18 [chan receive (durable), synctest bubble 7]:",
      { waitReason: "chan receive" },
      { isDurable: true, bubbleId: 7 },
    ],
    [
      "goroutine 18 gp=0xc000006000 m=nil [force gc (idle), 3 minutes]:",
      { waitReason: "force gc (idle)" },
      { waitMinutes: 3 },
    ],
    [
      "goroutine 18 gp=0xc000006000 m=4 mp=0xc00003c008 [running]:",
      { waitReason: "running" },
      {},
    ],
    [
      'goroutine 18 [chan send labels:{"team": "a]b", "path": "/x:\\"y\\""}]:',
      { waitReason: "chan send", labels: { team: ["a]b"], path: ['/x:"y"'] } },
      {},
    ],
    [
      'goroutine 18 [select, 4 minutes, locked to thread, synctest bubble 2 labels:{"k": "\\u00e9"}]:',
      { waitReason: "select", labels: { k: ["é"] } },
      { waitMinutes: 4, isLockedToThread: true, bubbleId: 2 },
    ],
    [
      'goroutine 18 [chan send]{"k": "v]:"}:',
      { waitReason: "chan send", labels: { k: ["v]:"] } },
      {},
    ],
    [
      "goroutine 18 [some future reason (odd), of two parts]:",
      { waitReason: "some future reason (odd), of two parts" },
      {},
    ],
    ["goroutine 18 []:", { waitReason: null }, {}],
    ["goroutine 18:", { waitReason: null }, {}],
  ];
  it.each(cases)("%s", (header, group, member) => {
    const snapshot = one(`${header}\n${STACK}\n`);
    expect(snapshot.goroutineCount).toBe(1);
    expect(snapshot.groups[0]).toMatchObject(group);
    expect(memberAt(snapshot.members, 0)).toMatchObject({
      id: 18,
      creatorId: 1,
      ...member,
    });
    expect(snapshot.groups[0].frames).toHaveLength(1);
    expect(snapshot.unparsedCount).toBe(0);
  });
});

describe("debug=2 frames", () => {
  it("reads names, arguments and positions from the end of the line", () => {
    const snapshot = one(`goroutine 7 [running]:
panic({0x6d1c60, 0xc000012120})
	C:/Program Files/Go/src/runtime/panic.go:884 +0x212
main.emit[...](0x0?, ...)
	C:/src/a b/main.go:42 +0x1d fp=0xc0001bbb58 sp=0xc0001bbb08 pc=0x623ef5
gopkg.in/relay%2ev2.(*Conn).enqueue(...)
	/src/relay/conn.go:9
main.(*T[...]).M.func1.2(_, 0x1)
	/src/T.go:8 +0x2
主.Läuft·x(0x1)
	/src/ü/ä.go:3 +0x2
main.main.gowrap1()
	/src/main.go:17 +0x1f
created by main.glob..func1 in goroutine 9007199254740991
	/src/main.go:17 +0x8f
`);
    const [group] = snapshot.groups;
    expect(group.frames.map(({ func }) => func)).toEqual([
      "panic",
      "main.emit[...]",
      "gopkg.in/relay%2ev2.(*Conn).enqueue",
      "main.(*T[...]).M.func1.2",
      "主.Läuft·x",
      "main.main.gowrap1",
    ]);
    expect(group.frames[0]).toEqual({
      func: "panic",
      file: "C:/Program Files/Go/src/runtime/panic.go",
      line: 884,
      startLine: 0,
      args: "{0x6d1c60, 0xc000012120}",
      isInlined: false,
    });
    expect(group.frames[1].line).toBe(42);
    expect(group.frames[2]).toMatchObject({ args: "...", isInlined: true });
    expect(group.createdBy).toEqual({
      func: "main.glob..func1",
      file: "/src/main.go",
      line: 17,
      goroutineId: 9007199254740991,
    });
    expect(snapshot.goMinorAtLeast).toBe(22);
  });

  it("groups equal stacks and keeps what differs per goroutine", () => {
    const at = (id: number, minutes: string, arg: string): string =>
      `goroutine ${id} [chan send${minutes}]:\nmain.f(${arg})\n\t/m.go:1 +0x1\ncreated by main.g in goroutine ${id + 100}\n\t/m.go:2 +0x1\n\n`;
    const snapshot = one(
      at(1, "", "0x1") +
        at(2, ", 3 minutes", "0x1") +
        at(3, ", 9 minutes", "0x22"),
    );
    expect(snapshot.groups).toHaveLength(1);
    const [group] = snapshot.groups;
    expect(group).toMatchObject({
      count: 3,
      minWaitMinutes: 3,
      maxWaitMinutes: 9,
      agedCount: 2,
    });
    expect(group.createdBy?.goroutineId).toBe(-1);
    expect(membersOf(snapshot, group).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(membersOf(snapshot, group)[2].creatorId).toBe(103);
    expect(memberArgs(snapshot, group, 1)).toEqual(["0x1"]);
    expect(memberArgs(snapshot, group, 2)).toEqual(["0x22"]);
  });

  it("tells the same stack with another creator, reason or label apart", () => {
    const at = (id: number, state: string, creator: string): string =>
      `goroutine ${id} [${state}]:\nmain.f()\n\t/m.go:1 +0x1\ncreated by ${creator}\n\t/m.go:2 +0x1\n\n`;
    const snapshot = one(
      at(1, "select", "main.a") +
        at(2, "select", "main.b") +
        at(3, "IO wait", "main.a") +
        at(4, 'select labels:{"k": "v"}', "main.a") +
        at(5, "select, 2 minutes", "main.a"),
    );
    expect(snapshot.groups.map(({ count }) => count)).toEqual([2, 1, 1, 1]);
  });

  it("reads elided frames, ancestors, unavailable stacks and C frames", () => {
    const snapshot = one(`goroutine 5 [running]:
main.f(0x1)
	/m.go:1 +0x1
...23 frames elided...
main.g(0x1)
	/m.go:2 +0x1
created by main.h in goroutine 3
	/m.go:3 +0x1
[originating from goroutine 3]:
main.h(...)
	/m.go:3 +0x20
main.i(...)
	/m.go:4 +0x20
created by main.j
	/m.go:5 +0x1
[originating from goroutine 1]:
main.main(...)
	/m.go:9 +0x20

goroutine 6 [running]:
	goroutine running on other thread; stack unavailable
created by main.h in goroutine 3
	/m.go:3 +0x1

goroutine 8 [syscall]:
main.f(0x1)
	/m.go:1 +0x1
...additional frames elided...
created by main.h
	/m.go:3 +0x1

goroutine 9 [syscall]:
pthread_cond_wait
	/build/nptl/pthread.c:91 pc=0x7f00
non-Go function at pc=7f0012
main._Cfunc_wait(0x1)
	_cgo_gotypes.go:40 +0x4
`);
    const [first, unavailable, cut, c] = snapshot.groups;
    expect(snapshot.goroutineCount).toBe(4);
    expect(first).toMatchObject({
      isTruncated: false,
      elidedAt: 1,
      elidedCount: 23,
    });
    expect(first.frames).toHaveLength(2);
    expect(first.ancestors).toMatchObject([
      {
        goroutineId: 3,
        frames: [{ func: "main.h" }, { func: "main.i" }],
        createdBy: { func: "main.j" },
      },
      { goroutineId: 1, frames: [{ func: "main.main" }], createdBy: null },
    ]);
    expect(unavailable.frames).toEqual([]);
    expect(unavailable.createdBy?.func).toBe("main.h");
    expect(cut).toMatchObject({ isTruncated: true, elidedCount: -1 });
    expect(c.frames.map(({ func }) => func)).toEqual([
      "pthread_cond_wait",
      "non-Go function at pc=7f0012",
      "main._Cfunc_wait",
    ]);
    expect(snapshot.unparsed.map(({ text }) => text)).toEqual([]);
  });

  it("takes CRLF, lost tabs and a missing last newline", () => {
    const crlf = `goroutine 1 [select]:\n${STACK}\ngoroutine 2 [select]:\n${STACK}`;
    for (const text of [
      crlf.replaceAll("\n", "\r\n"),
      crlf.replaceAll("\t", "        "),
      crlf.replaceAll("\t", ""),
      crlf.trimEnd(),
    ]) {
      const snapshot = one(text);
      expect(snapshot.groups).toHaveLength(1);
      expect(snapshot.groups[0].frames).toHaveLength(1);
      expect(snapshot).toMatchObject({
        goroutineCount: 2,
        isTruncated: false,
        unparsedCount: 0,
      });
    }
  });

  it("keeps a goroutine that the end of the input cuts", () => {
    const whole = `goroutine 1 [select]:\n${STACK}\ngoroutine 2 [select]:\n${STACK}\n`;
    const second = whole.indexOf("goroutine 2");
    for (let end = second + 18; end < whole.length - 8; end += 1) {
      const snapshot = one(whole.slice(0, end));
      const found = end >= whole.indexOf("]:", second) + 2 ? 2 : 1;
      expect([end, snapshot.goroutineCount]).toEqual([end, found]);
    }
    const cut = one(whole.slice(0, whole.indexOf("main.go:42", second) + 3));
    expect(cut.isTruncated).toBe(true);
    expect(cut.groups[1]).toMatchObject({ isTruncated: true, count: 1 });
  });
});

it("names the cut at 64 MiB even where it falls between two lines", () => {
  const chunk = encodeUtf8(
    Array.from(
      { length: 1000 },
      (_, i) =>
        `goroutine ${100_000_000 + i} [select]:\nmain.f()\n\t/m.go:1 +0x1\n\n`,
    ).join(""),
  );
  const read = (extraBytes: number): GoroutineSnapshot => {
    const reader = new DumpReader();
    let left = DEBUG2_LIMIT_BYTES + extraBytes;
    const filler = encodeUtf8("x\n".repeat(1 << 19));
    for (left -= chunk.length; left > 0; left -= filler.length) {
      reader.push(filler.subarray(0, Math.min(left, filler.length)));
    }
    reader.push(chunk);
    return reader.finish()[0];
  };
  expect(read(0)).toMatchObject({ isTruncated: true, goroutineCount: 1000 });
  expect(read(2)).toMatchObject({ isTruncated: false, goroutineCount: 1000 });
});

describe("dumps in logs", () => {
  const dump = `goroutine 1 [select]:
main.main()
	/src/main.go:8 +0x1d

goroutine 18 [chan send, 5 minutes]:
${STACK}
goroutine 19 [chan send, 5 minutes]:
${STACK}`;
  const facts = (snapshot: GoroutineSnapshot): unknown =>
    snapshot.groups.map(({ frames, count, waitReason, createdBy }) => ({
      frames,
      count,
      waitReason,
      createdBy,
    }));
  const plain = facts(one(dump));
  const prefixed = (prefix: (line: number) => string): string =>
    dump
      .split("\n")
      .map((line, i) => (prefix(i) + line).trimEnd())
      .join("\n");
  const seconds = (i: number): string => String(i % 60).padStart(2, "0");

  it.each([
    [
      "docker compose",
      (i: number) => `2026-11-23T06:31:${seconds(i)}Z app-1 | `,
    ],
    ["compose names", () => "app-1  | "],
    [
      "CRI",
      (i: number) =>
        `2026-11-23T06:31:${seconds(i)}.${"123456789".slice(0, 1 + (i % 9))}Z stderr F `,
    ],
    [
      "journald",
      (i: number) => `Nov 23 06:31:${seconds(i)} web-3 orders[812]: `,
    ],
    [
      "midnight",
      (i: number) =>
        `Nov ${i < 4 ? "30 23:59:59" : " 1 00:00:00"} web-3 orders[812]: `,
    ],
    [
      "klog",
      (i: number) => `E1123 06:31:${seconds(i)}.123456   81 panic.go:20] `,
    ],
    ["color", () => "\u001b[36mapp-1  | \u001b[0m"],
    ["kernel", (i: number) => `[ 1234.${100000 + i}] `],
    ["not ASCII", (i: number) => `06:31:${seconds(i)} größe ▶ `],
    ["indented", () => "        "],
  ])("strips the prefix of %s", (_name, prefix) => {
    const snapshot = one(prefixed(prefix));
    expect(facts(snapshot)).toEqual(plain);
    expect(snapshot.unparsedCount).toBe(0);
  });

  it("takes the time from the prefix", () => {
    const text = prefixed(
      (i) => `2026-11-23T06:31:${seconds(i)}.5+01:00 app | `,
    );
    expect(one(text).takenAt).toBe("2026-11-23T05:31:00.500Z");
    expect(one(dump).takenAt).toBeNull();
  });

  it("reads a header whose following lines have no prefix", () => {
    expect(facts(one(`2026/11/23 06:31:00 boom ${dump}`))).toEqual(plain);
  });

  it("keeps two containers apart", () => {
    const lines = dump.split("\n");
    const text = lines
      .flatMap((line) => [`app-1 | ${line}`, `app-2 | ${line}`])
      .join("\n");
    const snapshots = parseGoroutineText(text);
    expect(snapshots.map(facts)).toEqual([plain, plain]);
  });

  it("ignores log lines between frames and keeps their text", () => {
    const noise = [
      "2026/11/23 06:31:00 GET /orders 200 (1.2ms)",
      'level=info msg="flushed cache.get(key)"',
      "",
      "done()",
      "[GIN] 2026/11/23 - 06:31:00 | 200 |",
      '{"level":"info","msg":"ok"}',
      "goroutine count is 12 now: fine",
    ];
    const lines = dump.split("\n");
    for (let at = 1; at < lines.length; at += 1) {
      const mixed = lines.toSpliced(at, 0, ...noise).join("\n");
      const snapshot = one(mixed);
      expect([at, facts(snapshot)]).toEqual([at, plain]);
    }
  });

  it("unwraps docker's json-file and go test -json", () => {
    const docker = dump
      .split("\n")
      .map((line) =>
        JSON.stringify({
          log: `${line}\n`,
          stream: "stderr",
          time: "2026-11-23T06:31:00.1Z",
        }),
      )
      .join("\n");
    expect(facts(one(docker))).toEqual(plain);
    const test = dump
      .split("\n")
      .map((line) =>
        JSON.stringify({
          Action: "output",
          Package: "p",
          Test: "T",
          Output: `${line}\n`,
        }),
      )
      .join("\n");
    expect(facts(one(test))).toEqual(plain);
    const entry = JSON.stringify({ level: "error", ctx: { stack: dump } });
    expect(facts(one(`${entry}\n`))).toEqual(plain);
    expect(
      facts(
        one(
          `ts=1 level=error stack="${dump.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`,
        ),
      ),
    ).toEqual(plain);
  });

  it("splits dumps of one log into snapshots", () => {
    const running = (id: number): string =>
      `goroutine ${id} [running]:\nruntime/pprof.writeGoroutineStacks()\n\t/p.go:1 +0x1\n\n`;
    const text = `${running(70)}${dump}\n${running(71)}${dump}\npanic: boom\n\n${running(90)}${dump}\n`;
    const snapshots = parseGoroutineText(text);
    expect(snapshots.map((s) => s.goroutineCount)).toEqual([4, 4, 4]);
    expect(snapshots.map((s) => text.split("\n")[s.firstLine - 1])).toEqual(
      [70, 71, 90].map((id) => `goroutine ${id} [running]:`),
    );
  });

  it("reads SIGQUIT with goroutine 0, registers and crash sequels as one", () => {
    const text = `SIGQUIT: quit
PC=0x46d1e3 m=0 sigcode=0

goroutine 0 [idle]:
runtime.futex()
	/usr/lib/go-1.19/src/runtime/sys_linux_amd64.s:560 +0x23 fp=0x7f sp=0x7e pc=0x46d1e3

goroutine 12 [running]:
main.spin()
	/src/main.go:3 +0x1

${dump}
rax    0xfffffffffffffffc
rflags 0x206
-----

SIGQUIT: quit
PC=0x46d1e3 m=1 sigcode=0

goroutine 0 [idle]:
runtime.futex()
	/usr/lib/go-1.19/src/runtime/sys_linux_amd64.s:560 +0x23

goroutine 13 [running]:
main.spin()
	/src/main.go:3 +0x1

rax    0xfffffffffffffffc
`;
    const snapshot = one(text);
    expect(snapshot.goroutineCount).toBe(7);
    expect(snapshot.unparsed).toEqual([]);
    expect(snapshot.goMinorAtLeast).toBe(21);
  });
});
