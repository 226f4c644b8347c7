import { describe, expect, it } from "vitest";
import type { Profile } from "#profile/profile.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { judgeHeap } from "./judge-heap.ts";
import type { LeakFinding } from "./leak-finding.ts";

const RATE = 16 * 1024;

/**
 * A heap profile: `stack objects size`, frames root first, all of it in use. A fourth number is the
 * objects ever allocated there.
 */
function heap(...lines: readonly string[]): Profile {
  const text = lines
    .map((line) => {
      const [stack, ...numbers] = line.trim().split(/\s+/);
      const [objects, size, allocated = objects] = numbers.map(Number);
      return `${stack} ${allocated} ${allocated * size} ${objects} ${objects * size} {bytes=${size}:bytes}`;
    })
    .join("\n");
  return profileFromText(text, {
    periodType: "space/bytes",
    period: BigInt(RATE),
  });
}

function judge(base: Profile, current: Profile): LeakFinding[] {
  return judgeHeap([base, current]);
}

function find(findings: readonly LeakFinding[], key: string): LeakFinding {
  const found = findings.find((finding) => finding.key === key);
  if (found === undefined) throw new Error(`no finding ${key}`);
  return found;
}

describe("growth of sites", () => {
  it("is significant when sampling does not explain it", () => {
    const findings = judge(
      heap("main.main;main.load 9000 1024"),
      heap("main.main;main.load 66000 1024"),
    );
    expect(findings[0]).toMatchObject({
      kind: "heap",
      key: "main.load",
      mechanism: null,
      verdict: "suspect",
      confidence: "medium",
      category: "object-retention",
      count: 66000,
      baseCount: 9000,
      bytes: 67584000n,
      baseBytes: 9216000n,
    });
  });

  it("is not when it may be chance: an LRU of 2 KiB values at the default rate", () => {
    const lru = (objects: number): Profile =>
      profileFromText(
        `main.main;main.render 0 0 ${objects} ${objects * 2048} {bytes=2048:bytes}`,
        { periodType: "space/bytes", period: 524288n },
      );
    // 10.0 -> 18.4 MB, but 20 -> 36 samples: z = 2.1.
    const [finding] = judge(lru(5120), lru(9216));
    expect(finding.confidence).toBe("low");
    expect(judge(lru(6925), lru(7951))[0].verdict).toBe("benign");
  });

  it("compares single large objects exactly", () => {
    const [finding] = judge(
      heap("main.main;main.add 1 458752 1", "main.main;main.x 1 64"),
      heap("main.main;main.add 1 3620864 1", "main.main;main.add 0 458752 1"),
    );
    expect(finding).toMatchObject({ key: "main.add", confidence: "high" });
    expect(finding.evidence[0].code).toBe("heap-growth-exact");
  });

  it("does not report a table that was filled once in between", () => {
    const findings = judge(
      heap("main.main;main.other 100 1024"),
      heap(
        "main.main;main.other 100 1024",
        "main.main;main.loadCodes 1 3000000 1",
      ),
    );
    expect(findings.filter(({ verdict }) => verdict !== "benign")).toEqual([]);
  });

  it("sums a function's lines and callers, and looks at the one that gained", () => {
    const [finding] = judge(
      heap(
        "main.a;main.keep@k.go:10 500 1024",
        "main.b;main.keep@k.go:12 500 1024",
      ),
      heap(
        "main.a;main.keep@k.go:10 4000 1024",
        "main.b;main.keep@k.go:12 600 1024",
      ),
    );
    expect(finding).toMatchObject({
      count: 4600,
      baseCount: 1000,
      site: { func: "main.keep", file: "k.go", line: 10 },
    });
  });

  it("sees that growth has stopped when there is a third profile", () => {
    const steps = [200, 5000, 5000].map((n) =>
      heap(`main.main;main.fill ${n} 1024`),
    );
    expect(judgeHeap(steps)[0]).toMatchObject({ confidence: "low" });
    expect(judgeHeap(steps)[0].evidence[0].code).toBe("heap-stopped");
    const rising = [200, 5000, 9000].map((n) =>
      heap(`main.main;main.fill ${n} 1024`),
    );
    expect(judgeHeap(rising)[0].confidence).toBe("medium");
  });

  it("says nothing of one profile, or of other profiles", () => {
    expect(judgeHeap([heap("main.main;main.load 9000 1024")])).toEqual([]);
    const cpu = profileFromText("main.main 1 10");
    expect(judgeHeap([cpu, cpu])).toEqual([]);
  });

  it("marks what is expected", () => {
    const [finding] = judgeHeap(
      [
        heap("main.main;main.load 900 1024"),
        heap("main.main;main.load 66000 1024"),
      ],
      {
        userRules: {
          rules: [],
          expected: [{ category: "object-retention", key: "main.*" }],
        },
      },
    );
    expect(finding).toMatchObject({
      category: "benign-expected",
      verdict: "benign",
    });
  });
});

