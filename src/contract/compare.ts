/**
 * Comparisons and trends as they cross boundaries: what is asked for, and the bulk replies, packed by
 * the session worker and unpacked by the page.
 */
import { ensureDefined } from "#base/assert.ts";
import {
  CHANGE_CLASSES,
  type ChangeClass,
} from "#analysis/compare/change-class.ts";
import {
  SIGNIFICANCES,
  type Significance,
} from "#analysis/compare/heap-significance.ts";
import type { FrameTable } from "#analysis/frame-table.ts";
import type { GroupDelta } from "#analysis/compare/compare-goroutines.ts";
import type { ComparisonTotals } from "#analysis/compare/comparison.ts";
import type {
  DeltaMeasure,
  DeltaTable,
} from "#analysis/compare/delta-table.ts";
import type {
  ComparisonLayout,
  ComparisonWidth,
  MakeLayout,
} from "#analysis/compare/layout-comparison.ts";
import type { Trend } from "#analysis/compare/trend.ts";
import type { ProfileKind } from "#analysis/profile-kind.ts";
import type { ValueColumn, ValueType } from "#profile/profile.ts";
import { decodeUtf8, encodeUtf8 } from "#profile/utf8.ts";
import {
  type BulkColumn,
  BulkReader,
  draftBulk,
  encodeBulk,
  fillColumn,
  plannedLike,
} from "./bulk.ts";
import type { ProfileId } from "./profile-id.ts";
import type { ProfileSummary } from "./profile-summary.ts";
import {
  type Allocate,
  type PackedStrings,
  packStrings,
  unpackStrings,
} from "./views.ts";

export { CHANGE_CLASSES } from "#analysis/compare/change-class.ts";
export {
  CHANGE_STEP_BOUNDS,
  NEUTRAL_STEP,
} from "#analysis/compare/change-step.ts";
export { flatOfBox } from "#analysis/compare/layout-comparison.ts";

/** Two opened profiles; `base` is the earlier one unless the user swapped them. */
export interface PairSpec {
  readonly baseId: ProfileId;
  readonly currentId: ProfileId;
}

/** Which numbers of a comparison are shown. */
export interface ComparisonValues {
  /** Among the sample types both have: see `commonSampleTypes`. */
  readonly sampleTypeIndex: number;
  /** Current scaled to the base's total (pprof `-normalize`, rule N3). */
  readonly isNormalised: boolean;
  /** Closure numbers and type arguments left out of names: see `foldName`. */
  readonly isFolded: boolean;
}

/** A flame graph of a comparison. */
export interface ComparisonFlameSpec extends PairSpec, ComparisonValues {
  readonly width: ComparisonWidth;
  /** Only what a screen can show of the whole: it is there many times sooner. */
  readonly isCoarse: boolean;
  /**
   * The asker has the frames of the comparison, which are the same whatever the numbers: a whole picture
   * brought them. They are not sent again; `frame` columns are rows of them.
   */
  readonly knowsFrames?: boolean;
}

/** Boxes narrower than this share of the width are left out of coarse pictures: half a pixel on 4K. */
export const COARSE_SHARE = 1 / 8192;

/** The delta table. `isNet` asks for the total of pprof's `-base`, which costs a merge. */
export interface ComparisonTableSpec extends PairSpec, ComparisonValues {
  readonly isNet: boolean;
}

/** A series of snapshots, oldest first, for one sample type. */
export interface TrendSpec {
  readonly profileIds: readonly ProfileId[];
  readonly sampleType: ValueType;
}

/** A comparison's flame graph ready to draw. */
export interface ComparisonFlameView {
  readonly layout: ComparisonLayout;
  readonly frames: FrameTable;
  readonly totals: ComparisonTotals;
  /** No box is left out. */
  readonly isWhole: boolean;
}

/** As it comes: without frames where the asker has them. */
export interface ReceivedFlame extends Omit<ComparisonFlameView, "frames"> {
  readonly frames: FrameTable | null;
}

