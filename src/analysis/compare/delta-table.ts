import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import type { StringTable } from "#profile/string-table.ts";
import { compare64 } from "#base/int64.ts";
import { zerosLike } from "../node-values.ts";
import { CHANGE_CLASSES, changeClasses, deltaColumn } from "./change-class.ts";
import {
  computeSides,
  type Comparison,
  type ComparisonSides,
} from "./comparison.ts";
import { foldName, mayFold } from "./fold-names.ts";
import {
  heapSignificance,
  type EntrySignificance,
} from "./heap-significance.ts";
import { mergedEntriesOf, mergedEntryValues } from "./merged-entries.ts";

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
  readonly name: Uint32Array;
  readonly files: readonly (readonly number[])[];
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

function pick(column: ValueColumn, rows: readonly number[]): ValueColumn {
  const out = zerosLike(column, rows.length);
  rows.forEach((row, i) => {
    out[i] = column[row];
  });
  return out;
}

function measureOf(
  base: ValueColumn,
  current: ValueColumn,
  rows: readonly number[],
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

/** See `DeltaTable.counterpart`. */
function counterpartsOf(
  strings: StringTable,
  names: Uint32Array,
  changeClass: Uint8Array,
): Int32Array {
  const byFolded = new Map<string, { added: number[]; gone: number[] }>();
  names.forEach((index, row) => {
    const code = changeClass[row];
    if (code !== NEW && code !== REMOVED) return;
    if (!mayFold(strings, index)) return;
    const name = strings.get(index);
    const folded = foldName(name);
    if (folded === name) return;
    let twins = byFolded.get(folded);
    if (twins === undefined) {
      twins = { added: [], gone: [] };
      byFolded.set(folded, twins);
    }
    (code === NEW ? twins.added : twins.gone).push(row);
  });
  const counterpart = new Int32Array(names.length).fill(-1);
  for (const { added, gone } of byFolded.values()) {
    if (added.length !== 1 || gone.length !== 1) continue;
    counterpart[added[0]] = gone[0];
    counterpart[gone[0]] = added[0];
  }
  return counterpart;
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
 * O(nodes), plus sorting, and for heaps O(samples).
 */
export function computeDeltaTable(
  comparison: Comparison,
  sampleTypeIndex: number,
  sources: { readonly base: Profile; readonly current: Profile },
  sides: ComparisonSides = computeSides(comparison, sampleTypeIndex),
): DeltaTable {
  const { shape, baseLeaves, currentLeaves } = comparison;
  const entries = mergedEntriesOf(shape);
  const base = mergedEntryValues(shape, baseLeaves, sides.base);
  const current = mergedEntryValues(shape, currentLeaves, sides.current);
  const flatDelta = deltaColumn(base.flat, current.flat);
  const rows: number[] = [];
  for (let entry = 0; entry < entries.entryCount; entry += 1) {
    if ((entry & EVERY) === 0) checkpoint();
    const isSomething =
      base.cum[entry] != 0 ||
      current.cum[entry] != 0 ||
      base.flat[entry] != 0 ||
      current.flat[entry] != 0;
    if (isSomething) rows.push(entry);
  }
  const { rank } = entries;
  rows.sort(
    flatDelta instanceof Float64Array
      ? (a, b) => flatDelta[b] - flatDelta[a] || rank[a] - rank[b]
      : (a, b) => compare64(flatDelta[b], flatDelta[a]) || rank[a] - rank[b],
  );
  const significance = heapSignificance(comparison, sampleTypeIndex, sources);
  const cum = measureOf(base.cum, current.cum, rows, significance?.cum);
  const flat = measureOf(base.flat, current.flat, rows, significance?.flat);
  const name = Uint32Array.from(rows, (row) => entries.name[row]);
  return {
    length: rows.length,
    strings: entries.strings,
    name,
    files: rows.map((row) => entries.files[row]),
    flat,
    cum,
    counterpart: counterpartsOf(entries.strings, name, cum.changeClass),
    flatGrowth: sumOf(flat.delta, 1),
    flatShrinkage: sumOf(flat.delta, -1),
  };
}
