import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import { growthZ, significanceBound } from "../leaks/heap/heap-growth.ts";
import { sampledCount } from "../leaks/heap/heap-site.ts";
import type { EntryValues } from "../report/entry-values.ts";
import type { ComparedSamples, Comparison } from "./comparison.ts";
import { runningSums } from "./leaf-ranges.ts";
import { mergedEntryValues } from "./merged-entries.ts";

/**
 * How sure it is that a heap value changed at all: a heap profile is a sample (leak-signatures.md,
 * section 6). `exact`: only objects so large that no profile misses them, or every object was seen.
 */
export type Significance = "chance" | "maybe" | "significant" | "exact";

/** Codes of significance columns, by position. */
export const SIGNIFICANCES: readonly Significance[] = [
  "chance",
  "maybe",
  "significant",
  "exact",
];

/** Per entry of the merged tree (`mergedEntriesOf`). */
export interface EntrySignificance {
  /** (n2 - n1) / sqrt(n1 + n2) of the objects the profiler really saw. */
  readonly z: Float64Array;
  /** Index into `SIGNIFICANCES`. */
  readonly code: Uint8Array;
}

/** Significance by flat and by cum. */
export interface HeapSignificance {
  readonly flat: EntrySignificance;
  readonly cum: EntrySignificance;
}

/** MemProfileRate unless a profile says otherwise (runtime/mprof.go). */
const DEFAULT_RATE_BYTES = 512 * 1024;
/** z from which a change is no longer put down to chance with certainty. */
const MAYBE_Z = 2;
/** Objects of four rates and more are missed once in fifty profiles. */
const EXACT_RATES = 4;
/** Least ratio between the bytes in such objects. */
const EXACT_RATIO = 1.2;
/** An object of eight rates that base did not show was really not there (once in three thousand). */
const EXACT_UNSEEN_RATES = 8;

function rateOf({ periodType, period }: Profile): number {
  return periodType.type === "space" && period > 0n
    ? Number(period)
    : DEFAULT_RATE_BYTES;
}

const bytesBySet = new WeakMap<Profile, Float64Array>();

/** Numeric label `bytes` of each label set: the size of one object; 0 where absent. */
function objectBytesBySet(profile: Profile): Float64Array {
  let known = bytesBySet.get(profile);
  if (known === undefined) {
    known = readObjectBytes(profile);
    bytesBySet.set(profile, known);
  }
  return known;
}

function readObjectBytes(profile: Profile): Float64Array {
  const { labelSets, labels, strings } = profile;
  const bytesOfLabel = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i += 1) {
    if (labels.isNumeric[i] === 1 && strings.get(labels.key[i]) === "bytes") {
      bytesOfLabel[i] = Number(labels.num[i]);
    }
  }
  const bytes = new Float64Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set += 1) {
    const end = labelSets.labelStart[set + 1];
    for (let i = labelSets.labelStart[set]; i < end; i += 1) {
      const value = bytesOfLabel[labelSets.label[i]];
      if (value > 0) bytes[set] = value;
    }
  }
  return bytes;
}

interface SampleEvidence {
  readonly seen: Float64Array;
  /** Bytes in objects of four rates and more. */
  readonly large: Float64Array;
}

function evidenceOf(
  labelSet: Uint32Array,
  bytesOfSet: Float64Array,
  [objects, space]: readonly [ValueColumn, ValueColumn],
  rate: number,
): SampleEvidence {
  const seen = new Float64Array(objects.length);
  const large = new Float64Array(objects.length);
  for (let i = 0; i < objects.length; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    const count = Number(objects[i]);
    if (count === 0) continue;
    const bytes = bytesOfSet[labelSet[i]] || Math.abs(Number(space[i]) / count);
    seen[i] = sampledCount(count, bytes, rate);
    if (bytes >= EXACT_RATES * rate) large[i] = Number(space[i]);
  }
  return { seen, large };
}