/** A delta table that holds the string index of each row's name. */
export interface NamedDeltaTable extends Omit<
  DeltaTable,
  "entry" | "entryName"
> {
  readonly name: Uint32Array;
}

/** The delta table with the totals its shares are of. */
export interface ComparisonTableView {
  readonly table: NamedDeltaTable;
  readonly totals: ComparisonTotals;
  /** Total of pprof's `-base`; -1n where it was not asked for. */
  readonly netTotal: bigint;
}

/** Sample types two profiles have in common by name and unit, in the order of the current one. */
export function commonSampleTypes(
  base: Pick<ProfileSummary, "sampleTypes">,
  current: Pick<ProfileSummary, "sampleTypes">,
): readonly ValueType[] {
  return current.sampleTypes.filter((wanted) =>
    base.sampleTypes.some(
      ({ type, unit }) => type === wanted.type && unit === wanted.unit,
    ),
  );
}

/** Class behind a code of `changeClass` columns. */
export function changeClassOf(code: number): ChangeClass {
  return CHANGE_CLASSES[code];
}

/** Significance behind a code of `significance` columns. */
export function significanceOf(code: number): Significance {
  return SIGNIFICANCES[code];
}

/** Kinds that measure the same; others compare with their own kind only. */
function familyOf(kind: ProfileKind): string {
  return kind === "allocs" ? "heap" : kind;
}

/** Whether two profiles measure the same thing and have a sample type in common. */
export function isComparable(
  a: Pick<ProfileSummary, "kind" | "sampleTypes">,
  b: Pick<ProfileSummary, "kind" | "sampleTypes">,
): boolean {
  return (
    familyOf(a.kind) === familyOf(b.kind) && commonSampleTypes(a, b).length > 0
  );
}

/** A summary with when its file was written, where that is known. */
export interface Dated {
  readonly timeNanos: string;
  /** Milliseconds since 1970; 0 where the profile has no file. */
  readonly fileTimeMs: number;
}

/** File times nearer than this say nothing: both were copied or downloaded together. */
const FILE_TIME_TOLERANCE_MS = 2000;

/**
 * Order of two profiles: below 0 where `a` is the earlier one, 0 where nothing tells. By
 * `time_nanos` where both have one that differs; else by file time, where those are more than two
 * seconds apart (terminal.md, Order).
 */
export function compareAge(a: Dated, b: Dated): number {
  const [first, second] = [BigInt(a.timeNanos), BigInt(b.timeNanos)];
  if (first !== 0n && second !== 0n && first !== second) {
    return first < second ? -1 : 1;
  }
  const apart = a.fileTimeMs - b.fileTimeMs;
  const isKnown = a.fileTimeMs > 0 && b.fileTimeMs > 0;
  return isKnown && Math.abs(apart) > FILE_TIME_TOLERANCE_MS ? apart : 0;
}

function totalsMeta(totals: ComparisonTotals): Record<string, string> {
  return {
    base: totals.base.toString(),
    current: totals.current.toString(),
    baseMagnitude: totals.baseMagnitude.toString(),
    currentMagnitude: totals.currentMagnitude.toString(),
  };
}

function readTotals(reader: BulkReader): ComparisonTotals {
  return {
    base: BigInt(reader.text("base")),
    current: BigInt(reader.text("current")),
    baseMagnitude: BigInt(reader.text("baseMagnitude")),
    currentMagnitude: BigInt(reader.text("currentMagnitude")),
  };
}

function kindOf(column: ValueColumn): "f64" | "i64" {
  return column instanceof Float64Array ? "f64" : "i64";
}

const packedFrames = new WeakMap<FrameTable, Record<string, BulkColumn>>();

