/** Findings as fixtures (`findings/TARGET-HASH.bin`, `findings.json`) and the counter beside them. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault, FaultKind } from "./check.ts";

const FOLDER = join(import.meta.dirname, "findings");
const INDEX = join(import.meta.dirname, "findings.json");
const COUNTS = join(import.meta.dirname, "counts.json");

/** An input that broke a promise once; it is run again in every test run. */
export interface Finding {
  readonly target: string;
  readonly kind: FaultKind;
  readonly signature: string;
  /** In `findings/`. */
  readonly file: string;
}

/** Inputs run so far, over all runs, by target. */
export interface Counts {
  readonly total: number;
  readonly targets: Readonly<Record<string, number>>;
}

function readJson<T>(path: string, fallback: T): T {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return fallback;
    throw error;
  }
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

export function readFindings(): readonly Finding[] {
  return readJson<readonly Finding[]>(INDEX, []);
}

export function findingBytes({ file }: Finding): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, file)));
}

/** Keeps the input where no finding has its signature yet; whether it was new. */
export function keepFinding(
  target: string,
  { kind, signature }: Fault,
  input: Uint8Array,
): boolean {
  const known = readFindings();
  const isKnown = known.some(
    (each) => each.target === target && each.signature === signature,
  );
  if (isKnown) return false;
  const hash = createHash("sha256").update(input).digest("hex").slice(0, 10);
  const file = `${target}-${hash}.bin`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, file), input);
  writeJson(INDEX, [...known, { target, kind, signature, file }]);
  return true;
}

export function readCounts(): Counts {
  return readJson<Counts>(COUNTS, { total: 0, targets: {} });
}

/** Adds a run to the counter. */
export function addCounts(run: ReadonlyMap<string, number>): Counts {
  const targets = { ...readCounts().targets };
  for (const [name, count] of run) {
    targets[name] = (targets[name] ?? 0) + count;
  }
  const total = Object.values(targets).reduce((sum, count) => sum + count, 0);
  const counts = { total, targets };
  writeJson(COUNTS, counts);
  return counts;
}