/** Category of a site that grows tenfold. */
function categoryOf(
  stack: string,
  size = 64,
  ...more: readonly string[]
): string {
  const findings = judge(
    heap(`${stack} 3000 ${size}`, ...more),
    heap(`${stack} 30000 ${size}`, ...more),
  );
  return findings[0].category;
}

describe("what keeps the objects", () => {
  it.each([
    ["main.f;time.After;time.NewTimer", "timer-growth"],
    ["main.f;time.AfterFunc;time.newTimer", "timer-growth"],
    ["main.f;time.NewTicker", "ticker-growth"],
    ["main.f;context.WithCancel", "context-growth"],
    [
      "main.f;context.WithTimeout;context.WithDeadlineCause;time.AfterFunc",
      "context-growth",
    ],
    ["net/http.(*conn).serve;main.handle;context.WithValue", "context-growth"],
    ["main.f;sync.(*Map).Store;sync.newEntry", "map-growth"],
    [
      "main.f;sync.(*Map).Store;internal/sync.(*HashTrieMap[go.shape.interface]).Swap",
      "map-growth",
    ],
    [
      "main.f;container/list.(*List).PushBack;container/list.(*List).insertValue",
      "list-growth",
    ],
    ["main.f;os.Open;os.OpenFile;os.newFile", "fd-growth"],
    ["main.f;net.Dial;net.newFD", "conn-growth"],
    [
      "net/http.(*conn).serve;net/http.newBufioReader;bufio.NewReaderSize",
      "conn-growth",
    ],
    [
      "net/http.(*Transport).dialConnFor;net/http.(*Transport).dialConn;bufio.NewReaderSize",
      "http-body-unclosed",
    ],
    [
      "main.poll;net/http.(*Client).Get;net/http.NewRequest",
      "http-body-unclosed",
    ],
    ["net/http.(*persistConn).readLoop", "http-body-unclosed"],
    ["main.f;io.ReadAll", "buffer-growth"],
    [
      "main.f;fmt.Fprintf;bytes.(*Buffer).Write;bytes.growSlice",
      "buffer-growth",
    ],
    ["main.f;fmt.Sprintf", "object-retention"],
    ["main.f;strings.ToUpper;strings.(*Builder).Grow", "object-retention"],
    ["main.f", "object-retention"],
  ])("%s is %s", (stack, category) => {
    expect(categoryOf(stack)).toBe(category);
  });

  it("knows goroutine descriptors, whose stacks are all the runtime's", () => {
    const [finding] = judge(
      heap("runtime.newproc1;runtime.malg 1200 416"),
      heap("runtime.newproc1;runtime.malg 13000 416"),
    );
    expect(finding).toMatchObject({
      category: "goroutine-growth",
      key: "runtime.malg",
      confidence: "high",
      site: null,
    });
  });

  it("tells large objects of one size from a buffer", () => {
    expect(categoryOf("main.read;io.ReadAll", 524288)).toBe(
      "subslice-retention",
    );
    expect(categoryOf("main.read", 606208)).toBe("subslice-retention");
  });

  it("knows a bucket array by 17 (Go 1.23 and older)", () => {
    const table = (size: number): Profile =>
      heap(`main.main;main.put@/usr/lib/go-1.19/src/x.go:7 1 ${size}`);
    // 2^15 buckets of 208 bytes and a sixteenth more.
    const [finding] = judge(
      table(458752),
      table(Math.round((2 ** 14 * 17 * 208) / 16)),
    );
    expect(finding.category).toBe("map-growth");
    expect(finding.evidence.map(({ code }) => code)).toContain("bucket-array");
  });

  it("knows a Swiss map by its two halves at one line", () => {
    const tables = (n: number): Profile =>
      heap(`main.main;main.put ${n} 27264`, `main.main;main.put ${n} 27264`);
    const [finding] = judge(tables(4), tables(64));
    expect(finding.category).toBe("map-growth");
    expect(finding.evidence.map(({ code }) => code)).toContain("swiss-split");
  });

  it.each([
    ["three hidden PCs (Go 1.23 and older)", "0x1;0x2;0x3", 4096],
    [
      "eight of them (Go 1.24 and newer)",
      "0x1;0x2;0x3;0x4;0x5;0x6;0x7;0x8",
      8192,
    ],
  ])("knows a map in debug=1 text by %s", (_, pcs, size) => {
    expect(categoryOf(`main.put;${pcs}`, size)).toBe("map-growth");
  });

  it("knows an appended slice: one object, larger each time", () => {
    const [finding] = judge(
      heap("main.main;main.record 1 1081344 1"),
      heap(
        "main.main;main.record 1 5365760 1",
        "main.main;main.record 0 1081344 1",
      ),
    );
    expect(finding).toMatchObject({
      category: "slice-growth",
      confidence: "high",
    });
  });

  it("names the most telling part of a site and mentions the others", () => {
    const [finding] = judge(
      heap("main.issue 1000 208", "main.issue;sync.(*Map).Store 1000 64"),
      heap("main.issue 60000 208", "main.issue;sync.(*Map).Store 60000 64"),
    );
    expect(finding.category).toBe("map-growth");
    expect(finding.evidence).toContainEqual({
      code: "also-here",
      values: { category: "object-retention", bytes: 59000 * 208 },
    });
  });
});

