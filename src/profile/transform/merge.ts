import { PairMap } from "#base/pair-map.ts";
import { err, ok, type Result } from "#base/result.ts";
import type {
  Profile,
  StackTable,
  ValueColumn,
  ValueType,
} from "../profile.ts";
import type { ProfileHeader } from "../profile-builder.ts";
import {
  bigintAt,
  sumOfMagnitudes,
  valueColumnFromBigInts,
} from "../value-column.ts";
import type { MergeError } from "./merge-error.ts";
import { MergedTables, SourceMaps } from "./merge-tables.ts";

function isSameType(a: ValueType, b: ValueType): boolean {
  return a.type === b.type && a.unit === b.unit;
}

/** Whether two profiles can be added up as they are (merge.go: compatible). */
export function checkCompatible(
  a: Profile,
  b: Profile,
): MergeError | undefined {
  if (!isSameType(a.periodType, b.periodType)) {
    return {
      code: "incompatible-period-types",
      first: a.periodType,
      second: b.periodType,
    };
  }
  const isSame =
    a.sampleTypes.length === b.sampleTypes.length &&
    a.sampleTypes.every((type, i) => isSameType(type, b.sampleTypes[i]));
  return isSame
    ? undefined
    : {
        code: "incompatible-sample-types",
        first: a.sampleTypes,
        second: b.sampleTypes,
      };
}

/** Header of the merged profile (merge.go: combineHeaders; rule M3 with its quirks). */
function combineHeaders(profiles: readonly Profile[]): ProfileHeader {
  let timeNanos = 0n;
  let durationNanos = 0n;
  let period = 0n;
  for (const p of profiles) {
    // Quirk: a later profile without a time resets it to 0.
    if (timeNanos === 0n || p.timeNanos < timeNanos) timeNanos = p.timeNanos;
    durationNanos = BigInt.asIntN(64, durationNanos + p.durationNanos);
    if (period === 0n || period < p.period) period = p.period;
  }
  const [first] = profiles;
  const firstSet = (texts: readonly string[]): string =>
    texts.find((text) => text !== "") ?? "";
  return {
    sampleTypes: first.sampleTypes,
    defaultSampleType: firstSet(profiles.map((p) => p.defaultSampleType)),
    timeNanos,
    durationNanos,
    periodType: first.periodType,
    period,
    comments: [...new Set(profiles.flatMap((p) => p.comments))],
    docUrl: firstSet(profiles.map((p) => p.docUrl)),
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
  };
}

const NOT_YET = -2;

/** Stacks of the merged profile; follows the trie, so that each source row is looked up once. */
class StackMerger {
  private readonly pairs: PairMap;
  private readonly path: number[] = [];

  constructor(expected: number) {
    this.pairs = new PairMap(expected);
  }

  /** Merged row of each stack of `source`, filled as samples ask for it. */
  mapper(source: Profile, maps: SourceMaps): (stack: number) => number {
    const { parent, location } = source.stacks;
    const merged = new Int32Array(parent.length).fill(NOT_YET);
    const { path, pairs } = this;
    return (stack) => {
      let row = stack;
      path.length = 0;
      // Leaf first, as pprof numbers locations: callers of a known row are known.
      for (; row >= 0 && merged[row] === NOT_YET; row = parent[row]) {
        maps.location(location[row]);
        path.push(row);
      }
      let mergedRow = row < 0 ? -1 : merged[row];
      for (let i = path.length - 1; i >= 0; i -= 1) {
        mergedRow = pairs.add(mergedRow, maps.location(location[path[i]]));
        merged[path[i]] = mergedRow;
      }
      return mergedRow;
    };
  }

  build(): StackTable {
    const { pairs } = this;
    const parent = new Int32Array(pairs.size);
    const location = new Uint32Array(pairs.size);
    for (let i = 0; i < pairs.size; i += 1) {
      parent[i] = pairs.firstOf(i);
      location[i] = pairs.secondOf(i);
    }
    return { length: pairs.size, parent, location };
  }
}

function isZeroSample(values: readonly ValueColumn[], sample: number): boolean {
  return values.every((column) => column[sample] == 0);
}

/** Sums per merged sample of one sample type: doubles while all sums are exact in them. */
function emptySums(
  profiles: readonly Profile[],
  type: number,
  length: number,
): ValueColumn {
  let magnitudes = 0;
  for (const { samples } of profiles) {
    const column = samples.values[type];
    if (column instanceof BigInt64Array) return new BigInt64Array(length);
    magnitudes += sumOfMagnitudes(column);
  }
  return magnitudes <= Number.MAX_SAFE_INTEGER
    ? new Float64Array(length)
    : new BigInt64Array(length);
}

