/**
 * The files of `tests/golden`: what pprof printed for one profile under many options. The format is
 * in `tests/golden/README.md`; bytes are kept as they are, so both functions work on Buffers.
 */

export interface GoldenRun {
  readonly args: readonly string[];
  readonly exitCode: number;
  /** Exactly what pprof wrote. */
  readonly stdout: Buffer;
  /** Lines of stderr, kept only when the exit code is not 0. */
  readonly stderr: readonly string[];
}

export interface Golden {
  /** Path of the profile below its folder. */
  readonly fixture: string;
  readonly goVersion: string;
  readonly runs: readonly GoldenRun[];
}

const MAGIC = "leakscope-golden 1";
const NO_NEWLINE = "\\ no newline at the end";

/** Options hold no blanks in our records, so that one line can list them. */
function joinArgs(args: readonly string[]): string {
  for (const arg of args) {
    if (/\s/.test(arg)) throw new Error(`blank in option ${arg}`);
  }
  return args.join(" ");
}

function body(run: GoldenRun): string {
  const lines = [`exit ${run.exitCode}`, ...run.stderr.map((l) => `!${l}`)];
  // latin1 maps bytes to characters one to one.
  const text = run.stdout.toString("latin1");
  if (text !== "") {
    const isWhole = text.endsWith("\n");
    const out = (isWhole ? text.slice(0, -1) : text).split("\n");
    lines.push(...out.map((line) => `|${line}`));
    if (!isWhole) lines.push(NO_NEWLINE);
  }
  return `${lines.join("\n")}\n`;
}

/** Runs of equal outcome share one body, below all of their `===` lines. */
export function formatGolden(golden: Golden): Buffer {
  const argsByBody = new Map<string, string[]>();
  for (const run of golden.runs) {
    const key = body(run);
    const heads = argsByBody.get(key) ?? [];
    heads.push(`=== ${joinArgs(run.args)}\n`);
    argsByBody.set(key, heads);
  }
  let text = `${MAGIC}\nfixture ${golden.fixture}\ngo ${golden.goVersion}\n`;
  for (const [content, heads] of argsByBody) {
    text += `\n${heads.join("")}${content}`;
  }
  return Buffer.from(text, "latin1");
}

interface Section {
  args: string[][];
  exitCode: number;
  stderr: string[];
  stdout: string[];
  isWhole: boolean;
}

function readLine(section: Section, line: string): void {
  if (line.startsWith("exit ")) section.exitCode = Number(line.slice(5));
  else if (line.startsWith("!")) section.stderr.push(line.slice(1));
  else if (line.startsWith("|")) section.stdout.push(line.slice(1));
  else if (line === NO_NEWLINE) section.isWhole = false;
  else throw new Error(`golden: cannot read the line ${line}`);
}

function runsOf(section: Section): GoldenRun[] {
  const end = section.stdout.length > 0 && section.isWhole ? "\n" : "";
  const stdout = Buffer.from(section.stdout.join("\n") + end, "latin1");
  return section.args.map((args) => ({
    args,
    exitCode: section.exitCode,
    stdout,
    stderr: section.stderr,
  }));
}

/** Reads a golden file; throws on anything `formatGolden` does not write. */
export function parseGolden(bytes: Buffer): Golden {
  const lines = bytes.toString("latin1").split("\n");
  const [magic, fixture, go] = lines;
  if (
    magic !== MAGIC ||
    !fixture?.startsWith("fixture ") ||
    !go?.startsWith("go ")
  ) {
    throw new Error("golden: not a golden file");
  }
  const sections: Section[] = [];
  let isInHead = false;
  for (const line of lines.slice(3)) {
    if (line === "") continue;
    if (line.startsWith("=== ")) {
      if (!isInHead) {
        sections.push({
          args: [],
          exitCode: -1,
          stderr: [],
          stdout: [],
          isWhole: true,
        });
      }
      sections.at(-1)!.args.push(line.slice(4).split(" "));
      isInHead = true;
      continue;
    }
    isInHead = false;
    const section = sections.at(-1);
    if (section === undefined) throw new Error("golden: no === line");
    readLine(section, line);
  }
  return {
    fixture: fixture.slice(8),
    goVersion: go.slice(3),
    runs: sections.flatMap(runsOf),
  };
}
