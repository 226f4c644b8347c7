/**
 * Two profiles on one tree: both are laid behind one another as ONE profile with twice the value
 * columns, so that the call tree, the top table and callers/callees of a comparison are built by the
 * same code as those of a single profile, and every number keeps both its sides:
 *
 * ```
 *   base:    a b 5        pair:  sample types   inuse (base)  inuse (current)
 *   current: a b 7               a b                 5              0
 *            a c 1               a b                 0              7
 *                                a c                 0              1
 *   tree of the pair:            a b                 5              7
 *                                a c                 0              1
 * ```
 * Frames meet by name and file (architecture.md, Identity), so line moves and rebuilt binaries align.
 */
import { err, ok, type Result } from "#base/result.ts";
import type {
  LabelSetTable,
  LabelTable,
  LineTable,
  LocationTable,
  MappingTable,
  Profile,
  SampleTable,
  StackTable,
  ValueColumn,
  ValueType,
} from "#profile/profile.ts";
import { StringTable } from "#profile/string-table.ts";

/** Why two profiles can't be compared. Sample types are listed as `type/unit`. */
export interface PairError {
  readonly code: "no-common-sample-type";
  readonly base: readonly string[];
  readonly current: readonly string[];
}

/** A comparison's one profile. Column `i` of `profile` is the base, column `types + i` the current side. */
export interface ProfilePair {
  /** Common sample types, in the order of the current profile. */
  readonly sampleTypes: readonly ValueType[];
  /** `2 * sampleTypes.length` value columns: all base ones, then all current ones. */
  readonly profile: Profile;
  /** Samples `[0, baseSampleCount)` are the base's, the others the current side's. */
  readonly baseSampleCount: number;
}

/** Value column of the base side of a sample type. */
export function baseColumnIndex(
  _pair: ProfilePair,
  sampleTypeIndex: number,
): number {
  return sampleTypeIndex;
}

/** Value column of the current side of a sample type. */
export function currentColumnIndex(
  pair: ProfilePair,
  sampleTypeIndex: number,
): number {
  return pair.sampleTypes.length + sampleTypeIndex;
}

function label(valueType: ValueType): string {
  return `${valueType.type}/${valueType.unit}`;
}

type Numbers = Uint32Array | Int32Array | Float64Array | Uint8Array;
type BigInts = BigUint64Array | BigInt64Array;

/** `a`, then `b` with `shift` added to what is not a sentinel (below `from`). */
function joinShifted<T extends Uint32Array | Int32Array>(
  a: T,
  b: T,
  shift: number,
  from = 0,
): T {
  const out = joined(a, b);
  for (let i = a.length; i < out.length; i += 1) {
    if (out[i] >= from) out[i] += shift;
  }
  return out;
}

function joined<T extends Numbers | BigInts>(a: T, b: T): T {
  const Column = a.constructor as new (length: number) => T;
  const out = new Column(a.length + b.length);
  // Both columns are of one kind, which the type checker can't see across the union.
  (out as Float64Array).set(a as Float64Array, 0);
  (out as Float64Array).set(b as Float64Array, a.length);
  return out;
}

/** Offsets of the joined table: `b`'s behind `a`'s, whose last offset is where `b` begins. */
function joinedOffsets(a: Uint32Array, b: Uint32Array): Uint32Array {
  const end = a[a.length - 1];
  const out = new Uint32Array(a.length + b.length - 1);
  out.set(a);
  for (let i = 1; i < b.length; i += 1) out[a.length - 1 + i] = end + b[i];
  return out;
}

function joinStrings(a: StringTable, b: StringTable): StringTable {
  const used = (table: StringTable): Uint8Array =>
    table.columns.bytes.subarray(0, table.columns.offsets[table.length]);
  return new StringTable({
    bytes: joined(used(a), used(b)),
    offsets: joinedOffsets(a.columns.offsets, b.columns.offsets),
  });
}

/** String columns: 0 is the empty string on both sides and stays 0. */
function joinTexts(
  a: Uint32Array,
  b: Uint32Array,
  strings: number,
): Uint32Array {
  return joinShifted(a, b, strings, 1);
}

function joinLocations(a: Profile, b: Profile): LocationTable {
  return {
    length: a.locations.length + b.locations.length,
    mapping: joinShifted(
      a.locations.mapping,
      b.locations.mapping,
      a.mappings.length,
    ),
    address: joined(a.locations.address, b.locations.address),
    lineStart: joinedOffsets(a.locations.lineStart, b.locations.lineStart),
    isFolded: joined(a.locations.isFolded, b.locations.isFolded),
  };
}

function joinLines(a: Profile, b: Profile): LineTable {
  return {
    length: a.lines.length + b.lines.length,
    func: joinShifted(a.lines.func, b.lines.func, a.functions.length),
    line: joined(a.lines.line, b.lines.line),
    column: joined(a.lines.column, b.lines.column),
  };
}

