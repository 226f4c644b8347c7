import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatGolden, parseGolden } from "./golden-file.ts";
import type { GoldenRun } from "./golden-file.ts";
import { findOracle, runPprof } from "./oracle.ts";

const root = join(import.meta.dirname, "../..");
const fixturesDir = join(root, "tests/fixtures/pprof");
const goldenDir = join(root, "tests/golden");

const runs = fc.array(
  fc.record({
    args: fc.array(fc.stringMatching(/^[!-~]+$/), { minLength: 1 }),
    exitCode: fc.nat(3),
    stdout: fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc
        .array(fc.constantFrom("=== -top", "|", "!", "exit 1", "", "\\ no"))
        .map((lines) => Buffer.from(lines.join("\n"))),
    ),
    stderr: fc.array(fc.stringMatching(/^[ -~]*$/)),
  }),
  { minLength: 1, maxLength: 8 },
);

function byArgs(list: readonly GoldenRun[]): string[] {
  return list
    .map((run) =>
      JSON.stringify({ ...run, stdout: run.stdout.toString("hex") }),
    )
    .sort();
}

describe("golden files", () => {
  test("what is written is read back, whatever the bytes", () => {
    fc.assert(
      fc.property(runs, (list) => {
        const golden = { fixture: "a b.pb", goVersion: "go1.26", runs: list };
        const read = parseGolden(formatGolden(golden));
        expect(read.fixture).toBe(golden.fixture);
        expect(byArgs(read.runs)).toEqual(byArgs(list));
      }),
    );
  });

  test("every profile has one and there is none without a profile", async () => {
    const files = async (dir: string) =>
      (await readdir(dir, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name).slice(dir.length + 1),
        );
    const profiles = (await files(fixturesDir)).filter(
      (path) => !/(^|\/)\.|\.(md|zst)$/.test(path),
    );
    const goldens = (await files(goldenDir)).filter((path) =>
      path.endsWith(".txt"),
    );
    expect(profiles.length).toBeGreaterThan(100);
    expect(goldens.sort()).toEqual(
      profiles.map((path) => `${path}.txt`).sort(),
    );
  });

  test("they still are what pprof says", async (context) => {
    const lookup = await findOracle();
    if (!lookup.ok) {
      context.skip(`goldens not held against pprof: ${lookup.reason}`);
      return;
    }
    const goldens = (await readdir(goldenDir)).filter((f) =>
      f.endsWith(".txt"),
    );
    await Promise.all(
      goldens.map(async (name) => {
        const golden = parseGolden(await readFile(join(goldenDir, name)));
        const file = join(fixturesDir, golden.fixture);
        for (const args of [["-top"], ["-traces"]]) {
          const recorded = golden.runs.find(
            (run) => run.args.join(" ") === args.join(" "),
          );
          const live = await runPprof(lookup.oracle, args, file);
          expect(live.exitCode, `${name} ${args.join(" ")}`).toBe(
            recorded?.exitCode,
          );
          expect(live.stdout.equals(recorded!.stdout), name).toBe(true);
        }
      }),
    );
  });
});
