import type { Profile, SampleTable, ValueColumn } from "#profile/profile.ts";
import { growthZ, significanceBound } from "../leaks/heap/heap-growth.ts";
import { sampledCount } from "../leaks/heap/heap-site.ts";
import type { EntryValues } from "../report/entry-values.ts";
import {
  addByLeaf,
  sumFromLeaves,
  type Comparison,
  type SideLeaves,
} from "./comparison.ts";
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

/** Numeric label `bytes` of each label set: the size of one object; 0 where absent. */
function objectBytesBySet(profile: Profile): Float64Array {
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
  samples: SampleTable,
  bytesOfSet: Float64Array,
  [objects, space]: readonly [ValueColumn, ValueColumn],
  rate: number,
): SampleEvidence {
  const seen = new Float64Array(samples.count);
  const large = new Float64Array(samples.count);
  for (let i = 0; i < samples.count; i += 1) {
    const count = Number(objects[i]);
    if (count === 0) continue;
    const bytes =
      bytesOfSet[samples.labelSet[i]] || Math.abs(Number(space[i]) / count);
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

/**
 * Significance of every entry of a comparison of heap profiles, for a sample type of the in-use or
 * the allocation columns; undefined where the profiles are no heap profiles of one family.
 * `sources` are the profiles themselves: the labels of their samples say how large objects are, and
 * base and current may have been taken at different rates. O(samples + nodes).
 */
export function heapSignificance(
  { pair, shape, baseLeaves, currentLeaves }: Comparison,
  sampleTypeIndex: number,
  sources: { readonly base: Profile; readonly current: Profile },
): HeapSignificance | undefined {
  const { sampleTypes } = pair;
  const family = /^(inuse|alloc)_(space|objects)$/.exec(
    sampleTypes[sampleTypeIndex]?.type ?? "",
  )?.[1];
  if (family === undefined) return undefined;
  const indexOf = (what: string): number =>
    sampleTypes.findIndex(({ type }) => type === `${family}_${what}`);
  const objects = indexOf("objects");
  const space = indexOf("space");
  if (objects < 0 || space < 0) return undefined;
  const sideOf = (
    samples: SampleTable,
    leaves: SideLeaves,
    source: Profile,
  ) => {
    const rate = rateOf(source);
    const { seen, large } = evidenceOf(
      samples,
      objectBytesBySet(source),
      [samples.values[objects], samples.values[space]],
      rate,
    );
    const byEntry = (column: Float64Array): EntryValues => {
      const own = addByLeaf(column, leaves);
      const cum = sumFromLeaves(own, leaves.node, shape);
      return mergedEntryValues(shape, leaves, { own, cum });
    };
    return { rate, seen: byEntry(seen), large: byEntry(large) };
  };
  const base = sideOf(pair.base, baseLeaves, sources.base);
  const current = sideOf(pair.current, currentLeaves, sources.current);
  const rate = Math.max(base.rate, current.rate);
  const of = (measure: "flat" | "cum"): EntrySignificance =>
    judge(
      [base.seen[measure], current.seen[measure]],
      [base.large[measure], current.large[measure]],
      rate,
    );
  return { flat: of("flat"), cum: of("cum") };
}
