/**
 * Two profiles on one tree: their tables are laid behind one another as ONE profile, so that the call
 * tree and the functions of a comparison are built by the same code as those of a single profile; the
 * samples stay apart, so that every number keeps both its sides:
 *
 * ```
 *   base:    a b 5        tree of both:   a      base 5   current 8
 *   current: a b 7                        a b         5           7
 *            a c 1                        a c         0           1
 * ```
 * Frames meet by name and file (architecture.md, Identity), so line moves and rebuilt binaries align.
 */
import { checkpoint } from "#base/checkpoint.ts";
import { err, ok, type Result } from "#base/result.ts";
import type {
  FunctionTable,
  LineTable,
  LocationTable,
  MappingTable,
  Profile,
  SampleTable,
  StackTable,
  ValueType,
} from "#profile/profile.ts";
import { StringTable } from "#profile/string-table.ts";

/** Why two profiles can't be compared. Sample types are listed as `type/unit`. */
export interface PairError {
  readonly code: "no-common-sample-type";
  readonly base: readonly string[];
  readonly current: readonly string[];
}

/** Both sides of a comparison. */
export interface ProfilePair {
  /** Common sample types, in the order of the current profile. */
  readonly sampleTypes: readonly ValueType[];
  /**
   * Tables of both, without samples and labels: `labelSet` columns of the sides are rows of the label
   * sets of the profile they come from.
   */
  readonly profile: Profile;
  /** Samples of each side: stacks are rows of `profile.stacks`, values one column per sample type. */
  readonly base: SampleTable;
  readonly current: SampleTable;
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
  checkpoint();
  const Column = a.constructor as new (length: number) => T;
  const out = new Column(a.length + b.length);
  // Both columns are of one kind, which the type checker can't see across the union.
  (out as Float64Array).set(a as Float64Array, 0);
  (out as Float64Array).set(b as Float64Array, a.length);
  return out;
}

/** Offsets of the joined table: `b`'s behind `a`'s, whose last offset is where `b` begins. */
function joinedOffsets(a: Uint32Array, b: Uint32Array): Uint32Array {
  checkpoint();
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

const NO_LABELS: Pick<Profile, "labelSets" | "labels"> = {
  labelSets: {
    length: 1,
    labelStart: new Uint32Array(2),
    label: new Uint32Array(0),
  },
  labels: {
    length: 0,
    key: new Uint32Array(0),
    isNumeric: new Uint8Array(0),
    str: new Uint32Array(0),
    num: new BigInt64Array(0),
    unit: new Uint32Array(0),
  },
};

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

/** Samples with some of their columns, and stacks that are numbered from `firstStack`. */
function sideOf(
  { samples }: Profile,
  columns: readonly number[],
  firstStack: number,
): SampleTable {
  return {
    ...samples,
    stack:
      firstStack === 0
        ? samples.stack
        : joinShifted(new Int32Array(0), samples.stack, firstStack),
    values: columns.map((column) => samples.values[column]),
  };
}

function joinFunctions(a: Profile, b: Profile): FunctionTable {
  const strings = a.strings.length;
  const { functions: x } = a;
  const { functions: y } = b;
  return {
    length: x.length + y.length,
    name: joinTexts(x.name, y.name, strings),
    systemName: joinTexts(x.systemName, y.systemName, strings),
    filename: joinTexts(x.filename, y.filename, strings),
    startLine: joined(x.startLine, y.startLine),
  };
}

/**
 * Lays `base` and `current` behind one another; see the file header. Header fields are the current
 * profile's. O(rows), no row is merged, values are not copied. Errors: `no-common-sample-type`.
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
  const profile: Profile = {
    ...current,
    ...NO_LABELS,
    sampleTypes: [],
    strings: joinStrings(base.strings, current.strings),
    functions: joinFunctions(base, current),
    locations: joinLocations(base, current),
    lines: joinLines(base, current),
    mappings: joinMappings(base, current),
    stacks: joinStacks(base, current),
    samples: {
      count: 0,
      stack: new Int32Array(0),
      labelSet: new Uint32Array(0),
      values: [],
    },
  };
  return ok({
    sampleTypes: columns.map(([, index]) => current.sampleTypes[index]),
    profile,
    base: sideOf(
      base,
      columns.map(([index]) => index),
      0,
    ),
    current: sideOf(
      current,
      columns.map(([, index]) => index),
      base.stacks.length,
    ),
  });
}
