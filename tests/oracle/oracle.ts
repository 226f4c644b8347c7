/**
 * `go tool pprof` of Go 1.26 or newer, the judge of our numbers, run so that its output depends on
 * nothing but the profile and the options: no home folder, no time zone, no environment.
 *
 * Needs Node only, so that `tools/fixtures/record-goldens.mjs` can use it outside vitest.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST = { major: 1, minor: 26 };

/** A pprof binary that answers for Go's. */
export interface Oracle {
  readonly goPath: string;
  /** As `go version` gives it: `go1.26.8`. */
  readonly goVersion: string;
  readonly pprofPath: string;
  /** Folder without anything of pprof's that stands in for HOME, and the current folder of runs. */
  readonly homeDir: string;
}

export type OracleLookup =
  | { readonly ok: true; readonly oracle: Oracle }
  | { readonly ok: false; readonly reason: string };

export interface PprofRun {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface SampleType {
  readonly type: string;
  readonly unit: string;
}

interface ProcessResult {
  exitCode: number;
  stdout: Buffer;
  stderr: Buffer;
}

function run(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<ProcessResult> {
  return new Promise((settle, fail) => {
    execFile(
      file,
      [...args],
      { env, cwd, encoding: "buffer", maxBuffer: 1 << 30 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== "number") {
          fail(new Error(`${file} ${args.join(" ")}: ${error.message}`));
          return;
        }
        const exitCode =
          error !== null && typeof error.code === "number" ? error.code : 0;
        settle({ exitCode, stdout, stderr });
      },
    );
  });
}

/**
 * The folder that stands in for HOME. Kept, since a test worker may be ended before it could remove
 * one; all that pprof leaves there is Go's telemetry counters.
 */
function makeHome(): string {
  const home = fileURLToPath(
    new URL("../../.cache/oracle-home", import.meta.url),
  );
  rmSync(join(home, "pprof"), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  return home;
}

/** `$LEAKSCOPE_GO`, then every `go` on PATH, each once. */
function goCandidates(env: NodeJS.ProcessEnv): string[] {
  const name = process.platform === "win32" ? "go.exe" : "go";
  const onPath = (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name));
  const asked = env["LEAKSCOPE_GO"];
  const all =
    asked === undefined || asked === "" ? onPath : [resolve(asked), ...onPath];
  return [...new Set(all)].filter((path) => existsSync(path));
}

function isNewEnough(version: string): boolean {
  const match = /^go(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return (
    major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)
  );
}

async function tryGo(
  goPath: string,
  env: NodeJS.ProcessEnv,
  homeDir: string,
): Promise<OracleLookup> {
  // A go.mod near the current folder must not switch toolchains.
  const goEnv = { ...env, GOTOOLCHAIN: "local" };
  const version = await run(goPath, ["version"], goEnv, homeDir);
  const goVersion =
    /\bgo\d+\.\d+\S*/.exec(version.stdout.toString())?.[0] ?? "unknown";
  if (version.exitCode !== 0 || !isNewEnough(goVersion)) {
    return { ok: false, reason: `${goPath} is ${goVersion}` };
  }
  // Recent Go builds the tool on first use; `-n` prints where it is, building it if need be.
  const where = async () =>
    (await run(goPath, ["tool", "-n", "pprof"], goEnv, homeDir)).stdout
      .toString()
      .trim();
  let pprofPath = await where();
  if (!existsSync(pprofPath)) {
    await run(goPath, ["tool", "pprof", "-h"], goEnv, homeDir);
    pprofPath = await where();
  }
  if (!existsSync(pprofPath)) {
    return { ok: false, reason: `${goPath} has no pprof tool` };
  }
  return { ok: true, oracle: { goPath, goVersion, pprofPath, homeDir } };
}

async function lookUp(env: NodeJS.ProcessEnv): Promise<OracleLookup> {
  const homeDir = makeHome();
  const refusals: string[] = [];
  for (const goPath of goCandidates(env)) {
    const lookup = await tryGo(goPath, env, homeDir);
    if (lookup.ok) return lookup;
    refusals.push(lookup.reason);
  }
  const found =
    refusals.length === 0 ? "found none" : `found: ${refusals.join("; ")}`;
  return {
    ok: false,
    reason: `go ${OLDEST.major}.${OLDEST.minor} or newer is needed (LEAKSCOPE_GO or PATH), ${found}`,
  };
}

let cachedLookup: Promise<OracleLookup> | undefined;

/** Finds the oracle, once for each process. */
export function findOracle(): Promise<OracleLookup> {
  cachedLookup ??= lookUp(process.env);
  return cachedLookup;
}

const runs = new Map<string, Promise<PprofRun>>();
const waiting: (() => void)[] = [];
let freeSlots = availableParallelism();

async function withSlot<T>(work: () => Promise<T>): Promise<T> {
  if (freeSlots > 0) freeSlots--;
  else await new Promise<void>((go) => waiting.push(go));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) freeSlots++;
    else next();
  }
}

