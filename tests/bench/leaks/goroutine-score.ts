import { judgeGoroutines } from "#analysis/leaks/judge-goroutines.ts";
import { filesOf, readSnapshot, readSnapshots, type Corpus } from "./corpus.ts";
import { answerFor, isFlagged, type Answer } from "./score.ts";

/** All answers for one way of looking: one file alone, or with its base. */
export interface ScoredRun {
  readonly name: string;
  readonly answers: readonly Answer[];
  /** Programs in which nothing leaks, and what was flagged there. */
  readonly falseAlarms: readonly string[];
}

function judgeFile(corpus: Corpus, files: readonly string[]): Answer[] {
  const newest = files[files.length - 1];
  const earlier = files.slice(0, -1).map((file) => readSnapshot(corpus, file));
  const perPart = readSnapshots(corpus, newest).map((snapshot) =>
    judgeGoroutines([...earlier, snapshot]),
  );
  return corpus.entries
    .filter((entry) => entry.file === newest && entry.transient !== true)
    .map((entry) =>
      answerFor(
        entry,
        entry.part === undefined
          ? perPart.flat()
          : (perPart[entry.part - 1] ?? []),
      ),
    );
}

function scored(
  corpus: Corpus,
  name: string,
  series: readonly (readonly string[])[],
): ScoredRun {
  const answers = series.flatMap((files) => judgeFile(corpus, files));
  const leaking = new Set(
    corpus.entries.filter(({ leak }) => leak).map(({ program }) => program),
  );
  return {
    name,
    answers,
    falseAlarms: answers
      .filter(({ entry }) => !leaking.has(entry.program))
      .flatMap(({ entry, findings }) =>
        findings
          .filter(isFlagged)
          .map(
            (finding) => `${entry.file}: ${finding.category} ${finding.key}`,
          ),
      ),
  };
}

/** Mechanism and single-dump verdict of every file of a format. */
export function scoreSingles(
  corpus: Corpus,
  format: string,
  kind: "goroutine" | "goroutineleak" = "goroutine",
): ScoredRun {
  const files = filesOf(
    corpus,
    (entry) => entry.kind === kind && entry.format === format,
  );
  return scored(
    corpus,
    `${kind === "goroutineleak" ? "goroutineleak " : ""}${format}, one snapshot`,
    files.map((file) => [file]),
  );
}

/** Every file of `phase` with the earlier phases of the same program and format before it. */
export function scoreSeries(
  corpus: Corpus,
  format: string,
  phases: readonly string[],
): ScoredRun {
  const last = phases[phases.length - 1];
  const newest = corpus.entries.filter(
    (entry) =>
      entry.kind === "goroutine" &&
      entry.format === format &&
      entry.phase === last,
  );
  const fileAt = (program: string, phase: string): string | undefined =>
    corpus.entries.find(
      (entry) =>
        entry.kind === "goroutine" &&
        entry.program === program &&
        entry.format === format &&
        entry.phase === phase,
    )?.file;
  const programs = [...new Set(newest.map(({ program }) => program))];
  const series = programs.flatMap((program) => {
    const files = phases.map((phase) => fileAt(program, phase));
    return files.every((file) => file !== undefined) ? [files] : [];
  });
  return scored(corpus, `${format}, ${phases.join(" + ")}`, series);
}
