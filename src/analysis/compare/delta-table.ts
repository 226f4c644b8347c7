import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { ValueColumn } from "#profile/profile.ts";
import type { StringTable } from "#profile/string-table.ts";
import { compare64 } from "#base/int64.ts";
import { zerosLike } from "../node-values.ts";
import type { EntryValues } from "../report/entry-values.ts";
import { CHANGE_CLASSES, changeClasses, deltaColumn } from "./change-class.ts";
import {
  computeSides,
  type Comparison,
  type ComparisonSides,
} from "./comparison.ts";
import {
  heapSignificance,
  type ComparedSources,
  type EntrySignificance,
} from "./heap-significance.ts";
import {
  mergedEntriesOf,
  mergedEntryValues,
  type MergedEntries,
} from "./merged-entries.ts";

/** One measure (flat or cum) of a delta table: a row per function. */
export interface DeltaMeasure {
  readonly base: ValueColumn;
  readonly current: ValueColumn;
  /** `current - base`, exact. */
  readonly delta: ValueColumn;
  /** Index into `CHANGE_CLASSES`. */
  readonly changeClass: Uint8Array;
  /** Empty where the profiles are not of a heap. */
  readonly z: Float64Array;
  /** Index into `SIGNIFICANCES`; empty where the profiles are not of a heap. */
  readonly significance: Uint8Array;
}

/**
 * What changed, by function (Top's identity: the name, rule C4). Rows with all four values 0 are left
 * out. In the order of flat growth, largest first, then by name: the top answers "what grew".
 */
export interface DeltaTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the name of each function of the comparison: the same for all its tables. */
  readonly entryName: Uint32Array;
  /** Row of `entryName` for each row. */
  readonly entry: Uint32Array;
  readonly flat: DeltaMeasure;
  readonly cum: DeltaMeasure;
  /**
   * Row that is probably the same function under another number or type argument (see `foldName`):
   * one of the two is new and the other removed, and no third one is like them. -1 for none.
   */
  readonly counterpart: Int32Array;
  /** Sum of the positive flat deltas: what a row's share of the growth is of. */
  readonly flatGrowth: bigint;
  /** Sum of the negative flat deltas, as a positive number. */
  readonly flatShrinkage: bigint;
}

function pick(column: ValueColumn, rows: Uint32Array): ValueColumn {
  const out = zerosLike(column, rows.length);
  for (let i = 0; i < rows.length; i += 1) out[i] = column[rows[i]];
  return out;
}

function measureOf(
  base: ValueColumn,
  current: ValueColumn,
  rows: Uint32Array,
  significance: EntrySignificance | undefined,
): DeltaMeasure {
  const baseRows = pick(base, rows);
  const currentRows = pick(current, rows);
  return {
    base: baseRows,
    current: currentRows,
    delta: deltaColumn(baseRows, currentRows),
    changeClass: changeClasses(baseRows, currentRows),
    z:
      significance === undefined
        ? new Float64Array(0)
        : Float64Array.from(rows, (row) => significance.z[row]),
    significance:
      significance === undefined
        ? new Uint8Array(0)
        : Uint8Array.from(rows, (row) => significance.code[row]),
  };
}

const NEW = CHANGE_CLASSES.indexOf("new");
const REMOVED = CHANGE_CLASSES.indexOf("removed");

/** See `DeltaTable.counterpart`. `foldedName` is of the entries that the rows show. */
function counterpartsOf(
  foldedName: Int32Array,
  rows: Uint32Array,
  changeClass: Uint8Array,
): Int32Array {
  const twins = new Map<number, { added: number[]; gone: number[] }>();
  rows.forEach((entry, row) => {
    const code = changeClass[row];
    if (foldedName[entry] < 0 || (code !== NEW && code !== REMOVED)) return;
    let like = twins.get(foldedName[entry]);
    if (like === undefined) {
      like = { added: [], gone: [] };
      twins.set(foldedName[entry], like);
    }
    (code === NEW ? like.added : like.gone).push(row);
  });
  const counterpart = new Int32Array(rows.length).fill(-1);
  for (const { added, gone } of twins.values()) {
    if (added.length !== 1 || gone.length !== 1) continue;
    counterpart[added[0]] = gone[0];
    counterpart[gone[0]] = added[0];
  }
  return counterpart;
}

/**
 * Entries with any value, by flat growth, largest first, then by name. Most have none of it: they are in
 * the order of their names as they come.
 */
function orderedRows(
  { byName, rank }: MergedEntries,
  sides: readonly EntryValues[],
  flatDelta: ValueColumn,
): Uint32Array {
  const grown: number[] = [];
  const level: number[] = [];
  const shrunk: number[] = [];
  for (const entry of byName) {
    if ((entry & EVERY) === 0) checkpoint();
    const isSomething = sides.some(
      ({ flat, cum }) => cum[entry] != 0 || flat[entry] != 0,
    );
    if (!isSomething) continue;
    const delta = flatDelta[entry];
    (delta > 0 ? grown : delta < 0 ? shrunk : level).push(entry);
  }
  const byDelta =
    flatDelta instanceof Float64Array
      ? (a: number, b: number) =>
          flatDelta[b] - flatDelta[a] || rank[a] - rank[b]
      : (a: number, b: number) =>
          compare64(flatDelta[b], flatDelta[a]) || rank[a] - rank[b];
  return Uint32Array.from([
    ...grown.sort(byDelta),
    ...level,
    ...shrunk.sort(byDelta),
  ]);
}

function sumOf(delta: ValueColumn, sign: 1 | -1): bigint {
  if (delta instanceof BigInt64Array) {
    let sum = 0n;
    for (const value of delta) {
      if (sign > 0 ? value > 0n : value < 0n) sum += value;
    }
    return sign > 0 ? sum : -sum;
  }
  let sum = 0;
  for (const value of delta) if (value * sign > 0) sum += value;
  return BigInt(sum * sign);
}

/**
 * The delta table of one sample type; see `DeltaTable`. `sources` are the profiles themselves, for
 * their labels and sampling rates; `sides` are those of the sample type, where they are at hand.
 * O(nodes), plus sorting, and for heaps O(samples) the first time.
 */
export function computeDeltaTable(
  comparison: Comparison,
  sampleTypeIndex: number,
  sources: ComparedSources,
  sides: ComparisonSides = computeSides(comparison, sampleTypeIndex),
): DeltaTable {
  const entries = mergedEntriesOf(comparison.shape);
  const base = mergedEntryValues(comparison, sides.base.sums);
  const current = mergedEntryValues(comparison, sides.current.sums);
  const flatDelta = deltaColumn(base.flat, current.flat);
  const rows = orderedRows(entries, [base, current], flatDelta);
  const significance = heapSignificance(comparison, sampleTypeIndex, sources);
  const cum = measureOf(base.cum, current.cum, rows, significance?.cum);
  const flat = measureOf(base.flat, current.flat, rows, significance?.flat);
  return {
    length: rows.length,
    strings: entries.strings,
    entryName: entries.name,
    entry: rows,
    flat,
    cum,
    counterpart: counterpartsOf(entries.foldedName, rows, cum.changeClass),
    flatGrowth: sumOf(flat.delta, 1),
    flatShrinkage: sumOf(flat.delta, -1),
  };
}
