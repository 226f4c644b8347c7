/** `leakscope top` with a base against `go tool pprof`, live: stdout must be equal byte for byte. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runLeakscope } from "../golden/cli-run.ts";
import { findCorpus } from "./corpus.ts";
import { findOracle, runPprof, sampleTypesOf, type Oracle } from "./oracle.ts";

const fixturesDir = join(import.meta.dirname, "../fixtures/pprof");

/** Base, then current: heaps, CPU, goroutines; signed and delta profiles; profiles that don't fit. */
const PAIRS: readonly (readonly [string, string])[] = [
  ["go-heap-base.pb.gz", "go-heap-current.pb.gz"],
  ["go-heap-current.pb.gz", "go-heap-base.pb.gz"],
  ["go-heap-current.pb.gz", "go-heap-current.pb.gz"],
  ["go-heap-base.pb.gz", "go-heap-delta.pb.gz"],
  ["go-heap-delta.pb.gz", "go-heap-current.pb.gz"],
  ["go-heap-diff-base.pb.gz", "go-heap-current.pb.gz"],
  ["go-heap-subtracted.pb.gz", "go-heap-diff-base.pb.gz"],
  ["go-heap-sampled.pb.gz", "go-heap-merged.pb.gz"],
  ["go-allocs.pb.gz", "go-heap-current.pb.gz"],
  ["go-cpu.pb.gz", "go-cpu-focused.pb.gz"],
  ["go-goroutine.pb.gz", "go-goroutine-with-leaks.pb.gz"],
  ["go-mutex.pb.gz", "go-block.pb.gz"],
  ["negative.pb", "negative-balanced.pb"],
  ["labels-diff-base.pb", "labels-string.pb"],
  ["go-cpu.pb.gz", "go-goroutine.pb.gz"],
];

const MODES: readonly (readonly string[])[] = [
  ["-diff_base"],
  ["-base"],
  ["-diff_base", "-normalize"],
  ["-base", "-normalize"],
];

/** pprof takes ten seconds and more for each report of files above this: one report must do. */
const LARGE_BYTES = 1_000_000;
const LARGE_TIMEOUT_MILLIS = 300_000;

function flagsOf(mode: readonly string[], base: string): string[] {
  const [flag, ...more] = mode;
  return [`${flag}=${base}`, ...more];
}

async function expectEqual(
  oracle: Oracle,
  flags: readonly string[],
  file: string,
): Promise<void> {
  const theirs = await runPprof(oracle, ["-top", ...flags], file);
  const ours = await runLeakscope(["top", ...flags, file]);
  const what = `top ${flags.join(" ")} ${file}`;
  expect(ours.exitCode, `${what}: ${ours.stderr}`).toBe(theirs.exitCode);
  expect(ours.stdout.toString("latin1"), what).toBe(
    theirs.stdout.toString("latin1"),
  );
}

async function comparePair(base: string, current: string): Promise<void> {
  const lookup = await findOracle();
  if (!lookup.ok) throw new Error(lookup.reason);
  const { oracle } = lookup;
  if ((await stat(current)).size > LARGE_BYTES) {
    await expectEqual(oracle, flagsOf(["-diff_base"], base), current);
    return;
  }
  const types = await sampleTypesOf(oracle, current);
  const indices = types.map((_, index) => [`-sample_index=${index}`]);
  for (const mode of MODES) {
    const flags = flagsOf(mode, base);
    await expectEqual(oracle, flags, current);
    await expectEqual(oracle, [...flags, "-cum", "-nodecount=7"], current);
    for (const index of indices) {
      await expectEqual(
        oracle,
        [...flags, ...index, "-nodefraction=0"],
        current,
      );
    }
  }
}

const lookup = await findOracle();

describe.skipIf(!lookup.ok)("fixtures with a base", () => {
  test.each(PAIRS)("%s then %s", async (base, current) => {
    await comparePair(join(fixturesDir, base), join(fixturesDir, current));
  });
});

const corpus = await findCorpus();

/** Files of the corpus that are one another's base and current by name, and neighbours of one kind. */
function corpusPairs(profiles: readonly string[]): [string, string][] {
  const byName = profiles.flatMap((path): [string, string][] => {
    const current = path.replace(/(^|\/)base\./, "$1cur.");
    return current !== path && profiles.includes(current)
      ? [[path, current]]
      : [];
  });
  return byName;
}

describe.skipIf(corpus === undefined || !lookup.ok)("corpus pairs", () => {
  const pairs = corpusPairs(corpus?.profiles ?? []);
  test.each(pairs)(
    "%s then %s",
    async (base, current) => {
      const dir = corpus?.dir ?? "";
      await comparePair(join(dir, base), join(dir, current));
    },
    LARGE_TIMEOUT_MILLIS,
  );
  test("there are some", () => expect(pairs.length).toBeGreaterThan(0));
});
