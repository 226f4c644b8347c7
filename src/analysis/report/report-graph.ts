/**
 * The graph behind pprof's text reports: which entries are shown, in which order, with which numbers,
 * and what was left out (report.go, newTrimmedGraph). Numbers only; `text/pprof` prints them.
 *
 * Trimming changes no number of an entry that stays: flat goes to the leaf or nowhere, cum to every
 * entry once. So pprof's rebuilt graph is the first one with fewer rows, and only edges, which
 * reach over what was dropped, are computed anew.
 */
import {
  abs64,
  add64,
  compare64,
  divide64,
  int64FromFloat,
  type Int64,
} from "#base/int64.ts";
import type {
  Profile,
  SampleTypeIndex,
  ValueColumn,
} from "#profile/profile.ts";
import {
  computeEntryEdges,
  type EdgeQuery,
  type EntryEdge,
} from "./entry-edges.ts";
import { EntryNames } from "./entry-name.ts";
import {
  assignEntries,
  type EntryAssignment,
  type EntryIndex,
  type EntryOptions,
} from "./entry-table.ts";
import {
  entryValuesOfSums,
  sumByStack,
  type EntryValues,
  type StackSums,
} from "./entry-values.ts";
import { markOutermost } from "./outermost.ts";
import { reportTotal } from "./report-total.ts";

/** What a report shows; the names are pprof's options. */
export interface ReportOptions extends EntryOptions {
  readonly sampleTypeIndex: SampleTypeIndex;
  /** Means: values are divided by those of sample type 0 (rule T5). */
  readonly mean: boolean;
  readonly sort: "flat" | "cum";
  readonly dropNegative: boolean;
  /** Most entries shown; 0 = all. */
  readonly nodeCount: number;
  /** Entries below this share of the total are dropped; 0 = none. */
  readonly nodeFraction: number;
  /** Edges below this share of the total are dropped. */
  readonly edgeFraction: number;
}

/** 0 no incoming edge is inlined, 1 some are, 2 all are (rule O2). */
export type InlineMark = 0 | 1 | 2;

/** One shown entry. For means, `flat` and `cum` are divided already. */
export interface ReportRow {
  readonly entry: EntryIndex;
  readonly flat: Int64;
  readonly cum: Int64;
  readonly inlined: InlineMark;
}

/** See the file header. */
export interface ReportGraph {
  readonly assignment: EntryAssignment;
  readonly names: EntryNames;
  /** In the order of the report. */
  readonly rows: readonly ReportRow[];
  /** Rule C6. */
  readonly total: Int64;
  /** Entries before `nodeCount` was applied, after `nodeFraction`. */
  readonly originalCount: number;
  readonly droppedCount: number;
  /**
   * The calls to and from the entries flagged 1, over dropped entries (residual), without those too
   * thin for `edgeFraction`. Computed when asked for.
   */
  edgesAround(isWanted: Uint8Array): EntryEdge[];
}

interface Columns extends EntryValues {
  readonly flatDivisor?: ValueColumn;
  readonly cumDivisor?: ValueColumn;
}

function mean(sum: Int64, divisor: Int64 | undefined): Int64 {
  if (divisor === undefined || divisor === 0 || divisor === 0n) return sum;
  return divide64(sum, divisor);
}

/** Entries of the untrimmed graph (graph.go, selectNodesForGraph; rule C5). */
function presentEntries(columns: EntryValues, dropNegative: boolean): number[] {
  const { flat, cum } = columns;
  const zero = flat instanceof Float64Array ? 0 : 0n;
  const present: number[] = [];
  for (let entry = 0; entry < flat.length; entry += 1) {
    if (flat[entry] === zero && cum[entry] === zero) continue;
    const isNegative =
      flat[entry] < zero || (flat[entry] === zero && cum[entry] < zero);
    if (!(dropNegative && isNegative)) present.push(entry);
  }
  return present;
}

/** Graph under construction: what each step of pprof's trimming leaves. */
class Trimming {
  readonly assignment: EntryAssignment;
  readonly names: EntryNames;
  readonly columns: Columns;
  private readonly values: ValueColumn;
  private readonly divisors: ValueColumn | undefined;
  private readonly sums: StackSums;

  constructor(
    private readonly profile: Profile,
    private readonly options: ReportOptions,
  ) {
    const { sampleTypeIndex } = options;
    const { values } = profile.samples;
    this.assignment = assignEntries(profile, options);
    this.names = new EntryNames(this.assignment.entries);
    this.values = values[sampleTypeIndex];
    this.divisors = options.mean ? values[0] : undefined;
    this.sums = sumByStack(profile, this.values);
    this.columns = this.computeColumns();
  }

  total(): Int64 {
    return reportTotal(this.profile, this.values, this.divisors);
  }

  private computeColumns(): Columns {
    const { start, list, entries } = this.assignment;
    const location = { start, list, entryCount: entries.length };
    const marks = markOutermost(this.profile, location, entries.length);
    const valuesOf = (sums: StackSums): EntryValues =>
      entryValuesOfSums(this.profile, location, marks, sums);
    const { flat, cum } = valuesOf(this.sums);
    if (this.divisors === undefined) return { flat, cum };
    const divisors = valuesOf(sumByStack(this.profile, this.divisors));
    return { flat, cum, flatDivisor: divisors.flat, cumDivisor: divisors.cum };
  }