/** Frames as columns, made once per table; none for null. */
function frameColumns(frames: FrameTable | null): Record<string, BulkColumn> {
  if (frames === null) return {};
  let packed = packedFrames.get(frames);
  if (packed === undefined) {
    const { columns, renumbered } = packStrings(frames.strings, [
      frames.name,
      frames.file,
      frames.packagePath,
    ]);
    const [name, file, packagePath] = renumbered;
    packed = {
      ...columns,
      frameName: name,
      frameFile: file,
      frameLine: frames.line,
      framePackagePath: packagePath,
      frameKind: frames.kind,
    };
    packedFrames.set(frames, packed);
  }
  return packed;
}

/**
 * Packs a comparison's flame graph, without frames where the asker has them. `lay` lays it out, in columns of the maker it is given: they are
 * the block itself, so that nothing is copied.
 */
export function encodeComparisonFlame(
  { frames, totals, isWhole }: Omit<ReceivedFlame, "layout">,
  lay: (make: MakeLayout) => unknown,
  allocate?: Allocate,
): Uint8Array {
  let block: Uint8Array | undefined;
  lay(({ boxes, levels, leaves, base, current }) => {
    const framePlan = Object.entries(frameColumns(frames)).map(
      ([name, column]) => [name, plannedLike(column)] as const,
    );
    const draft = draftBulk(
      { ...totalsMeta(totals), isWhole: isWhole ? 1 : 0 },
      {
        levelStart: { type: "u32", length: levels + 1 },
        start: { type: "f64", length: boxes },
        end: { type: "f64", length: boxes },
        parent: { type: "i32", length: boxes },
        frame: { type: "i32", length: boxes },
        isInlined: { type: "u8", length: boxes },
        node: { type: "i32", length: boxes },
        baseCum: { type: kindOf(base), length: boxes },
        currentCum: { type: kindOf(current), length: boxes },
        changeClass: { type: "u8", length: boxes },
        changeStep: { type: "u8", length: boxes },
        flatBox: { type: "i32", length: leaves },
        baseFlat: { type: kindOf(base), length: leaves },
        currentFlat: { type: kindOf(current), length: leaves },
        ...Object.fromEntries(framePlan),
      },
      allocate,
    );
    for (const [name, column] of Object.entries(frameColumns(frames))) {
      fillColumn(draft.columns[name], column);
    }
    block = draft.block;
    // The plan above says what each column is.
    return { length: boxes, ...draft.columns } as unknown as ComparisonLayout;
  });
  return ensureDefined(block, "lay asks for columns");
}

function readFrames(reader: BulkReader): FrameTable | null {
  if (!reader.has("frameName")) return null;
  const name = reader.u32("frameName");
  return {
    length: name.length,
    strings: unpackStrings(reader),
    name,
    file: reader.u32("frameFile"),
    line: reader.f64("frameLine"),
    packagePath: reader.u32("framePackagePath"),
    kind: reader.u8("frameKind"),
  };
}

/** The reply of `compare/flame`. Views on `buffer`, nothing copied. */
export function decodeComparisonFlame(buffer: ArrayBuffer): ReceivedFlame {
  const reader = new BulkReader(buffer);
  const start = reader.f64("start");
  return {
    totals: readTotals(reader),
    isWhole: reader.number("isWhole") === 1,
    layout: {
      length: start.length,
      levelStart: reader.u32("levelStart"),
      start,
      end: reader.f64("end"),
      parent: reader.i32("parent"),
      frame: reader.i32("frame"),
      isInlined: reader.u8("isInlined"),
      node: reader.i32("node"),
      baseCum: reader.values("baseCum"),
      currentCum: reader.values("currentCum"),
      changeClass: reader.u8("changeClass"),
      changeStep: reader.u8("changeStep"),
      flatBox: reader.i32("flatBox"),
      baseFlat: reader.values("baseFlat"),
      currentFlat: reader.values("currentFlat"),
    },
    frames: readFrames(reader),
  };
}

function measureColumns(
  prefix: "flat" | "cum",
  measure: DeltaMeasure,
): Record<string, BulkColumn> {
  return {
    [`${prefix}Base`]: measure.base,
    [`${prefix}Current`]: measure.current,
    [`${prefix}Delta`]: measure.delta,
    [`${prefix}Class`]: measure.changeClass,
    [`${prefix}Z`]: measure.z,
    [`${prefix}Significance`]: measure.significance,
  };
}

