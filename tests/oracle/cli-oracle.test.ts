import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runLeakscope } from "../golden/cli-run.ts";
import { findCorpus } from "./corpus.ts";
import {
  findOracle,
  runPprof,
  sampleTypesOf,
  standardRuns,
  type Oracle,
} from "./oracle.ts";

const fixturesDir = join(import.meta.dirname, "../fixtures/pprof");

/** Options beyond the goldens', for the default sample type. */
const MATRIX: readonly (readonly string[])[] = [
  ["-top", "-filefunctions", "-nodefraction=0"],
  ["-top", "-lines"],
  ["-top", "-lines", "-showcolumns", "-nodefraction=0"],
  ["-top", "-addresses"],
  ["-top", "-addresses", "-noinlines", "-nodefraction=0"],
  ["-top", "-noinlines"],
  ["-top", "-lines", "-noinlines", "-cum", "-nodecount=7"],
  ["-top", "-mean", "-nodefraction=0"],
  ["-top", "-mean", "-cum", "-nodecount=4"],
  ["-top", "-unit=auto", "-nodefraction=0"],
  ["-top", "-unit=hours"],
  ["-top", "-divide_by=7"],
  ["-top", "-divide_by=0.25", "-unit=kb", "-nodefraction=0"],
  ["-top", "-drop_negative", "-cum"],
  ["-top", "-trim=false"],
  ["-top", "-nodecount=8", "-edgefraction=0.2"],
  ["-top", "-edgefraction=0", "-nodefraction=0.02"],
  ["-top", "-relative_percentages", "-compact_labels"],
  ["-top", "-call_tree"],
  ["-top", "-lines", "-trim_path=/usr/local/go/src:/root/go", "-nodecount=9"],
  ["-top", "-lines", "-source_path=/home/me/src", "-nodecount=9"],
  ["-top", "-add_comment=checked"],
  ["-top", "-buildid=0123abc"],
  ["-traces", "-lines"],
  ["-traces", "-addresses"],
  ["-traces", "-filefunctions", "-noinlines"],
  ["-traces", "-mean", "-unit=auto"],
  ["-traces", "-compact_labels", "-divide_by=3"],
  ["-tags"],
  ["-tags", "-unit=mb"],
  ["-peek=."],
  ["-peek=^runtime", "-lines"],
  ["-peek=nothing-matches-this"],
  ["-top", "-focus=main"],
  ["-top", "-focus=runtime|main", "-ignore=gc|alloc"],
  ["-top", "-hide=^runtime"],
  ["-top", "-show=main", "-cum"],
  ["-top", "-show_from=main\\..*", "-nodefraction=0"],
  ["-top", "-hide=a", "-show=[b-z]", "-focus=.", "-lines"],
  ["-traces", "-hide=runtime"],
  ["-top", "-prune_from=main"],
  ["-top", "-focus=\\.go", "-relative_percentages"],
  ["-top", "-focus=(?i)MAIN"],
  ["-top", "-tagignore=."],
  ["-tags", "-tagfocus=bytes=1kb:64kb"],
  ["-traces", "-taghide=b"],
  ["-top", "-tagroot=bytes"],
  ["-traces", "-tagroot=key,bytes", "-tagleaf=bytes"],
];

/** Each fixture gets every so many-th of the options, and each option every so many-th fixture. */
const STRIDE = 8;

/**
 * Where pprof is no judge: its new ids for label frames overflow in `ids-64-bit.pb`, and entries that
 * print alike come in random order in `names-empty.pb`.
 */
const UNFIT: ReadonlySet<string> = new Set(["ids-64-bit.pb", "names-empty.pb"]);

/** pprof takes seconds for each report of files above this. */
const LARGE_BYTES = 1_000_000;

async function expectEqual(
  oracle: Oracle,
  args: readonly string[],
  ...files: string[]
): Promise<void> {
  const [report, ...flags] = args;
  const command = report.startsWith("-peek=")
    ? ["peek", report]
    : [report.slice(1)];
  const theirs = await runPprof(oracle, args, ...files);
  const ours = await runLeakscope([...command, ...flags, ...files]);
  const what = `${args.join(" ")} ${files.join(" ")}`;
  expect(ours.exitCode, `${what}: ${ours.stderr}`).toBe(theirs.exitCode);
  expect(ours.stdout.toString("latin1"), what).toBe(
    theirs.stdout.toString("latin1"),
  );
}

const corpus = await findCorpus();

describe("profiles of the corpus", () => {
  if (corpus === undefined) {
    test.skip("no corpus beside the project: 0 of its profiles compared");
    return;
  }
  test.each(corpus.profiles)(
    "%s",
    async (path) => {
      const lookup = await findOracle();
      // With the corpus there, a machine without Go 1.26 is a failure, not a skip.
      if (!lookup.ok) throw new Error(lookup.reason);
      const file = join(corpus.dir, path);
      const types = await sampleTypesOf(lookup.oracle, file);
      expect(types.length).toBeGreaterThan(0);
      const isLarge = (await stat(file)).size > LARGE_BYTES;
      const runs = standardRuns(types).filter(
        (args, i) => !isLarge || i % STRIDE === 0 || args.length === 1,
      );
      for (const args of runs) await expectEqual(lookup.oracle, args, file);
    },
    300_000,
  );
});

const fixtures = (await readdir(fixturesDir)).filter(
  (name) => /\.pb(\.gz)?$/.test(name) && !UNFIT.has(name),
);
const oracle = await findOracle();

describe("fixtures under more options than the goldens hold", () => {
  if (!oracle.ok) {
    test.skip(`${fixtures.length} fixtures not compared: ${oracle.reason}`);
    return;
  }
  test.each(fixtures.map((name, i) => ({ name, i })))(
    "$name",
    async ({ name, i }) => {
      const runs = MATRIX.filter((_, run) => (i + run) % STRIDE === 0);
      for (const args of runs) {
        await expectEqual(oracle.oracle, args, join(fixturesDir, name));
      }
    },
    120_000,
  );
});
