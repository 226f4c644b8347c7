import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseGolden } from "../oracle/golden-file.ts";
import { withBaseIn } from "../oracle/oracle.ts";
import { runLeakscope } from "./cli-run.ts";

const goldenDir = import.meta.dirname;
const fixturesDir = join(goldenDir, "../fixtures/pprof");

/** pprof's report flags, and what we call them. */
const COMMANDS: Readonly<Record<string, string>> = {
  "-top": "top",
  "--top": "top",
  "-text": "top",
  "-traces": "traces",
};

/**
 * Read by us and refused by pprof, on purpose: a whole profile with something behind it is opened
 * with a warning (gzip-fault.ts).
 */
const READ_ALL_THE_SAME = new Set(["bad/gzip-trailing-garbage.pb.gz"]);

const goldens = (await readdir(goldenDir, { recursive: true })).filter(
  (file) => file.endsWith(".txt"),
);

describe("stdout equals go tool pprof's", () => {
  test.each(goldens)("%s", async (file) => {
    const golden = parseGolden(await readFile(join(goldenDir, file)));
    const fixture = join(fixturesDir, golden.fixture);
    if (READ_ALL_THE_SAME.has(golden.fixture)) {
      const ours = await runLeakscope(["top", fixture]);
      expect(ours.exitCode, ours.stderr).toBe(0);
      expect(ours.stdout.length).toBeGreaterThan(0);
      return;
    }
    for (const run of golden.runs) {
      const [report, ...flags] = run.args;
      const ours = await runLeakscope([
        COMMANDS[report],
        ...withBaseIn(fixturesDir, flags),
        fixture,
      ]);
      const what = `${golden.fixture} ${run.args.join(" ")}`;
      expect(ours.exitCode, `${what}: ${ours.stderr}`).toBe(run.exitCode);
      // Text first: a readable difference. Then bytes: names need not be UTF-8.
      expect(ours.stdout.toString("latin1"), what).toBe(
        run.stdout.toString("latin1"),
      );
      if (run.exitCode !== 0) {
        expect(ours.stderr, what).toMatch(/^leakscope: [^\n]+\n$/);
      }
    }
  });
});
