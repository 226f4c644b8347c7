import { judgeHeap } from "#analysis/leaks/judge-heap.ts";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import { readProfile, type Corpus, type CorpusEntry } from "./corpus.ts";
import { isFlagged } from "./score.ts";

/** How one heap entry was answered. */
export interface HeapAnswer {
  readonly entry: CorpusEntry;
  readonly finding: LeakFinding | undefined;
  readonly isFound: boolean;
  readonly isCategoryRight: boolean;
}

/** Answers for the heap pairs of one sampling rate. */
export interface HeapRun {
  readonly name: string;
  readonly growing: readonly HeapAnswer[];
  readonly harmless: readonly HeapAnswer[];
  /** Flagged sites the manifest does not know. */
  readonly unlisted: readonly string[];
}

/** Scores all heap pairs whose program name satisfies `test`. */
export function scoreHeap(
  corpus: Corpus,
  name: string,
  test: (program: string) => boolean,
): HeapRun {
  const entries = corpus.entries.filter(
    (entry) =>
      entry.kind === "heap" && entry.base !== undefined && test(entry.program),
  );
  const answers: HeapAnswer[] = [];
  const unlisted: string[] = [];
  for (const file of new Set(entries.map((entry) => entry.file))) {
    const own = entries.filter((entry) => entry.file === file);
    const findings = judgeHeap([
      readProfile(corpus, own[0].base ?? ""),
      readProfile(corpus, file),
    ]);
    for (const entry of own) answers.push(answer(entry, findings));
    for (const finding of findings) {
      if (isFlagged(finding) && own.every(({ key }) => key !== finding.key)) {
        unlisted.push(`${file}: ${finding.category} ${finding.key}`);
      }
    }
  }
  return {
    name,
    growing: answers.filter(({ entry }) => entry.grows === true),
    harmless: answers.filter(({ entry }) => entry.grows !== true),
    unlisted,
  };
}

function answer(
  entry: CorpusEntry,
  findings: readonly LeakFinding[],
): HeapAnswer {
  const own = findings.filter(({ key }) => key === entry.key);
  const finding = own.find(isFlagged) ?? own.at(0);
  const isFound = finding !== undefined && isFlagged(finding);
  return {
    entry,
    finding,
    isFound,
    isCategoryRight:
      isFound &&
      [entry.category, ...(entry.accept ?? [])].includes(finding.category),
  };
}

/** Prints one line of figures, then misses, false alarms and flagged sites the manifest does not name. */
export function printHeapRun(run: HeapRun): void {
  const { growing, harmless, unlisted } = run;
  const found = growing.filter(({ isFound }) => isFound);
  const right = found.filter(({ isCategoryRight }) => isCategoryRight);
  const alarms = harmless.filter(({ isFound }) => isFound);
  console.log(
    `${run.name.padEnd(28)} growing sites found ${found.length}/${growing.length}, category right ${right.length}/${found.length}, false alarms ${alarms.length}/${harmless.length}, flagged beside the manifest ${unlisted.length}`,
  );
  const line = ({ entry, finding }: HeapAnswer): string =>
    `${entry.file} ${entry.key}: want ${[entry.category, ...(entry.accept ?? [])].join("|")}, got ${finding === undefined ? "nothing" : `${finding.category}/${finding.confidence ?? "benign"}`}  (${entry.shape ?? ""})`;
  for (const one of growing) {
    if (!one.isFound) console.log(`    missed ${line(one)}`);
    else if (!one.isCategoryRight) console.log(`    category ${line(one)}`);
  }
  for (const one of alarms) console.log(`    ALARM ${line(one)}`);
  for (const text of unlisted) console.log(`    unlisted ${text}`);
}
