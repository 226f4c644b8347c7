/** Text of every traceback and debug=1 format, alone and inside logs. */
import fc from "fast-check";
import { arbitraryDump, renderDump } from "../../fixtures/arbitrary-dump.ts";

const hex = fc.oneof(
  fc.constantFrom("0x0", "0x1", "0x46f1e2", "0xffffffffffffffff", "0x", "1e"),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => `0x${n.toString(16)}`),
);

const count = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 9 }).map(String) },
  fc.constantFrom("-1", "9007199254740993", "9223372036854775807"),
  fc.constantFrom("9223372036854775808", "18446744073709551616", "007"),
);

const pcs = fc.array(hex, { maxLength: 6 }).map((list) => list.join(" "));

const symbolLine = fc
  .tuple(
    hex,
    fc.constantFrom("main.f", "a/b.(*T).M", "main.f.func1", "größe.x", "?"),
    fc.constantFrom("+0x1d", "+0x0", ""),
    fc.constantFrom("/src/a.go:12", "a b/c.go:0", "C:/x/y.go:99999999999", ""),
  )
  .map(([pc, func, offset, place]) => `#\t${pc}\t${func}${offset}\t\t${place}`);

const symbols = fc
  .array(symbolLine, { maxLength: 5 })
  .map((lines) => lines.join("\n"));

const records = (head: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(head, pcs, symbols, fc.constantFrom("\n", "\n\n", "\r\n")),
      { maxLength: 6 },
    )
    .map((rows) =>
      rows
        .map(
          ([start, stack, names, end]) => `${start} @ ${stack}\n${names}${end}`,
        )
        .join(""),
    );

const memStats = fc.constantFrom(
  "",
  "\n# runtime.MemStats\n# Alloc = 1\n# Stack = 3 / 4\n# PauseNs = [1 2 3]\n",
  "\n# runtime.MemStats\n# Alloc = \n# =\n# NumGC = 99999999999999999999\n",
);

const heapCounts = fc
  .tuple(count, count, count, count)
  .map(([a, b, c, d]) => `${a}: ${b} [${c}: ${d}]`);

const heapText = fc
  .tuple(
    heapCounts,
    fc.constantFrom(
      "heap/1048576",
      "heap/0",
      "heap/",
      "heap_v2/524288",
      "heapprofile",
      "heap/99999999999999999999",
    ),
    records(heapCounts),
    memStats,
  )
  .map(
    ([total, kind, rows, stats]) =>
      `heap profile: ${total} @ ${kind}\n${rows}${stats}`,
  );

const contentionText = fc
  .tuple(
    fc.constantFrom("--- contention:", "--- mutex:", "--- contentionz 1 ---"),
    fc.constantFrom(
      "",
      "cycles/second=2400000000\n",
      "cycles/second=0\n",
      "cycles/second=1\nsampling period=3\n",
      "ms since reset=99999999999999999999\n",
    ),
    records(fc.tuple(count, count).map(([delay, n]) => `${delay} ${n}`)),
  )
  .map((parts) => `${parts[0]}\n${parts[1]}${parts[2]}`);

const labelLine = fc.constantFrom(
  "",
  '# labels: {"a":"b"}\n',
  '# labels: {"a":"\\u00e4", "a":"c"}\n',
  "# labels: {\n",
);

const countText = fc
  .tuple(
    fc.constantFrom("goroutine", "goroutineleak", "threadcreate", "my.profile"),
    count,
    records(count),
    labelLine,
  )
  .map(
    ([name, total, rows, labels]) =>
      `${name} profile: total ${total}\n${rows}${labels}`,
  );

/** debug=1 texts of `runtime/pprof`, with values no runtime prints among them. */
export const arbitraryRecordText: fc.Arbitrary<string> = fc.oneof(
  heapText,
  contentionText,
  countText,
);

const trace = arbitraryDump.map(renderDump);

const HEADS = [
  "",
  "panic: runtime error: index out of range [5] with length 3\n\n",
  "panic: a [recovered]\n\tpanic: b\n\n",
  "fatal error: all goroutines are asleep - deadlock!\n\n",
  "SIGQUIT: quit\nPC=0x46f1e1 m=0 sigcode=0\n\n",
  "fatal error: concurrent map writes\n[signal SIGSEGV: x]\n\n",
  "    leak_test.go:12: found unexpected goroutines:\n[",
  "goleak: Errors on successful test run: found unexpected goroutines:\n[",
  "runtime stack:\nruntime.throw({0x1, 0x2})\n\t/go/panic.go:1 +0x1\n\n",
];

const TAILS = [
  "",
  "\nrax    0x1\nrbx    0x2\n",
  "]\n--- FAIL: TestX (0.01s)\nFAIL\n",
  "...additional frames elided...\n",
  "\ngoroutine running on other thread; stack unavailable\n",
  "exit status 2\n",
];

/** A log's prefix in front of every line. */
const WRAPPERS: readonly ((line: string, i: number) => string)[] = [
  (line) => line,
  (line) => line,
  (line) => `${line}\r`,
  (line, i) => `2026-11-23T10:00:${String(i % 60).padStart(2, "0")}.5Z ${line}`,
  (line) => `2026-11-23T10:00:00.123456789Z stderr F ${line}`,
  (line) => `Nov 23 10:00:00 host app[12]: ${line}`,
  (line) =>
    JSON.stringify({ log: `${line}\n`, stream: "stderr", time: "2026-11-23" }),
  (line) =>
    JSON.stringify({ Action: "output", Package: "p", Output: `${line}\n` }),
  (line) => JSON.stringify({ level: "error", stacktrace: line }),
  (line) => `\u001b[31m${line}\u001b[0m`,
];

/** Tracebacks of every kind, whole or cut, in the logs they are found in. */
export const arbitraryTraceText: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...HEADS),
      fc.oneof({ weight: 4, arbitrary: trace }, countText),
      fc.constantFrom(...TAILS),
      fc.constantFrom(...WRAPPERS),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) =>
    parts
      .map(([head, body, tail, wrap]) =>
        (head + body + tail).split("\n").map(wrap).join("\n"),
      )
      .join("\n"),
  );
