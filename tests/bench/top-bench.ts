/** `leakscope top` beside `go tool pprof -top`, `report` beside an empty Node: whole processes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, type Size } from "./bench-data.ts";
import { type Contender, measureRounds, runCommand } from "./measure.ts";
import type { Report } from "./report.ts";

/** The pprof program behind `go tool pprof`; undefined where there is no Go. */
function findPprof(): string | undefined {
  const found = spawnSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/** Goals by size: at least 10x the speed on M and L, at most 1/3 and 1/4 of the memory. */
const MEMORY_LIMIT: Readonly<Record<Size, number>> = {
  S: Infinity,
  M: 1 / 3,
  L: 1 / 4,
};

export async function measureTop(
  report: Report,
  size: Size,
  file: string,
  rounds: number,
): Promise<void> {
  const pprof = findPprof();
  const home = mkdtempSync(join(tmpdir(), "leakscope-pprof-"));
  const env = { HOME: home, PPROF_TMPDIR: home };
  const ours: Contender = {
    name: "leakscope top",
    measure: async () => {
      const cli = join(ROOT, "out/cli/index.js");
      const { ms, peakMb } = await runCommand(process.execPath, [
        cli,
        "top",
        file,
      ]);
      return { ms, peakMb };
    },
  };
  const theirs: Contender = {
    name: "go tool pprof -top",
    measure: async () => {
      const { ms, peakMb } = await runCommand(pprof ?? "", ["-top", file], env);
      return { ms, peakMb };
    },
  };
  try {
    const medians = await measureRounds(
      pprof === undefined ? [ours] : [ours, theirs],
      rounds,
    );
    report.table(`${size}: top in a terminal`, medians);
    const a = medians.get(ours.name);
    const b = medians.get(theirs.name);
    if (a === undefined || b === undefined) {
      report.line("  no Go here: nothing to compare with");
      return;
    }
    report.goal({
      name: `${size}: top, time`,
      value: a.ms / b.ms,
      limit: 1 / 10,
      unit: "of pprof's",
      counts: size !== "S",
    });
    report.goal({
      name: `${size}: top, peak memory`,
      value: a.peakMb / b.peakMb,
      limit: MEMORY_LIMIT[size],
      unit: "of pprof's",
      counts: size !== "S",
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** What `leakscope report` may take more than a Node that does nothing. */
const REPORT_LIMIT_MS = 150;
const REPORT_INPUT =
  "tests/fixtures/leaks/captures/freight/late.goroutine.pb.gz";

/** `leakscope report` of a small file: what starting costs. */
export async function measureReport(
  report: Report,
  rounds: number,
): Promise<void> {
  const node = (name: string, args: readonly string[]): Contender => ({
    name,
    measure: async () => {
      const { ms, peakMb } = await runCommand(process.execPath, args);
      return { ms, peakMb };
    },
  });
  const cli = join(ROOT, "out/cli/index.js");
  const input = join(ROOT, REPORT_INPUT);
  const medians = await measureRounds(
    [
      node("leakscope report", [cli, "report", input]),
      node("node -e 0", ["-e", "0"]),
    ],
    rounds,
  );
  report.table("report of a small file", medians);
  const ours = medians.get("leakscope report")?.ms ?? NaN;
  const empty = medians.get("node -e 0")?.ms ?? NaN;
  report.goal({
    name: "report of a small file",
    value: ours - empty,
    limit: REPORT_LIMIT_MS,
    unit: "ms over an empty Node",
    counts: true,
  });
}