function joinMappings(a: Profile, b: Profile): MappingTable {
  const strings = a.strings.length;
  return {
    length: a.mappings.length + b.mappings.length,
    start: joined(a.mappings.start, b.mappings.start),
    limit: joined(a.mappings.limit, b.mappings.limit),
    offset: joined(a.mappings.offset, b.mappings.offset),
    filename: joinTexts(a.mappings.filename, b.mappings.filename, strings),
    buildId: joinTexts(a.mappings.buildId, b.mappings.buildId, strings),
    flags: joined(a.mappings.flags, b.mappings.flags),
  };
}

/** Row 0 of both is the empty set: `b`'s keeps row 0 and its other rows follow `a`'s. */
function joinLabelSets(a: Profile, b: Profile): LabelSetTable {
  const { labelSets: x } = a;
  const { labelSets: y } = b;
  return {
    length: x.length + y.length - 1,
    labelStart: joinedOffsets(x.labelStart, y.labelStart.subarray(1)),
    label: joinShifted(x.label, y.label, a.labels.length),
  };
}

function joinLabels(a: Profile, b: Profile): LabelTable {
  const strings = a.strings.length;
  const { labels: x } = a;
  const { labels: y } = b;
  return {
    length: x.length + y.length,
    key: joinTexts(x.key, y.key, strings),
    isNumeric: joined(x.isNumeric, y.isNumeric),
    str: joinTexts(x.str, y.str, strings),
    num: joined(x.num, y.num),
    unit: joinTexts(x.unit, y.unit, strings),
  };
}

/** The stack tries stay apart here: they meet by frame when a tree is built. */
function joinStacks(a: Profile, b: Profile): StackTable {
  return {
    length: a.stacks.length + b.stacks.length,
    parent: joinShifted(a.stacks.parent, b.stacks.parent, a.stacks.length),
    location: joinShifted(
      a.stacks.location,
      b.stacks.location,
      a.locations.length,
    ),
  };
}

function padded(
  values: ValueColumn,
  before: number,
  after: number,
): ValueColumn {
  const out =
    values instanceof Float64Array
      ? new Float64Array(before + values.length + after)
      : new BigInt64Array(before + values.length + after);
  (out as Float64Array).set(values as Float64Array, before);
  return out;
}

function joinSamples(
  a: Profile,
  b: Profile,
  columns: readonly (readonly [number, number])[],
): SampleTable {
  const { samples: x } = a;
  const { samples: y } = b;
  return {
    count: x.count + y.count,
    stack: joinShifted(x.stack, y.stack, a.stacks.length),
    labelSet: joinShifted(x.labelSet, y.labelSet, a.labelSets.length - 1, 1),
    values: [
      ...columns.map(([base]) => padded(x.values[base], 0, y.count)),
      ...columns.map(([, current]) => padded(y.values[current], x.count, 0)),
    ],
  };
}

/** Index pairs of the sample types both have, in the order of `current`. */
function commonColumns(
  base: Profile,
  current: Profile,
): (readonly [number, number])[] {
  return current.sampleTypes.flatMap((wanted, currentIndex) => {
    const baseIndex = base.sampleTypes.findIndex(
      ({ type, unit }) => type === wanted.type && unit === wanted.unit,
    );
    return baseIndex < 0 ? [] : [[baseIndex, currentIndex] as const];
  });
}

/**
 * Lays `base` and `current` behind one another; see the file header. Header fields are the current
 * profile's. O(rows), no row is merged. Errors: `no-common-sample-type`.
 */
export function pairProfiles(
  base: Profile,
  current: Profile,
): Result<ProfilePair, PairError> {
  const columns = commonColumns(base, current);
  if (columns.length === 0) {
    return err({
      code: "no-common-sample-type",
      base: base.sampleTypes.map(label),
      current: current.sampleTypes.map(label),
    });
  }
  const sampleTypes = columns.map(([, index]) => current.sampleTypes[index]);
  const strings = base.strings.length;
  const profile: Profile = {
    ...current,
    sampleTypes: [...sampleTypes, ...sampleTypes],
    strings: joinStrings(base.strings, current.strings),
    functions: {
      length: base.functions.length + current.functions.length,
      name: joinTexts(base.functions.name, current.functions.name, strings),
      systemName: joinTexts(
        base.functions.systemName,
        current.functions.systemName,
        strings,
      ),
      filename: joinTexts(
        base.functions.filename,
        current.functions.filename,
        strings,
      ),
      startLine: joined(base.functions.startLine, current.functions.startLine),
    },
    locations: joinLocations(base, current),
    lines: joinLines(base, current),
    mappings: joinMappings(base, current),
    labelSets: joinLabelSets(base, current),
    labels: joinLabels(base, current),
    stacks: joinStacks(base, current),
    samples: joinSamples(base, current, columns),
  };
  return ok({ sampleTypes, profile, baseSampleCount: base.samples.count });
}