describe("sites explain each other", () => {
  it("relates values to the map of the function that makes them", () => {
    const findings = judge(
      heap(
        "main.put;main.newPlace 900 512",
        "main.put;sync.(*Map).Store 900 64",
      ),
      heap(
        "main.put;main.newPlace 60000 512",
        "main.put;sync.(*Map).Store 60000 64",
      ),
    );
    const values = find(findings, "main.newPlace");
    const map = find(findings, "main.put");
    expect(map.category).toBe("map-growth");
    expect(values.relatedTo).toEqual([findings.indexOf(map)]);
    expect(values.confidence).toBe("high");
  });

  it("sees one object per new goroutine", () => {
    const profile = (n: number): Profile =>
      heap(`main.newJob ${n} 2304`, `runtime.newproc1;runtime.malg ${n} 480`);
    const finding = find(judge(profile(1000), profile(12000)), "main.newJob");
    expect(finding.category).toBe("goroutine-pinned");
  });
});

describe("order", () => {
  it("has a container before what it keeps, with the weight of both", () => {
    const profile = (n: number): Profile =>
      heap(
        `main.put;main.newPlace ${n} 512`,
        `main.put;sync.(*Map).Store ${n} 64`,
        `main.other;bytes.growSlice ${n} 128`,
      );
    const findings = judge(profile(900), profile(60000));
    // By itself the map gained less than the buffers, and less than its values.
    expect(findings.map(({ key }) => key)).toEqual([
      "main.put",
      "main.newPlace",
      "main.other",
    ]);
    expect(findings[1].relatedTo).toEqual([0]);
  });
});
