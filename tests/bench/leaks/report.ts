import type { ScoredRun } from "./goroutine-score.ts";
import type { Answer } from "./score.ts";

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

function describe({ entry, findings }: Answer): string {
  const got = findings
    .map((finding) => `${finding.mechanism}/${finding.confidence ?? "benign"}`)
    .join(", ");
  return `${entry.file}  ${entry.key} [${entry.wait}]  want ${entry.pattern} ${entry.leak ? "leak" : "no leak"}, got ${got || "nothing"}  (${entry.shape ?? ""})`;
}

/** One line of figures, then the misses. */
export function printRun(run: ScoredRun, showAll: boolean): void {
  const { answers } = run;
  const count = (test: (answer: Answer) => boolean): number =>
    answers.filter(test).length;
  const mechanisms = count((answer) => answer.isMechanismRight);
  const verdicts = count((answer) => answer.isVerdictRight);
  const counts = count((answer) => answer.isCountRight);
  const total = answers.length;
  console.log(
    `${run.name.padEnd(28)} ${String(total).padStart(4)} groups  mechanism ${percent(mechanisms, total).padStart(7)}  verdict ${percent(verdicts, total).padStart(7)}  count ${percent(counts, total).padStart(7)}  false alarms in harmless programs ${run.falseAlarms.length}`,
  );
  const isSingle = run.name.endsWith("one snapshot");
  const misses = answers.filter(
    (answer) =>
      !answer.isMechanismRight || (!isSingle && !answer.isVerdictRight),
  );
  for (const miss of showAll ? misses : misses.slice(0, 12)) {
    console.log(`    ${describe(miss)}`);
  }
  if (!showAll && misses.length > 12) {
    console.log(`    … ${misses.length - 12} more, see --all`);
  }
  for (const alarm of run.falseAlarms) console.log(`    ALARM ${alarm}`);
}

/** Which mechanism was taken for which. */
export function printConfusion(runs: readonly ScoredRun[]): void {
  const cells = new Map<string, number>();
  for (const { answers } of runs) {
    for (const { entry, findings } of answers) {
      const got = findings.at(0)?.mechanism ?? "nothing";
      const cell = `${entry.pattern} -> ${got}`;
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
  }
  console.log("confusion (truth -> answer, groups):");
  for (const [cell, count] of [...cells].sort()) {
    console.log(`    ${cell.padEnd(48)} ${count}`);
  }
}
