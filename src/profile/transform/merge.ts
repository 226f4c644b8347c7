import { checkpoint, EVERY } from "#base/checkpoint.ts";
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
  magnitudeOf,
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

  get size(): number {
    return this.pairs.size;
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

/** Which stacks have values of both signs in some column: 1. Others' samples can't cancel out. */
function mixedStacks(
  profiles: readonly Profile[],
  rows: readonly Int32Array[],
  stacks: number,
): Uint8Array {
  const isMixed = new Uint8Array(stacks);
  const signs = new Uint8Array(stacks);
  profiles[0].sampleTypes.forEach((_, type) => {
    signs.fill(0);
    profiles.forEach(({ samples }, source) => {
      const row = rows[source];
      const values = samples.values[type];
      for (let i = 0; i < row.length; i += 1) {
        if ((i & EVERY) === 0) checkpoint();
        if (row[i] < 0) continue;
        signs[row[i]] |= values[i] < 0 ? 2 : values[i] > 0 ? 1 : 0;
      }
    });
    for (let i = 0; i < stacks; i += 1) if (signs[i] === 3) isMixed[i] = 1;
  });
  return isMixed;
}

/** Rows of merged samples where stacks are mixed, -1 elsewhere. */
function rowsOfMixed(
  profiles: readonly Profile[],
  stackRows: readonly Int32Array[],
  isMixed: Uint8Array,
  maps: readonly SourceMaps[],
): { readonly samples: PairMap; readonly rows: readonly Int32Array[] } {
  const samples = new PairMap();
  const rows = profiles.map(({ samples: { labelSet } }, source) => {
    const stack = stackRows[source];
    const row = new Int32Array(stack.length).fill(-1);
    for (let i = 0; i < stack.length; i += 1) {
      if ((i & EVERY) === 0) checkpoint();
      if (stack[i] < 0 || isMixed[stack[i]] === 0) continue;
      row[i] = samples.add(stack[i], maps[source].labelSet(labelSet[i]));
    }
    return row;
  });
  return { samples, rows };
}

function sumOfAll(
  profiles: readonly Profile[],
  type: number,
  { samples, rows }: ReturnType<typeof rowsOfMixed>,
): bigint {
  const sums = emptySums(profiles, type, samples.size);
  let magnitude = 0;
  profiles.forEach((source, i) => {
    const values = source.samples.values[type];
    addRows(sums, values, rows[i]);
    for (let sample = 0; sample < values.length; sample += 1) {
      if (rows[i][sample] < 0) magnitude += Math.abs(Number(values[sample]));
    }
  });
  // Doubles are exact here: `emptySums` has seen to it.
  return BigInt(magnitude) + magnitudeOf(sums);
}

/**
 * Sum of |value| over the samples of `mergeProfiles`, per sample type, wrapping as int64, without
 * merging all of them: labels are looked at only where a stack has values of both signs, since
 * elsewhere |a + b| is |a| + |b|.
 */
export function mergedMagnitudes(
  profiles: readonly Profile[],
): Result<readonly bigint[], MergeError> {
  for (const profile of profiles.slice(1)) {
    const error = checkCompatible(profiles[0], profile);
    if (error !== undefined) return err(error);
  }
  const tables = new MergedTables();
  const stacks = new StackMerger(
    profiles.reduce((sum, { stacks: { length } }) => sum + length, 0),
  );
  const maps = profiles.map((source) => new SourceMaps(source, tables));
  const stackRows = profiles.map((source, i) => {
    const mapStack = stacks.mapper(source, maps[i]);
    // Row 0 is of samples without locations.
    return source.samples.stack.map((stack) => mapStack(stack) + 1);
  });
  const isExact = profiles[0].sampleTypes.every(
    (_, type) => emptySums(profiles, type, 0) instanceof Float64Array,
  );
  const count = stacks.size + 1;
  // Sums that may wrap are done the long way.
  const isMixed = isExact
    ? mixedStacks(profiles, stackRows, count)
    : new Uint8Array(count).fill(1);
  const mixed = rowsOfMixed(profiles, stackRows, isMixed, maps);
  return ok(
    profiles[0].sampleTypes.map((_, type) =>
      BigInt.asIntN(64, sumOfAll(profiles, type, mixed)),
    ),
  );
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