async function spawnPprof(
  oracle: Oracle,
  args: readonly string[],
): Promise<PprofRun> {
  const env = {
    HOME: oracle.homeDir,
    USERPROFILE: oracle.homeDir,
    SystemRoot: process.env["SystemRoot"],
    PATH: "",
    TZ: "UTC",
    LC_ALL: "C",
  };
  const { exitCode, stdout, stderr } = await withSlot(() =>
    run(oracle.pprofPath, args, env, oracle.homeDir),
  );
  return { exitCode, stdout, stderr: stderr.toString() };
}

/**
 * Runs pprof with `options` on `files` (absolute paths) and remembers the answer as long as no file
 * changes. At most as many at a time as there are cores, so callers may ask for everything at once.
 * Base files named in `options` are not watched for changes.
 */
export function runPprof(
  oracle: Oracle,
  options: readonly string[],
  ...files: readonly string[]
): Promise<PprofRun> {
  const stamps = files.map((file) => {
    const { mtimeMs, size } = statSync(file);
    return [file, mtimeMs, size];
  });
  const key = JSON.stringify([oracle.pprofPath, options, stamps]);
  let result = runs.get(key);
  if (result === undefined) {
    result = spawnPprof(oracle, ["-symbolize=none", ...options, ...files]);
    runs.set(key, result);
  }
  return result;
}

/**
 * The sample types of `file` in order, read from `pprof -raw`; empty when pprof refuses the file or
 * a type has no name. Types with blanks in them come out wrong: `sampleIndexOf` deals with that.
 */
export async function sampleTypesOf(
  oracle: Oracle,
  file: string,
): Promise<SampleType[]> {
  const raw = await runPprof(oracle, ["-raw"], file);
  if (raw.exitCode !== 0) return [];
  const header = /^Samples:\n(.*)$/m.exec(raw.stdout.toString())?.[1] ?? "";
  const words = header.split(" ").map((word) => {
    const slash = word.lastIndexOf("/");
    const unit = word.slice(slash + 1).replace(/\[dflt\]$/, "");
    return { type: word.slice(0, slash), unit };
  });
  // The message of a wrong index is the one place that counts them.
  const wrong = await runPprof(oracle, ["-top", "-sample_index=999999"], file);
  const last = /outside the range \[0\.\.(\d+)\]/.exec(wrong.stderr)?.[1];
  const count = last === undefined ? 0 : Number(last) + 1;
  return words.length === count
    ? words
    : Array.from({ length: count }, () => ({ type: "", unit: "" }));
}

/** What to give `-sample_index` for the type at `index`: its name where that is plain and unique. */
export function sampleIndexOf(
  types: readonly SampleType[],
  index: number,
): string {
  const { type } = types[index];
  const isPlain = /^[A-Za-z_][\w-]*$/.test(type);
  const isUnique = types.filter((other) => other.type === type).length === 1;
  return isPlain && isUnique ? type : String(index);
}

/** The same options with the base file of `-base=NAME` and `-diff_base=NAME` looked for in `dir`. */
export function withBaseIn(dir: string, args: readonly string[]): string[] {
  return args.map((arg) => {
    const match = /^(--?(?:diff_)?base=)(.+)$/.exec(arg);
    return match === null ? arg : match[1] + resolve(dir, match[2]);
  });
}

function fixedUnit(unit: string): string {
  if (/^(b|bytes?|[kmgtp]b|kilobytes?|megabytes?)$/i.test(unit)) return "MB";
  if (/seconds?$|^(ns|us|μs|ms|s|sec|hours?|hr)$/i.test(unit)) return "ms";
  return "count";
}

/** The options every profile is tried with, by sample type. */
export function standardRuns(types: readonly SampleType[]): string[][] {
  const perType = types.flatMap((type, index) => {
    const sampleIndex = `-sample_index=${sampleIndexOf(types, index)}`;
    return [
      ["-top", sampleIndex],
      ["-top", sampleIndex, "-cum"],
      ["-top", sampleIndex, "-nodecount=5"],
      ["-top", sampleIndex, "-cum", "-nodecount=3"],
      ["-top", sampleIndex, "-nodefraction=0.05"],
      ["-top", sampleIndex, "-nodefraction=0"],
      ["-top", sampleIndex, `-unit=${fixedUnit(type.unit)}`],
      ["-traces", sampleIndex],
    ];
  });
  return [["-top"], ["-traces"], ...perType];
}

/** Every `.pb`, `.pb.gz` and `.pprof` file below `folder`, as paths relative to it, sorted. */
export async function findProfiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((path) => /\.(pb|pb\.gz|pprof)$/.test(path))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}
