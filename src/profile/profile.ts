/**
 * The model every view computes from: a pprof profile as columns (struct of arrays), so that a
 * million samples cost tens of megabytes and cross threads without a copy.
 *
 * Ownership: a `Profile` is immutable once built. Its typed arrays may lie in `SharedArrayBuffer`s.
 * 64-bit ids exist only inside `decode/`; after it everything is a dense index ("…Index").
 *
 * Stacks are a trie, not lists (root first; `parent` always smaller):
 * ```
 *   samples, leaf first        stacks:   index  parent  location
 *   0: [c b a]                             0     -1        a
 *   1: [d b a]                             1      0        b
 *   2: [b a]                               2      1        c
 *                                          3      1        d
 *   samples.stack = [2, 3, 1]
 * ```
 * 30 million location references of a large profile become about a million stack rows.
 */
import type { StringIndex, StringTable } from "./string-table.ts";

/** Row of `SampleTable`. */
export type SampleIndex = number;
/** Row of `StackTable`; -1 for "no locations" or "above the root". */
export type StackIndex = number;
/** Row of `LocationTable`. */
export type LocationIndex = number;
/** Row of `FunctionTable`; never -1 (a line without a function is malformed, rule W7). */
export type FunctionIndex = number;
/** Row of `MappingTable`; -1 for none. */
export type MappingIndex = number;
/** Row of `LabelTable`. */
export type LabelIndex = number;
/** Row of `LabelSetTable`; 0 is the empty set. */
export type LabelSetIndex = number;
/** Which value column is meant: index into `Profile.sampleTypes`. */
export type SampleTypeIndex = number;

/** Kind and unit of a value (profile.proto: ValueType), spelled as in the file, e.g. `inuse_space`/`bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/**
 * One int64 per row. `Float64Array` where every value and the sum of all |value| is proven below
 * 2^53, so any partial sum is exact; `BigInt64Array` otherwise, summed with wrap-around as Go's
 * int64 (rules W9, I0).
 */
export type ValueColumn = Float64Array | BigInt64Array;

/** Samples in file order. All columns have length `count`. */
export interface SampleTable {
  readonly count: number;
  /** Leaf-most row of the sample's stack; -1 where the sample has no locations (legal, W7). */
  readonly stack: Int32Array;
  /** Labels of the sample; 0 = none. */
  readonly labelSet: Uint32Array;
  /** One column per entry of `Profile.sampleTypes`, same order. */
  readonly values: readonly ValueColumn[];
}

/** Prefix trie of call stacks. `parent[i] < i`; (parent, location) is unique. */
export interface StackTable {
  readonly length: number;
  /** Caller's row; -1 for a root. */
  readonly parent: Int32Array;
  readonly location: Uint32Array;
}

/**
 * Code addresses. A location has 0 or more lines: with inlining `lineStart[i]` is the innermost
 * inlined frame and the last line its outermost caller (rule S2); no lines = address only.
 */
export interface LocationTable {
  readonly length: number;
  readonly mapping: Int32Array;
  readonly address: BigUint64Array;
  /** `length + 1` offsets into `LineTable`. */
  readonly lineStart: Uint32Array;
  /** 1 where `Location.is_folded` is set. */
  readonly isFolded: Uint8Array;
}

/** Frames of locations (profile.proto: Line). Line and column are exact to 2^53; 0 = unknown. */
export interface LineTable {
  readonly length: number;
  readonly func: Uint32Array;
  readonly line: Float64Array;
  readonly column: Float64Array;
}

/** Functions (profile.proto: Function). */
export interface FunctionTable {
  readonly length: number;
  readonly name: Uint32Array;
  readonly systemName: Uint32Array;
  readonly filename: Uint32Array;
  readonly startLine: Float64Array;
}

/** Bits of `MappingTable.flags` (profile.proto: Mapping.has_*). */
export const MAPPING_HAS_FUNCTIONS = 1;
/** See `MAPPING_HAS_FUNCTIONS`. */
export const MAPPING_HAS_FILENAMES = 2;
/** See `MAPPING_HAS_FUNCTIONS`. */
export const MAPPING_HAS_LINE_NUMBERS = 4;
/** See `MAPPING_HAS_FUNCTIONS`. */
export const MAPPING_HAS_INLINE_FRAMES = 8;

/** Loaded binaries, in file order: the first is the main program (profile.proto: Mapping). */
export interface MappingTable {
  readonly length: number;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  readonly filename: Uint32Array;
  readonly buildId: Uint32Array;
  readonly flags: Uint8Array;
}

/**
 * Label sets, in order of first use; row 0 is the empty set. Labels of a set keep the order of the
 * file. Equal sets usually share a row, but need not: the decoder stops looking for them once nearly
 * every sample has a set of its own.
 *
 * ```
 *   samples              labelSets: labelStart = [0, 0, 2, 3]     labels:  key    value
 *   0: {k=v, bytes=64}              label      = [0, 1, 0]              0: k      v
 *   1: {k=v}                                                            1: bytes  64
 *   samples.labelSet = [1, 2]
 * ```
 */
export interface LabelSetTable {
  readonly length: number;
  /** `length + 1` offsets into `label`. */
  readonly labelStart: Uint32Array;
  /** Row of `Profile.labels`. */
  readonly label: Uint32Array;
}

/**
 * Distinct labels (profile.proto: Label), in order of first use. A label is a string label iff
 * `isNumeric` is 0 (rule L1).
 */
export interface LabelTable {
  readonly length: number;
  readonly key: Uint32Array;
  readonly isNumeric: Uint8Array;
  /** String value; 0 for numeric labels. */
  readonly str: Uint32Array;
  /** Numeric value; 0 for string labels. */
  readonly num: BigInt64Array;
  /** Unit of the numeric value; 0 where the file gives none. */
  readonly unit: Uint32Array;
}

/** A decoded profile. See the file header. */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** As in the file; "" for none. Use `defaultSampleTypeIndex` to resolve (rule T1). */
  readonly defaultSampleType: string;
  readonly samples: SampleTable;
  readonly stacks: StackTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
  readonly labelSets: LabelSetTable;
  readonly labels: LabelTable;
  readonly strings: StringTable;
  /** Nanoseconds since 1970; 0n = unknown. Always beyond 2^53 (rule W9). */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly periodType: ValueType;
  readonly period: bigint;
  readonly comments: readonly string[];
  /** profile.proto: doc_url; "" for none. */
  readonly docUrl: string;
  /** Regular expressions, not yet applied (rules D1-D4); "" for none. */
  readonly dropFrames: string;
  readonly keepFrames: string;
}

/** A string index as text: shorthand for the table's own `get`. */
export function stringAt(profile: Profile, index: StringIndex): string {
  return profile.strings.get(index);
}

/**
 * The sample type shown first: the one named by `default_sample_type`, else the last (rule T1).
 * -1 for a profile without sample types.
 */
export function defaultSampleTypeIndex(profile: Profile): SampleTypeIndex {
  const named = profile.sampleTypes.findIndex(
    (sampleType) => sampleType.type === profile.defaultSampleType,
  );
  return named >= 0 && profile.defaultSampleType !== ""
    ? named
    : profile.sampleTypes.length - 1;
}
