import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LeakReport } from "#contract/leak-report.ts";
import { runCli } from "./run-cli.ts";

const FIXTURES = fileURLToPath(
  new URL("../../tests/fixtures/leaks/captures/", import.meta.url),
);
const freight = (file: string): string => join(FIXTURES, "freight", file);
const BASE = freight("base.goroutine.pb.gz");
const CURRENT = freight("cur.goroutine.pb.gz");

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function report(args: readonly string[], stdin = ""): Promise<Run> {
  const chunks: Uint8Array[] = [];
  let stderr = "";
  const code = await runCli(["report", ...args], {
    env: { LANG: "en_US.UTF-8" },
    readStdin: () => Promise.resolve(Buffer.from(stdin, "latin1")),
    writeStdout: (chunk) => {
      chunks.push(chunk);
      return Promise.resolve(true);
    },
    writeStderr: (text) => {
      stderr += text;
    },
  });
  return { code, stdout: Buffer.concat(chunks).toString("utf8"), stderr };
}

async function json(args: readonly string[]): Promise<LeakReport> {
  const { stdout } = await report([...args, "--format", "json"]);
  return JSON.parse(stdout) as LeakReport;
}

function schema(path: string): Record<string, unknown> {
  return JSON.parse(
    readFileSync(new URL(path, import.meta.url), "utf8"),
  ) as Record<string, unknown>;
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-report-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const DUMP = `goroutine 1 [select (no cases)]:
main.main()
\t/src/main.go:9 +0x1

goroutine 18 [chan send, 5 minutes]:
main.push(0xc0000a6a10)
\t/src/push.go:12 +0x25
created by main.handle in goroutine 1
\t/src/main.go:30 +0x1d
`;

describe("leakscope report", () => {
  it("prints JSON by the published schema, every goroutine once", async () => {
    const ajv = new Ajv({ strict: false });
    const validate = ajv.compile(
      schema("../../resources/schema/leakscope-report-1.schema.json"),
    );
    const result = await json([
      CURRENT,
      "--base",
      BASE,
      join(FIXTURES, "atlas.rate16k", "cur.heap.pb.gz"),
      "--base",
      join(FIXTURES, "atlas.rate16k", "base.heap.pb.gz"),
    ]);
    validate(result);
    expect(validate.errors).toBeNull();
    const goroutines = result.findings.filter(
      ({ kind }) => kind === "goroutine",
    );
    const newest = result.inputs.find(
      ({ kind, role }) => kind === "goroutine" && role === "current",
    );
    expect(goroutines.reduce((sum, { count }) => sum + count, 0)).toBe(
      newest?.goroutines,
    );
    expect(result.findings.some(({ kind }) => kind === "heap")).toBe(true);
    for (const { relatedTo } of result.findings) {
      for (const index of relatedTo) {
        expect(result.findings[index]).toBeDefined();
      }
    }
    const identities = goroutines.map(
      ({ category, key, waitReason, createdBy }) =>
        JSON.stringify([category, key, waitReason, createdBy?.function]),
    );
    expect(new Set(identities).size).toBe(identities.length);
  });

  it("joins a profile and a dump of one moment", async () => {
    const manifests = (name: string): string =>
      join(FIXTURES, "manifests", name);
    const { inputs, findings } = await json([
      manifests("cur.goroutine.pb.gz"),
      manifests("cur.goroutine.debug2.txt.gz"),
    ]);
    expect(
      inputs.flatMap(({ warnings }) => warnings.map(({ code }) => code)),
    ).toContain("joined");
    const total = findings.reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(inputs[1].goroutines);
    const range = findings.find(({ mechanism }) => mechanism === "chan-range");
    expect(range?.createdBy ?? null).not.toBeNull();
  });

  it("is valid SARIF 2.1.0", async () => {
    const {
      id,
      $schema: _dialect,
      ...draft4
    } = schema("../../tests/fixtures/sarif/sarif-schema-2.1.0.json");
    const validate = new Ajv({
      strict: false,
      validateFormats: false,
      // One pattern of the schema is no regular expression with the u flag.
      unicodeRegExp: false,
    }).compile({
      ...draft4,
      $id: String(id),
    });
    for (const more of [[], ["--all", "--lang", "zh-CN"]]) {
      const { stdout } = await report([
        CURRENT,
        "--base",
        BASE,
        "--format",
        "sarif",
        ...more,
      ]);
      const log = JSON.parse(stdout) as {
        runs: { results: { level: string; ruleIndex: number }[] }[];
      };
      validate(log);
      expect(validate.errors).toBeNull();
      expect(log.runs[0].results[0].level).toBe("error");
    }
    expect(validate({ version: "2.1.0", runs: [{}] })).toBe(false);
  });

  it("fails the run from --fail-on up", async () => {
    const codes: Record<string, number> = {};
    for (const level of ["proved", "high", "medium", "low", "never"]) {
      const { code } = await report([
        CURRENT,
        "--base",
        BASE,
        "--fail-on",
        level,
      ]);
      codes[level] = code;
    }
    expect(codes).toEqual({ proved: 0, high: 1, medium: 1, low: 1, never: 0 });
    const steady = await report([
      join(FIXTURES, "harbour", "cur.goroutine.pb.gz"),
      "--base",
      join(FIXTURES, "harbour", "base.goroutine.pb.gz"),
      "--fail-on",
      "medium",
    ]);
    expect(steady.code).toBe(0);
    expect(steady.stdout).toContain("--fail-on medium: none found");
  });

  it("leaves out small findings where it is told to", async () => {
    const all = await report([CURRENT, "--base", BASE, "--fail-on", "high"]);
    const none = await report([
      CURRENT,
      "--base",
      BASE,
      "--fail-on",
      "high",
      "--min-count",
      "100000",
    ]);
    expect([all.code, none.code]).toEqual([1, 0]);
    expect(none.stdout).toContain("below --min-count not shown");
  });

  it("reads standard input, gzip, and several dumps of a log as a series", async () => {
    const piped = await report(["-", "--format", "json"], DUMP);
    expect(JSON.parse(piped.stdout)).toMatchObject({
      inputs: [{ path: "-", goroutines: 2, format: "goroutine-debug2" }],
    });
    const growing = DUMP.replace(
      /$/,
      `\n2026/11/23 06:31:00 SIGQUIT: quit\n\n${DUMP}${[19, 20, 21, 22]
        .map(
          (id) =>
            `\ngoroutine ${id} [chan send, 5 minutes]:\nmain.push(0xc0000a6a10)\n\t/src/push.go:12 +0x25\ncreated by main.handle in goroutine 1\n\t/src/main.go:30 +0x1d\n`,
        )
        .join("")}`,
    );
    const { inputs, findings } = await json([
      file("service.log.gz", gzipSync(growing)),
    ]);
    expect(inputs.map(({ part }) => part)).toEqual([1, 2]);
    expect(findings[0]).toMatchObject({
      category: "chan-send",
      count: 5,
      baseCount: 1,
      confidence: "high",
    });
  });

  it("reads well in a log", async () => {
    const base = file("base.txt", DUMP);
    const current = file(
      "cur.txt",
      DUMP +
        [19, 20, 21]
          .map((id) => `\n${DUMP.split("\n\n")[1].replace("18", String(id))}`)
          .join(""),
    );
    const { stdout } = await report([current, "--base", base]);
    expect(stdout.replaceAll(folder, "")).toMatchInlineSnapshot(`
      "leakscope: 1 leak, 0 suspects, 1 harmless
        base:  /base.txt  goroutine  2 goroutines
        current:  /cur.txt  goroutine  5 goroutines

      Leaks
        #1  high  chan-send  4 (+3)  ≥ 5 min  main.push  /src/push.go:12
           Blocked channel send: 4 goroutines blocked sending on a channel that nobody
             reads.
           - in main.push (push.go:12)
           - wait reason: chan send
           - grew 1 → 4 over 2 snapshots
           - none of the 1 in the first snapshot has ended
           - blocked for at least 5 min (counted from the first garbage collection
             that saw it)
           created by: main.handle (/src/main.go:30)
           harmless if: a receiver is alive and only slow (back-pressure, a full token
             bucket, a semaphore slot): then the count stays flat.
           fix: Give the channel a buffer as large as the number of senders, or select
             on the send and ctx.Done().

      1 harmless (main waits 1); --all lists them
      "
    `);
  });

  it("prints Markdown that names of Go can't break", async () => {
    const { stdout } = await report([
      file("generic.txt", DUMP.replaceAll("main.push", "main.(*q[...]).a|b`c")),
      "--format",
      "markdown",
      "--all",
    ]);
    const rows = stdout.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows) {
      expect(row.replace(/\\\|/g, "").split("|")).toHaveLength(7);
    }
  });

  it("takes rules, and says what is wrong with them", async () => {
    const rules = (body: object): string =>
      file(
        "rules.json",
        JSON.stringify({ schema: "leakscope-rules/1", ...body }),
      );
    const dump = file("dump.txt", DUMP);
    const marked = await json([
      dump,
      "--rules",
      rules({ expected: [{ category: "chan-send", key: "main.push" }] }),
    ]);
    expect(marked.findings.every(({ verdict }) => verdict === "benign")).toBe(
      true,
    );
    const wrong = await report([dump, "--rules", rules({ expect: [] })]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toMatch(
      /^leakscope: .*there is no field expect; there are .*\n$/,
    );
    const missing = await report([dump, "--rules", join(folder, "none.json")]);
    expect(missing).toMatchObject({ code: 2, stdout: "" });
  });

  it.each([
    [[]],
    [["a.pb", "--format", "xml"]],
    [["a.pb", "--fail-on", "often"]],
    [["a.pb", "--min-count", "-1"]],
    [["a.pb", "--lang", "fr"]],
    [["a.pb", "--nope"]],
    [["/nowhere/at/all.pb"]],
  ])("ends with 2 and one line for %j", async (args) => {
    const { code, stdout, stderr } = await report(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^leakscope: [^\n]+\n$/);
  });

  it("says what a file looks like that holds nothing of ours", async () => {
    const { code, stderr } = await report([
      file("page.html", "<html><body>Sign in</body></html>"),
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/HTML/i);
  });

  it("lists what it does not judge", async () => {
    const cpu = fileURLToPath(
      new URL("../../resources/samples/cpu.pb.gz", import.meta.url),
    );
    const { inputs, findings } = await json([cpu]);
    expect(findings).toEqual([]);
    expect(inputs[0].warnings.map(({ code }) => code)).toContain("not-judged");
  });
});
