/**
 * Scores the leak verdicts on the two sets of captures (leak-signatures.md, section 5c): the shared
 * corpus (Go 1.19) and our own Go 1.26 programs, apart. Run with `npm run bench:leaks`; `--all` lists
 * every miss.
 */
import { fileURLToPath } from "node:url";
import { loadCorpus, type Corpus } from "./corpus.ts";
import {
  scoreSeries,
  scoreSingles,
  type ScoredRun,
} from "./goroutine-score.ts";
import { printHeapRun, scoreHeap } from "./heap-score.ts";
import { printConfusion, printRun } from "./report.ts";

const SETS = [
  ["shared corpus, Go 1.19", "../../../../shared/corpus"],
  ["own programs, Go 1.26", "../../fixtures/leaks"],
] as const;

function runs(corpus: Corpus): ScoredRun[] {
  const formats = new Set(
    corpus.entries
      .filter(({ kind }) => kind === "goroutine")
      .map(({ format }) => format),
  );
  return [...formats].flatMap((format) => [
    scoreSingles(corpus, format),
    scoreSingles(corpus, format, "goroutineleak"),
    ...[
      ["base", "cur"],
      ["base", "cur", "late"],
    ].map((phases) => scoreSeries(corpus, format, phases)),
  ]);
}

for (const [title, path] of SETS) {
  const corpus = loadCorpus(fileURLToPath(new URL(path, import.meta.url)));
  console.log(`\n== ${title} ==`);
  if (corpus === undefined) {
    console.log("not here, skipped");
    continue;
  }
  if (corpus.missingCount > 0) {
    console.log(`${corpus.missingCount} entries without a file, skipped`);
  }
  const all = runs(corpus).filter(({ answers }) => answers.length > 0);
  for (const run of all) printRun(run, process.argv.includes("--all"));
  printConfusion(all.filter(({ name }) => name.endsWith("one snapshot")));
  for (const [name, isFine] of [
    ["heap pairs, rate 16 KiB", true],
    ["heap pairs, rate 512 KiB", false],
  ] as const) {
    printHeapRun(
      scoreHeap(
        corpus,
        name,
        (program) => program.endsWith(".rate16k") === isFine,
      ),
    );
  }
}
