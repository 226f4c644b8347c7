import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./bench-data.ts";
import { measureRounds, type Contender } from "./measure.ts";
import type { Report } from "./report.ts";

const GOROUTINES = 100_004;
const STACKS = 44;
/** issue: parse and group a large dump in at most so many times the touch loop. */
const LIMIT = 6;

/** A dump of 100 k goroutines on 44 stacks, every argument a word of its own. */
function dumpText(): string {
  const parts: string[] = [];
  for (let id = 1; id <= GOROUTINES; id += 1) {
    const stack = (id * 7919) % STACKS;
    const word = (0xc000000000 + id * 64).toString(16);
    const minutes = id % 3 === 0 ? `, ${1 + (id % 90)} minutes` : "";
    parts.push(`goroutine ${id} [chan send${minutes}]:\n`);
    for (let depth = 0; depth < 3 + (stack % 5); depth += 1) {
      parts.push(
        `github.com/bigco/monolith/internal/billing${stack}.(*Service).SendResultStep${depth}(0x${word}, {0x${stack}?, 0x5})\n`,
        `\t/home/dev/monolith/internal/billing${stack}/billing.go:${15 + depth} +0x${depth}5\n`,
      );
    }
    parts.push(
      `created by github.com/bigco/monolith/cmd.main.func${stack} in goroutine 1\n\t/home/dev/monolith/cmd/main.go:22 +0x65\n\n`,
    );
  }
  return parts.join("");
}

/** The generated dump's path; it is made once. */
export function generatedDump(): string {
  const dir = join(ROOT, ".cache/bench");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "goroutines.debug2.txt.gz");
  if (!existsSync(path)) writeFileSync(path, gzipSync(dumpText()));
  return path;
}

/** Large dumps against the touch loop over their text: a generated one and, where there, the corpus'. */
export async function measureDumps(
  report: Report,
  contender: (name: string, probe: string, args: string[]) => Contender,
  rounds: number,
): Promise<void> {
  const corpus = resolve(
    process.env["LEAKSCOPE_CORPUS"] ?? join(ROOT, "../shared/corpus"),
    "perf/bigdump/base.goroutine.debug2.txt.gz",
  );
  const files = [["generated dump", generatedDump()]];
  if (existsSync(corpus)) files.push(["corpus dump", corpus]);
  for (const [name, file] of files) {
    const medians = await measureRounds(
      [
        contender("touch", "touch", [file]),
        contender("parse and group", "dump", [file, "parse-only"]),
        contender("file to snapshots", "dump", [file]),
      ],
      rounds,
    );
    report.table(name, medians);
    report.goal({
      name: `${name}: parse and group`,
      value:
        (medians.get("parse and group")?.ms ?? NaN) /
        (medians.get("touch")?.ms ?? NaN),
      limit: LIMIT,
      unit: "x touch",
      counts: true,
    });
  }
}