function judge(
  [seenBase, seenCurrent]: readonly [ValueColumn, ValueColumn],
  [largeBase, largeCurrent]: readonly [ValueColumn, ValueColumn],
  rate: number,
): EntrySignificance {
  const length = seenBase.length;
  const z = new Float64Array(length);
  const code = new Uint8Array(length);
  let tests = 0;
  for (let i = 0; i < length; i += 1) {
    if (seenBase[i] != 0 || seenCurrent[i] != 0) tests += 1;
  }
  const bound = significanceBound(tests);
  for (let i = 0; i < length; i += 1) {
    z[i] = growthZ(Number(seenBase[i]), Number(seenCurrent[i]));
    const size = Math.abs(z[i]);
    const small = Math.min(Number(largeBase[i]), Number(largeCurrent[i]));
    const big = Math.max(Number(largeBase[i]), Number(largeCurrent[i]));
    const isExact =
      rate <= 1
        ? size > 0
        : small > 0
          ? big >= EXACT_RATIO * small
          : big >= EXACT_UNSEEN_RATES * rate;
    if (isExact) code[i] = 3;
    else if (size >= bound) code[i] = 2;
    else if (size >= MAYBE_Z) code[i] = 1;
  }
  return { z, code };
}

/** The profiles themselves. */
export interface ComparedSources {
  readonly base: Profile;
  readonly current: Profile;
}

type Family = "inuse" | "alloc";

function judgeFamily(
  comparison: Comparison,
  [objects, space]: readonly [number, number],
  sources: ComparedSources,
): HeapSignificance {
  const sideOf = (samples: ComparedSamples, source: Profile) => {
    const rate = rateOf(source);
    const { seen, large } = evidenceOf(
      source.samples.labelSet,
      objectBytesBySet(source),
      [samples.valuesOf(objects), samples.valuesOf(space)],
      rate,
    );
    const byEntry = (column: Float64Array): EntryValues =>
      mergedEntryValues(
        comparison,
        runningSums(column, samples.leaf, comparison.leaves.node.length),
      );
    return { rate, seen: byEntry(seen), large: byEntry(large) };
  };
  const base = sideOf(comparison.base, sources.base);
  const current = sideOf(comparison.current, sources.current);
  const rate = Math.max(base.rate, current.rate);
  const of = (measure: "flat" | "cum"): EntrySignificance =>
    judge(
      [base.seen[measure], current.seen[measure]],
      [base.large[measure], current.large[measure]],
      rate,
    );
  return { flat: of("flat"), cum: of("cum") };
}

const judged = new WeakMap<Comparison, Map<Family, HeapSignificance>>();

/**
 * Significance of every entry of a comparison of heap profiles, for a sample type of the in-use or
 * the allocation columns; undefined where the profiles are no heap profiles of one family.
 * `sources`: the labels of their samples say how large objects are, and base and current may have been
 * taken at different rates. O(samples + nodes) once per family: objects and bytes share it.
 */
export function heapSignificance(
  comparison: Comparison,
  sampleTypeIndex: number,
  sources: ComparedSources,
): HeapSignificance | undefined {
  const { sampleTypes } = comparison.pair;
  const family = /^(inuse|alloc)_(space|objects)$/.exec(
    sampleTypes[sampleTypeIndex]?.type ?? "",
  )?.[1] as Family | undefined;
  if (family === undefined) return undefined;
  const indexOf = (what: string): number =>
    sampleTypes.findIndex(({ type }) => type === `${family}_${what}`);
  const objects = indexOf("objects");
  const space = indexOf("space");
  if (objects < 0 || space < 0) return undefined;
  const known = judged.get(comparison) ?? new Map<Family, HeapSignificance>();
  judged.set(comparison, known);
  let significance = known.get(family);
  if (significance === undefined) {
    significance = judgeFamily(comparison, [objects, space], sources);
    known.set(family, significance);
  }
  return significance;
}
