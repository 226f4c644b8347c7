/**
 * A comparison as it is worked with: the pair of profiles, the merged tree's shape, and the values of
 * both sides on it.
 *
 * ```
 *   pairProfiles -> Comparison --+-- computeSides --+-- layoutComparison   flame graphs
 *   (or foldNames of it)         |   per sample     +-- computeDeltaTable  functions
 *                                |   type and mode
 *                                +-- shape, leaves: the same for all of them
 * ```
 */
import type { SampleTable, ValueColumn } from "#profile/profile.ts";
import { sumColumn } from "#profile/transform/normalise.ts";
import { scaleColumn } from "#profile/transform/scale.ts";
import { magnitudeOf } from "#profile/value-column.ts";
import { hasNegative } from "../node-values.ts";
import { buildTreeShape, type TreeShape } from "../tree-shape.ts";
import {
  leafMagnitudes,
  leafOfSamples,
  rangeLeaves,
  runningSums,
  widthsOfLeaves,
  type LeafRanges,
  type TreeWidths,
} from "./leaf-ranges.ts";
import type { ProfilePair } from "./pair-profiles.ts";

/** One side's samples on the merged tree. */
export interface ComparedSamples {
  /** Leaf at which each sample ends. */
  readonly leaf: Int32Array;
  /** Values of the samples for a sample type; computed on each call where they are scaled. */
  readonly valuesOf: (sampleTypeIndex: number) => ValueColumn;
}

/** A pair with what does not depend on the sample type. */
export interface Comparison {
  readonly pair: ProfilePair;
  readonly shape: TreeShape;
  readonly leaves: LeafRanges;
  readonly base: ComparedSamples;
  readonly current: ComparedSamples;
}

/** See `Comparison`. O(trie rows + samples). */
export function compareProfiles(pair: ProfilePair): Comparison {
  const shape = buildTreeShape(pair.profile);
  const leaves = rangeLeaves([pair.base, pair.current], shape);
  const side = (samples: SampleTable): ComparedSamples => ({
    leaf: leafOfSamples(samples, shape, leaves),
    valuesOf: (type) => samples.values[type],
  });
  return {
    pair,
    shape,
    leaves,
    base: side(pair.base),
    current: side(pair.current),
  };
}

/** Numbers of one side, of one sample type. */
export interface SideValues {
  /** Running sums over leaves: see `ofSubtree`, `ofLeafAlone`. */
  readonly sums: ValueColumn;
  /** Sums of |value|. */
  readonly widths: TreeWidths;
  /** Sums of |value| of each leaf's own samples; null where `sums` says the same. */
  readonly leafMagnitudes: Float64Array | null;
  /** Over all samples: signed, wrapping as Go's int64, and of |value|. */
  readonly total: bigint;
  readonly magnitude: bigint;
}

/** Values of both sides on one tree. */
export interface ComparisonSides {
  readonly base: SideValues;
  readonly current: SideValues;
}

function sideValues(
  values: ValueColumn,
  { leaf }: ComparedSamples,
  { shape, leaves }: Comparison,
): SideValues {
  const count = leaves.node.length;
  const sums = runningSums(values, leaf, count);
  if (sums instanceof Float64Array && !hasNegative(values)) {
    const total = BigInt(sums[count]);
    return {
      sums,
      widths: { sums, isByNode: false },
      leafMagnitudes: null,
      total,
      magnitude: total,
    };
  }
  const magnitudes = leafMagnitudes(values, leaf, count);
  return {
    sums,
    widths: widthsOfLeaves(magnitudes, leaves, shape),
    leafMagnitudes: magnitudes,
    total: BigInt.asIntN(64, BigInt(sums[count])),
    magnitude: magnitudeOf(values),
  };
}

/** Both sides of one sample type on the merged tree. O(samples + leaves). */
export function computeSides(
  comparison: Comparison,
  sampleTypeIndex: number,
): ComparisonSides {
  const sideOf = (samples: ComparedSamples): SideValues =>
    sideValues(samples.valuesOf(sampleTypeIndex), samples, comparison);
  return {
    base: sideOf(comparison.base),
    current: sideOf(comparison.current),
  };
}

/**
 * The comparison with the current side scaled to the totals of the base, each sample value rounded
 * (rule N3, pprof's `-normalize`). Tree and leaves are those of the original; values are scaled when
 * they are asked for. By its quirk N4 pprof drops samples that are all 0 in the sample types whose
 * ratio is not 1: here their values are 0 in the others, too.
 */
export function normaliseComparison(comparison: Comparison): Comparison {
  const { base, current, pair } = comparison;
  const types = pair.sampleTypes.map((_, type) => type);
  const ratios = new Map<number, number>();
  const ratioOf = (type: number): number => {
    let ratio = ratios.get(type);
    if (ratio === undefined) {
      const sum = sumColumn(current.valuesOf(type));
      const wanted = Number(sumColumn(base.valuesOf(type)));
      ratio = sum === 0n ? 0 : wanted / Number(sum);
      ratios.set(type, ratio);
    }
    return ratio;
  };
  const withoutDropped = (values: ValueColumn): ValueColumn => {
    const scaled = types.flatMap((type) => {
      const ratio = ratioOf(type);
      return ratio === 1 ? [] : [scaleColumn(current.valuesOf(type), ratio)];
    });
    if (scaled.length === 0) return values;
    const kept = values.slice();
    for (let i = 0; i < kept.length; i += 1) {
      if (scaled.every((column) => column[i] == 0))
        kept.fill(0 as never, i, i + 1);
    }
    return kept;
  };
  return {
    ...comparison,
    current: {
      leaf: current.leaf,
      valuesOf: (type) => {
        const values = current.valuesOf(type);
        const ratio = ratioOf(type);
        return ratio === 1
          ? withoutDropped(values)
          : scaleColumn(values, ratio);
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

/** See `ComparisonTotals`. */
export function comparisonTotals({
  base,
  current,
}: ComparisonSides): ComparisonTotals {
  return {
    base: base.total,
    current: current.total,
    baseMagnitude: base.magnitude,
    currentMagnitude: current.magnitude,
  };
}
