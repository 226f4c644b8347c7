/**
 * Filtered views of the window against the terminal's reports under the same filters, which the
 * oracle tests hold against `go tool pprof`.
 */
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { FILTER_FLAGS } from "#contract/filter-flags.ts";
import { JobControl } from "#base/cancel-flag.ts";
import {
  decodeFilterOutcome,
  VIEW_FILTER_NAMES,
  type ViewFilters,
} from "#contract/view-filters.ts";
import {
  decodeFlameView,
  decodeNeighbourView,
  decodeTopView,
} from "#contract/views.ts";
import type { SessionView } from "#contract/worker-messages.ts";
import { runDecodeJob } from "#session/decode-job.ts";
import {
  createSession,
  type AnswerView,
} from "#session/view/create-session.ts";
import { runCli } from "../../src/cli/run-cli.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FIXTURES = "tests/fixtures/pprof";
const SAMPLES = "resources/samples";

interface TopJson {
  readonly total: string;
  readonly rows: readonly {
    readonly function: string;
    readonly flat: string;
    readonly cum: string;
  }[];
}

async function terminalTop(
  path: string,
  sampleTypeIndex: number,
  flags: readonly string[],
): Promise<{ readonly top: TopJson; readonly stderr: string }> {
  const out: Uint8Array[] = [];
  let stderr = "";
  const exitCode = await runCli(
    [
      "top",
      "--format=json",
      "-nodefraction=0",
      `-sample_index=${sampleTypeIndex}`,
      ...flags,
      resolve(ROOT, path),
    ],
    {
      env: { TZ: "UTC", LC_ALL: "C" },
      readStdin: () => Promise.resolve(new Uint8Array()),
      writeStdout: (chunk) => {
        out.push(chunk);
        return Promise.resolve(true);
      },
      writeStderr: (text) => {
        stderr += text;
      },
    },
  );
  expect([exitCode, flags]).toEqual([0, flags]);
  return { top: JSON.parse(Buffer.concat(out).toString()) as TopJson, stderr };
}

async function session(path: string): Promise<AnswerView> {
  const reply = await runDecodeJob({
    source: { type: "path", path: resolve(ROOT, path) },
    control: new JobControl().buffer,
    limitBytes: 2 ** 30,
  });
  if (!reply.ok) throw new Error(reply.error.code);
  return createSession({ profile: reply.value.profile, limitBytes: 2 ** 28 });
}

/** The block of an answer in memory of its own, as it arrives in the page. */
function block(answer: AnswerView, view: SessionView): ArrayBuffer {
  const reply = answer(view, new JobControl().buffer);
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return new Uint8Array(reply.value.block).buffer;
}

function shownRows(
  answer: AnswerView,
  sampleTypeIndex: number,
  filters: ViewFilters,
): { readonly total: string; readonly rows: readonly string[] } {
  const view = decodeTopView(
    block(answer, { view: "top", sampleTypeIndex, filters }),
  );
  const rows = Array.from(
    { length: view.length },
    (_, i) =>
      `${view.flat[i]} ${view.cum[i]} ${view.strings.get(view.name[i])}`,
  );
  return { total: String(view.total), rows };
}

const CASES: readonly (readonly [string, number, ViewFilters])[] = [
  [`${SAMPLES}/cpu.pb.gz`, 1, [{ name: "focus", pattern: "compress/" }]],
  [`${SAMPLES}/cpu.pb.gz`, 0, [{ name: "focus", pattern: "deflate\\.go" }]],
  [`${SAMPLES}/cpu.pb.gz`, 1, [{ name: "ignore", pattern: "^runtime\\." }]],
  [`${SAMPLES}/cpu.pb.gz`, 1, [{ name: "hide", pattern: "^runtime\\.|json" }]],
  [`${SAMPLES}/cpu.pb.gz`, 1, [{ name: "show", pattern: "http|json" }]],
  [`${SAMPLES}/cpu.pb.gz`, 1, [{ name: "showFrom", pattern: "ServeHTTP" }]],
  [`${SAMPLES}/cpu.pb.gz`, 1, [{ name: "pruneFrom", pattern: "ServeHTTP$" }]],
  [
    `${SAMPLES}/cpu.pb.gz`,
    1,
    [
      { name: "focus", pattern: "http" },
      { name: "ignore", pattern: "gzip" },
      { name: "hide", pattern: "mallocgc" },
    ],
  ],
  [`${SAMPLES}/heap.pb.gz`, 3, [{ name: "focus", pattern: "main\\." }]],
  [`${SAMPLES}/heap.pb.gz`, 1, [{ name: "hide", pattern: "bytes|bufio" }]],
  [`${SAMPLES}/heap.pb.gz`, 3, [{ name: "tagFocus", pattern: "1kb:" }]],
  [`${SAMPLES}/heap.pb.gz`, 3, [{ name: "tagIgnore", pattern: "bytes=:1kb" }]],
  [`${FIXTURES}/labels-string.pb`, 0, [{ name: "tagFocus", pattern: "a" }]],
  [`${FIXTURES}/inlines-recursive.pb`, 0, [{ name: "hide", pattern: "add" }]],
  [
    `${FIXTURES}/go-heap-diff-base.pb.gz`,
    3,
    [{ name: "focus", pattern: "main" }],
  ],
  [`${FIXTURES}/negative.pb`, 0, [{ name: "ignore", pattern: "shrink" }]],
];