function readMeasure(reader: BulkReader, prefix: "flat" | "cum"): DeltaMeasure {
  return {
    base: reader.values(`${prefix}Base`),
    current: reader.values(`${prefix}Current`),
    delta: reader.values(`${prefix}Delta`),
    changeClass: reader.u8(`${prefix}Class`),
    z: reader.f64(`${prefix}Z`),
    significance: reader.u8(`${prefix}Significance`),
  };
}

const packedEntries = new WeakMap<Uint32Array, PackedStrings>();

/** Names of a comparison's functions; made once, since every table of it brings them. */
function entryNames({ strings, entryName }: DeltaTable): PackedStrings {
  let packed = packedEntries.get(entryName);
  if (packed === undefined) {
    packed = packStrings(strings, [entryName]);
    packedEntries.set(entryName, packed);
  }
  return packed;
}

/** Packs a delta table. */
export function encodeComparisonTable(
  view: Omit<ComparisonTableView, "table"> & { readonly table: DeltaTable },
  allocate?: Allocate,
): Uint8Array {
  const { table, totals, netTotal } = view;
  const { columns, renumbered } = entryNames(table);
  const [nameOfEntry] = renumbered;
  return encodeBulk(
    {
      ...totalsMeta(totals),
      netTotal: netTotal.toString(),
      flatGrowth: table.flatGrowth.toString(),
      flatShrinkage: table.flatShrinkage.toString(),
    },
    {
      ...columns,
      name: table.entry.map((entry) => nameOfEntry[entry]),
      counterpart: table.counterpart,
      ...measureColumns("flat", table.flat),
      ...measureColumns("cum", table.cum),
    },
    allocate,
  );
}

/** The reply of `compare/table`. Views on `buffer`, nothing copied. */
export function decodeComparisonTable(
  buffer: ArrayBuffer,
): ComparisonTableView {
  const reader = new BulkReader(buffer);
  const name = reader.u32("name");
  return {
    totals: readTotals(reader),
    netTotal: BigInt(reader.text("netTotal")),
    table: {
      length: name.length,
      strings: unpackStrings(reader),
      name,
      flat: readMeasure(reader, "flat"),
      cum: readMeasure(reader, "cum"),
      counterpart: reader.i32("counterpart"),
      flatGrowth: BigInt(reader.text("flatGrowth")),
      flatShrinkage: BigInt(reader.text("flatShrinkage")),
    },
  };
}

/** Things of some thousand rows, as JSON in a block: they take the same way as the large ones. */
function encodeJson(value: unknown, allocate?: Allocate): Uint8Array {
  return encodeBulk({}, { json: encodeUtf8(JSON.stringify(value)) }, allocate);
}

function decodeJson(buffer: ArrayBuffer): unknown {
  return JSON.parse(decodeUtf8(new BulkReader(buffer).u8("json")));
}

/** Packs goroutine groups. */
export function encodeGroupDeltas(
  groups: readonly GroupDelta[],
  allocate?: Allocate,
): Uint8Array {
  return encodeJson(groups, allocate);
}

/** The reply of `compare/goroutines`. */
export function decodeGroupDeltas(buffer: ArrayBuffer): readonly GroupDelta[] {
  return decodeJson(buffer) as readonly GroupDelta[];
}

/** Packs a trend. JSON has no Infinity: an unknown margin travels as null. */
export function encodeTrend(trend: Trend, allocate?: Allocate): Uint8Array {
  return encodeJson(trend, allocate);
}

/** The reply of `compare/trend`. */
export function decodeTrend(buffer: ArrayBuffer): Trend {
  const text = decodeUtf8(new BulkReader(buffer).u8("json"));
  return JSON.parse(text, (key, value: unknown) =>
    key === "margin" && value === null ? Infinity : value,
  ) as Trend;
}