function addRows(
  sums: ValueColumn,
  values: ValueColumn,
  rowBySample: Int32Array,
): void {
  for (let sample = 0; sample < rowBySample.length; sample += 1) {
    const row = rowBySample[sample];
    if (row < 0) continue;
    if (sums instanceof Float64Array) sums[row] += Number(values[sample]);
    // The array wraps to int64 on its own (rule I0).
    else sums[row] += bigintAt(values, sample);
  }
}

/** Samples of several profiles by key, with their sums, before tables are built. */
interface MergedRows {
  readonly tables: MergedTables;
  readonly stacks: StackMerger;
  readonly samples: PairMap;
  readonly header: ProfileHeader;
  readonly values: readonly ValueColumn[];
}

function mergeRows(profiles: readonly Profile[]): MergedRows {
  const tables = new MergedTables();
  const total = (count: (p: Profile) => number): number =>
    profiles.reduce((sum, p) => sum + count(p), 0);
  const stacks = new StackMerger(total((p) => p.stacks.length));
  const samples = new PairMap(total((p) => p.samples.count));
  const rowsBySource = profiles.map((source) => {
    const maps = new SourceMaps(source, tables);
    // The first mapping is the main program: it stays first even where no sample reaches it.
    if (tables.mappings.length === 0 && source.mappings.length > 0) {
      maps.mapping(0);
    }
    const mapStack = stacks.mapper(source, maps);
    const { count, stack, labelSet, values } = source.samples;
    const rowBySample = new Int32Array(count).fill(-1);
    for (let i = 0; i < count; i += 1) {
      if (isZeroSample(values, i)) continue;
      rowBySample[i] = samples.add(
        mapStack(stack[i]),
        maps.labelSet(labelSet[i]),
      );
    }
    return rowBySample;
  });
  const header = combineHeaders(profiles);
  const values = header.sampleTypes.map((_, type) => {
    const sums = emptySums(profiles, type, samples.size);
    profiles.forEach((source, i) => {
      addRows(sums, source.samples.values[type], rowsBySource[i]);
    });
    return sums instanceof BigInt64Array ? valueColumnFromBigInts(sums) : sums;
  });
  return { tables, stacks, samples, header, values };
}

/**
 * The values of `mergeProfiles` without its tables, samples that cancelled out (all 0) included: for
 * sums, at a third of the cost.
 */
export function mergedValues(
  profiles: readonly Profile[],
): Result<readonly ValueColumn[], MergeError> {
  for (const profile of profiles.slice(1)) {
    const error = checkCompatible(profiles[0], profile);
    if (error !== undefined) return err(error);
  }
  return ok(mergeRows(profiles).values);
}

function mergeCompatible(profiles: readonly Profile[]): Profile {
  const { tables, stacks, samples, header, values } = mergeRows(profiles);
  const stack = new Int32Array(samples.size);
  const labelSet = new Uint32Array(samples.size);
  for (let i = 0; i < samples.size; i += 1) {
    stack[i] = samples.firstOf(i);
    labelSet[i] = samples.secondOf(i);
  }
  return {
    ...header,
    samples: { count: samples.size, stack, labelSet, values },
    stacks: stacks.build(),
    ...tables.locations.build(),
    functions: tables.functions.build(),
    mappings: tables.mappings.build(),
    ...tables.labels.build(),
    strings: tables.strings.build(),
  };
}

/**
 * One profile of several, as pprof's `Merge` makes it (pprof profile/merge.go; rules M1-M4): equal
 * samples are added (wrapping), all-zero ones dropped, tables hold only what is used, in the order
 * of first use. Also for one profile. All need the same period type and sample types:
 * `combineProfiles` makes them so, and is what `go tool pprof` runs. `profiles` must not be empty.
 */
export function mergeProfiles(
  profiles: readonly Profile[],
): Result<Profile, MergeError> {
  for (const profile of profiles.slice(1)) {
    const error = checkCompatible(profiles[0], profile);
    if (error !== undefined) return err(error);
  }
  const merged = mergeCompatible(profiles);
  const { count, values } = merged.samples;
  for (let i = 0; i < count; i += 1) {
    // Sums that cancelled out leave samples, and maybe locations, that are in no other use.
    if (isZeroSample(values, i)) return mergeProfiles([merged]);
  }
  return ok(merged);
}