describe("filtered views", () => {
  it.each(CASES)("%s, sample type %i: %j", async (path, type, filters) => {
    const flags = filters.map(
      ({ name, pattern }) => `-${FILTER_FLAGS[name]}=${pattern}`,
    );
    const { top, stderr } = await terminalTop(path, type, flags);
    expect(top.rows.length).toBeGreaterThan(0);
    const answer = await session(path);
    const shown = shownRows(answer, type, filters);
    // One row a binary in pprof where a frame has no function, one an address in the window (C7).
    const expected = top.rows.map(
      (row) => `${row.flat} ${row.cum} ${row.function}`,
    );
    expect(shown.rows).toEqual(expected);
    expect(shown.total).toBe(top.total);
    const outcome = decodeFilterOutcome(
      block(answer, { view: "filtered", sampleTypeIndex: type, filters }),
    );
    expect(outcome.unmatched.length > 0).toBe(stderr.includes("no samples"));

    const flame = decodeFlameView(
      block(answer, {
        view: "flame",
        sampleTypeIndex: type,
        inverted: false,
        filters,
      }),
    );
    expect(flame.layout.end[0]).toBe(Number(outcome.shown));
    const byName = new Map<string, bigint>();
    flame.layout.frame.forEach((frame, i) => {
      if (frame < 0) return;
      const name = flame.frames.strings.get(flame.frames.name[frame]);
      const flat = byName.get(name) ?? 0n;
      byName.set(name, flat + BigInt(flame.layout.flat[i]));
    });
    for (const row of top.rows) {
      expect([row.function, byName.get(row.function) ?? 0n]).toEqual([
        row.function,
        BigInt(row.flat),
      ]);
    }
    for (const row of top.rows.slice(0, 5)) {
      const { flat, cum, total } = decodeNeighbourView(
        block(answer, {
          view: "neighbours",
          sampleTypeIndex: type,
          func: row.function,
          filters,
        }),
      );
      expect([flat, cum, total].map(String)).toEqual([
        row.flat,
        row.cum,
        top.total,
      ]);
    }
  });

  it("of one name are alternatives", async () => {
    const path = `${SAMPLES}/cpu.pb.gz`;
    const { top } = await terminalTop(path, 1, ["-ignore=gzip|^runtime\\.gc"]);
    const shown = shownRows(await session(path), 1, [
      { name: "ignore", pattern: "gzip" },
      { name: "ignore", pattern: "^runtime\\.gc" },
    ]);
    expect(shown.rows).toEqual(
      top.rows.map((row) => `${row.flat} ${row.cum} ${row.function}`),
    );
  });

  it("say what was filtered away, and which met nothing", async () => {
    const answer = await session(`${SAMPLES}/cpu.pb.gz`);
    const outcome = decodeFilterOutcome(
      block(answer, {
        view: "filtered",
        sampleTypeIndex: 1,
        filters: [
          { name: "ignore", pattern: "net/http" },
          { name: "hide", pattern: "nowhere" },
          { name: "pruneFrom", pattern: "nowhere" },
        ],
      }),
    );
    expect(outcome.unmatched).toEqual(["hide", "pruneFrom"]);
    expect(outcome.shown).toBeLessThan(outcome.total);
    expect(outcome.shownSamples).toBeLessThan(outcome.samples);
  });

  it.each(VIEW_FILTER_NAMES)(
    "a bad expression of %s is an error",
    async (name) => {
      const answer = await session(`${FIXTURES}/go-cpu.pb.gz`);
      const reply = answer(
        {
          view: "top",
          sampleTypeIndex: 0,
          filters: [{ name, pattern: "a(b" }],
        },
        new JobControl().buffer,
      );
      expect(reply).toMatchObject({
        ok: false,
        error: { code: "bad-filter", filter: name, pattern: "a(b" },
      });
    },
  );
});