  /** |fraction of the sum of flat|: the signed sum over the graph, rule O6. */
  cutoff(present: readonly EntryIndex[], fraction: number): Int64 {
    const { flat } = this.columns;
    let sum: Int64 = flat instanceof Float64Array ? 0 : 0n;
    for (const entry of present) sum = add64(sum, flat[entry]);
    return abs64(int64FromFloat(Number(sum) * fraction));
  }

  /** Sorts in place (rule O5; graph.go, Nodes.Sort). */
  sort(entries: EntryIndex[]): void {
    const { flat, cum } = this.columns;
    const key = this.options.sort === "cum" ? cum : flat;
    entries.sort(
      (a, b) =>
        compare64(abs64(key[b]), abs64(key[a])) || this.names.compare(a, b),
    );
  }

  edges(query: Omit<EdgeQuery, "entryCount">): EntryEdge[] {
    return computeEntryEdges(
      this.profile,
      this.assignment,
      { entryCount: this.assignment.entries.length, ...query },
      { values: this.values, divisors: this.divisors, sums: this.sums },
    );
  }

  /** 1 for entries some line of which was inlined: only they can bear an inline mark. */
  inlinedAnywhere(): Uint8Array {
    const { start, list, entries } = this.assignment;
    const isInlined = new Uint8Array(entries.length);
    for (let location = 0; location + 1 < start.length; location += 1) {
      for (let i = start[location]; i + 1 < start[location + 1]; i += 1) {
        isInlined[list[i]] = 1;
      }
    }
    return isInlined;
  }
}

function rowsOf(
  trimming: Trimming,
  shown: readonly EntryIndex[],
  marks: Uint8Array,
): ReportRow[] {
  const { flat, cum, flatDivisor, cumDivisor } = trimming.columns;
  return shown.map((entry) => ({
    entry,
    flat: mean(flat[entry], flatDivisor?.[entry]),
    cum: mean(cum[entry], cumDivisor?.[entry]),
    inlined: marks[entry] as InlineMark,
  }));
}

/** Inline marks of the shown entries from their incoming edges of at least `cutoff`. */
function inlineMarks(
  trimming: Trimming,
  shown: readonly EntryIndex[],
  isKept: Uint8Array | undefined,
  cutoff: Int64,
): Uint8Array {
  const { length } = trimming.assignment.entries;
  const marks = new Uint8Array(length);
  const isInlined = trimming.inlinedAnywhere();
  const isWantedCallee = new Uint8Array(length);
  let wanted = 0;
  for (const entry of shown) {
    isWantedCallee[entry] = isInlined[entry];
    wanted += isInlined[entry];
  }
  if (wanted === 0) return marks;
  const isNotInlined = new Uint8Array(length);
  for (const edge of trimming.edges({ isKept, isWantedCallee })) {
    if (abs64(edge.weight) < cutoff) continue;
    if (edge.isInlined) marks[edge.callee] = 2;
    else isNotInlined[edge.callee] = 1;
  }
  for (const entry of shown) {
    if (marks[entry] === 2 && isNotInlined[entry] === 1) marks[entry] = 1;
  }
  return marks;
}

function flagsOf(entries: readonly EntryIndex[], length: number): Uint8Array {
  const flags = new Uint8Array(length);
  for (const entry of entries) flags[entry] = 1;
  return flags;
}

/**
 * The trimmed graph of `profile` for one report; see the file header. `total` is what shares are of:
 * the profile's own, or, after filters, mostly that of the profile before them (rule C6).
 */
export function computeReportGraph(
  profile: Profile,
  options: ReportOptions,
  total?: Int64,
): ReportGraph {
  const trimming = new Trimming(profile, options);
  const { names, assignment, columns } = trimming;
  const { length } = assignment.entries;
  let shown: EntryIndex[] = presentEntries(columns, options.dropNegative);
  const nodeCutoff = trimming.cutoff(shown, options.nodeFraction);
  const edgeCutoff = trimming.cutoff(shown, options.edgeFraction);
  let isKept: Uint8Array | undefined;
  const presentCount = shown.length;
  if (nodeCutoff > 0) {
    shown = shown.filter((entry) => abs64(columns.cum[entry]) >= nodeCutoff);
    if (shown.length < presentCount) isKept = flagsOf(shown, length);
  }
  const originalCount = shown.length;
  trimming.sort(shown);
  if (options.nodeCount > 0 && options.nodeCount < shown.length) {
    shown = shown.slice(0, options.nodeCount);
    isKept = flagsOf(shown, length);
  }
  const marks = inlineMarks(trimming, shown, isKept, edgeCutoff);
  return {
    assignment,
    names,
    rows: rowsOf(trimming, shown, marks),
    total: total ?? trimming.total(),
    originalCount,
    droppedCount: presentCount - originalCount,
    edgesAround: (isWanted) =>
      trimming
        .edges({ isKept, isWantedCallee: isWanted, isWantedCaller: isWanted })
        .filter((edge) => abs64(edge.weight) >= edgeCutoff),
  };
}
