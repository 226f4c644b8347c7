/**
 * A comparison as it is worked with: the pair of profiles, the merged tree's shape, and the values of
 * both sides on it.
 *
 * ```
 *   pairProfiles -> Comparison --+-- computeSides --> layoutComparison   flame graphs
 *   (or foldNames of it)         +-- computeDeltaTable                   functions
 * ```
 */
import type { SampleTable, ValueColumn } from "#profile/profile.ts";
import { normaliseProfile, sumColumn } from "#profile/transform/normalise.ts";
import { selectRows } from "#profile/value-column.ts";
import { buildTreeShape, type TreeShape } from "../tree-shape.ts";
import { nameEntriesOf, type NameEntries } from "../name-entries.ts";
import { addSamples, magnitudesOf, sumSubtrees } from "../node-values.ts";
import {
  baseColumnIndex,
  currentColumnIndex,
  type ProfilePair,
} from "./pair-profiles.ts";

/** A pair with what does not depend on the sample type. Made once, O(trie rows). */
export interface Comparison {
  readonly pair: ProfilePair;
  readonly shape: TreeShape;
  readonly entries: NameEntries;
}

/** See `Comparison`. */
export function compareProfiles(pair: ProfilePair): Comparison {
  return {
    pair,
    shape: buildTreeShape(pair.profile),
    entries: nameEntriesOf(pair.profile),
  };
}

/** Node columns of one side. */
export interface SideValues {
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
  /** See `CallTree.flatMagnitude`. */
  readonly flatMagnitude: Float64Array;
}

/** Values of both sides on one tree, per node. */
export interface ComparisonSides {
  readonly base: SideValues;
  readonly current: SideValues;
}

/** Both sides of one sample type on the merged tree. O(samples + nodes). */
export function computeSides(
  { pair, shape }: Comparison,
  sampleTypeIndex: number,
): ComparisonSides {
  const { samples } = pair.profile;
  const sideOf = (column: number): SideValues => {
    const values = samples.values[column];
    const flat = addSamples(samples, values, shape.nodeOfStack, shape.length);
    return {
      flat,
      cum: sumSubtrees(flat, shape.parent),
      flatMagnitude: magnitudesOf(samples, values, shape.nodeOfStack, flat),
    };
  };
  return {
    base: sideOf(baseColumnIndex(pair, sampleTypeIndex)),
    current: sideOf(currentColumnIndex(pair, sampleTypeIndex)),
  };
}

/** The samples `[start, end)` with the value columns `[first, first + types)`. */
function partOf(
  samples: SampleTable,
  range: { readonly start: number; readonly end: number },
  first: number,
  types: number,
): SampleTable {
  const { start, end } = range;
  const rows = Uint32Array.from({ length: end - start }, (_, i) => start + i);
  return {
    count: end - start,
    stack: samples.stack.subarray(start, end),
    labelSet: samples.labelSet.subarray(start, end),
    values: samples.values
      .slice(first, first + types)
      .map((column) => selectRows(column, rows)),
  };
}

function joinColumn(
  values: ValueColumn,
  before: number,
  after: number,
): ValueColumn {
  const length = before + values.length + after;
  if (values instanceof Float64Array) {
    const out = new Float64Array(length);
    out.set(values, before);
    return out;
  }
  const out = new BigInt64Array(length);
  out.set(values, before);
  return out;
}

/**
 * The comparison with the current side scaled to the totals of the base, each sample value rounded
 * (rule N3, pprof's `-normalize`), its quirk N4 included. Tree and entries are those of the original:
 * only samples differ.
 */
export function normaliseComparison(comparison: Comparison): Comparison {
  const { pair } = comparison;
  const { samples } = pair.profile;
  const types = pair.sampleTypes.length;
  const { baseSampleCount } = pair;
  const base = partOf(samples, { start: 0, end: baseSampleCount }, 0, types);
  const current = partOf(
    samples,
    { start: baseSampleCount, end: samples.count },
    types,
    types,
  );
  const like = { ...pair.profile, sampleTypes: pair.sampleTypes };
  const scaled = normaliseProfile(
    { ...like, samples: current },
    { ...like, samples: base },
  );
  // Both are cut from one profile, so their types agree.
  if (!scaled.ok) throw new Error(scaled.error.code);
  const { samples: next } = scaled.value;
  const stack = new Int32Array(base.count + next.count);
  stack.set(base.stack);
  stack.set(next.stack, base.count);
  const labelSet = new Uint32Array(base.count + next.count);
  labelSet.set(base.labelSet);
  labelSet.set(next.labelSet, base.count);
  const values = [
    ...base.values.map((column) => joinColumn(column, 0, next.count)),
    ...next.values.map((column) => joinColumn(column, base.count, 0)),
  ];
  return {
    ...comparison,
    pair: {
      ...pair,
      profile: {
        ...pair.profile,
        samples: { count: stack.length, stack, labelSet, values },
      },
    },
  };
}

/** Sums over all samples of both sides, of one sample type. */
export interface ComparisonTotals {
  /** Signed sums, wrapping as Go's int64. */
  readonly base: bigint;
  readonly current: bigint;
  /** Sums of |value|: what pprof's percentages are shares of. */
  readonly baseMagnitude: bigint;
  readonly currentMagnitude: bigint;
}

function magnitudeOf(values: ValueColumn): bigint {
  if (values instanceof Float64Array) {
    let sum = 0;
    for (const value of values) sum += Math.abs(value);
    return BigInt(sum);
  }
  let sum = 0n;
  for (const value of values) sum += value < 0n ? -value : value;
  return BigInt.asIntN(64, sum);
}

/** See `ComparisonTotals`. */
export function comparisonTotals(
  { pair }: Comparison,
  sampleTypeIndex: number,
): ComparisonTotals {
  const { values } = pair.profile.samples;
  const base = values[baseColumnIndex(pair, sampleTypeIndex)];
  const current = values[currentColumnIndex(pair, sampleTypeIndex)];
  return {
    base: sumColumn(base),
    current: sumColumn(current),
    baseMagnitude: magnitudeOf(base),
    currentMagnitude: magnitudeOf(current),
  };
}
