/** Comparing two profiles beside opening both, and `-diff_base` beside `go tool pprof`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { otherProfileOf, ROOT, type Size } from "./bench-data.ts";
import {
  type Contender,
  type Figures,
  measureRounds,
  runCommand,
} from "./measure.ts";
import type { Report } from "./report.ts";

interface CompareBench {
  readonly size: Size;
  readonly file: string;
  readonly rounds: number;
  /** The bundled `probes/compare.ts`. */
  readonly probe: string;
}

export async function measureCompare(
  report: Report,
  bench: CompareBench,
): Promise<void> {
  const { size, file, rounds } = bench;
  const other = await otherProfileOf(size);
  await measureInWorker(report, bench, other);
  await measureTerminal(report, { size, file, other, rounds });
}

async function measureInWorker(
  report: Report,
  { size, file, rounds, probe }: CompareBench,
  other: string,
): Promise<void> {
  const run = (name: string, args: readonly string[]): Contender => ({
    name,
    measure: async () => {
      const { stdout } = await runCommand(process.execPath, [probe, ...args]);
      return JSON.parse(stdout) as Figures;
    },
  });
  const medians = await measureRounds(
    [
      run("open both", ["open", file, other]),
      run("compare", ["compare", file, other]),
    ],
    rounds,
  );
  report.table(`${size}: comparing two programs' profiles`, medians);
  const open = medians.get("open both")?.["openMs"] ?? NaN;
  const compare = medians.get("compare");
  report.goal({
    name: `${size}: compare`,
    value: (compare?.["compareMs"] ?? NaN) / open,
    limit: 1.6,
    unit: "x opening both",
    counts: size === "L",
  });
  for (const figure of ["sampleTypeMs", "normaliseMs"] as const) {
    report.goal({
      name: `${size}: another ${figure === "sampleTypeMs" ? "sample type" : "mode"}`,
      value: compare?.[figure] ?? NaN,
      limit: 500,
      unit: "ms",
      counts: size === "L",
    });
  }
}

async function measureTerminal(
  report: Report,
  files: {
    readonly size: Size;
    readonly file: string;
    readonly other: string;
    readonly rounds: number;
  },
): Promise<void> {
  const { size, file, other, rounds } = files;
  const found = spawnSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" });
  if (found.status !== 0) {
    report.line("  no Go here: nothing to compare with");
    return;
  }
  const home = mkdtempSync(join(tmpdir(), "leakscope-pprof-"));
  const env = { HOME: home, PPROF_TMPDIR: home };
  const flag = `-diff_base=${file}`;
  const run = (name: string, command: string, args: string[]): Contender => ({
    name,
    measure: async () => {
      const { ms, peakMb } = await runCommand(command, args, env);
      return { ms, peakMb };
    },
  });
  const cli = join(ROOT, "out/cli/index.js");
  const ours = run("leakscope top", process.execPath, [
    cli,
    "top",
    flag,
    other,
  ]);
  try {
    if (size === "L") {
      const alone = await measureRounds([ours], rounds);
      report.table("L: top -diff_base in a terminal", alone);
      report.line("  go tool pprof: left out, takes minutes and 18 GB");
      return;
    }
    const medians = await measureRounds(
      [ours, run("go tool pprof", found.stdout.trim(), ["-top", flag, other])],
      rounds,
    );
    report.table(`${size}: top -diff_base in a terminal`, medians);
    const oursMs = medians.get("leakscope top")?.["ms"] ?? NaN;
    const theirs = medians.get("go tool pprof")?.["ms"] ?? NaN;
    report.goal({
      name: `${size}: top -diff_base, time`,
      value: oursMs / theirs,
      limit: 1 / 10,
      unit: "of pprof's",
      counts: size === "M",
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
