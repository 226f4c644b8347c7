import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Int64 } from "#base/int64.ts";
import { PairMap } from "#base/pair-map.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import { hasNegative } from "../node-values.ts";
import type { EntryIndex } from "./entry-table.ts";
import { sumByStack, type StackSums } from "./entry-values.ts";
import type { LocationEntries } from "./outermost.ts";
import { stackOrderOf } from "./stack-order.ts";

/** A call from one entry to another, over all samples (graph.go: Edge; rule C3). */
export interface EntryEdge {
  readonly caller: EntryIndex;
  readonly callee: EntryIndex;
  /** Sum over the samples that hold the call, each once. */
  readonly weight: Int64;
  /** Entries between the two were left out of the graph in some sample. */
  readonly isResidual: boolean;
  /** The callee was inlined into the caller in every sample. */
  readonly isInlined: boolean;
}

/** What `computeEntryEdges` looks at. */
export interface EdgeQuery {
  readonly entryCount: number;
  /** 1 for the entries of the graph; calls through others become residual. `undefined`: all. */
  readonly isKept?: Uint8Array;
  /** Only edges with this caller or callee are wanted; 1 per entry. Both `undefined`: all. */
  readonly isWantedCallee?: Uint8Array;
  readonly isWantedCaller?: Uint8Array;
}

/** Values the edges are of, and what was summed of them already. */
export interface EdgeValues {
  readonly values: ValueColumn;
  /** For means: a sample with a divisor makes edges whatever its value. */
  readonly divisors?: ValueColumn;
  readonly sums?: StackSums;
}

/** Rows of the trie on the path of a sample with a value: others make no edges (rule C5). */
function markLive(
  profile: Profile,
  { values, divisors }: EdgeValues,
  subtree: ValueColumn,
): Uint8Array {
  const { samples, stacks } = profile;
  const { length, parent } = stacks;
  checkpoint();
  const isLive = new Uint8Array(length);
  if (
    divisors === undefined &&
    subtree instanceof Float64Array &&
    !hasNegative(values)
  ) {
    for (let row = 0; row < length; row += 1) {
      if (subtree[row] !== 0) isLive[row] = 1;
    }
    return isLive;
  }
  for (const column of divisors === undefined ? [values] : [values, divisors]) {
    for (let i = 0; i < samples.count; i += 1) {
      const row = samples.stack[i];
      if (row >= 0 && column[i] !== 0 && column[i] !== 0n) isLive[row] = 1;
    }
  }
  for (let row = length - 1; row >= 0; row -= 1) {
    if (isLive[row] === 1 && parent[row] >= 0) isLive[parent[row]] = 1;
  }
  return isLive;
}

/** The edges met so far; an edge's number is that of its (caller, callee) in `pairs`. */
class EdgeSums {
  readonly pairs = new PairMap();
  private readonly weights: Int64[] = [];
  private readonly residual: boolean[] = [];
  private readonly inlined: boolean[] = [];
  /** How often the edge is on the current path: it counts for a sample once. */
  private readonly onPath: number[] = [];

  constructor(private readonly subtree: ValueColumn) {}

  enter(
    edge: number,
    row: number,
    isResidual: boolean,
    isInlined: boolean,
  ): void {
    if (edge === this.weights.length) {
      this.weights.push(this.subtree[row]);
      this.residual.push(isResidual);
      this.inlined.push(isInlined);
      this.onPath.push(1);
      return;
    }
    this.onPath[edge] += 1;
    if (this.onPath[edge] > 1) return;
    const sum = this.weights[edge];
    const value = this.subtree[row];
    this.weights[edge] =
      typeof sum === "number"
        ? sum + Number(value)
        : BigInt.asIntN(64, sum + BigInt(value));
    if (isResidual) this.residual[edge] = true;
    if (!isInlined) this.inlined[edge] = false;
  }

  leave(edge: number): void {
    this.onPath[edge] -= 1;
  }

  build(): EntryEdge[] {
    return this.weights.map((weight, edge) => ({
      caller: this.pairs.firstOf(edge),
      callee: this.pairs.secondOf(edge),
      weight,
      isResidual: this.residual[edge],
      isInlined: this.inlined[edge],
    }));
  }
}

/** 1 for all, where a query leaves its choice open. */
function ones(length: number): Uint8Array {
  return new Uint8Array(length).fill(1);
}

/** Flags of a query with defaults filled in: everything kept, everything wanted. */
function flagsOf(query: EdgeQuery): Required<Omit<EdgeQuery, "entryCount">> {
  const { entryCount, isKept, isWantedCallee, isWantedCaller } = query;
  const isOpen = isWantedCallee === undefined && isWantedCaller === undefined;
  const none = new Uint8Array(entryCount);
  return {
    isKept: isKept ?? ones(entryCount),
    isWantedCallee: isWantedCallee ?? (isOpen ? ones(entryCount) : none),
    isWantedCaller: isWantedCaller ?? none,
  };
}

/**
 * The calls between entries as pprof draws them: none from an entry to itself, each once per sample,
 * none from samples without a value, and across entries that are not kept (residual). O(trie rows);
 * samples are only summed.
 */
export function computeEntryEdges(
  profile: Profile,
  { start, list }: LocationEntries,
  query: EdgeQuery,
  edgeValues: EdgeValues,
): EntryEdge[] {
  const { location, parent, length } = profile.stacks;
  const { isKept, isWantedCallee, isWantedCaller } = flagsOf(query);
  const { subtree } = edgeValues.sums ?? sumByStack(profile, edgeValues.values);
  const isLive = markLive(profile, edgeValues, subtree);
  const sums = new EdgeSums(subtree);
  // Last kept entry of the path up to each row, and whether others followed it.
  const lastKept = new Int32Array(length);
  const isGap = new Uint8Array(length);
  const { rows, depth, maxDepth } = stackOrderOf(profile.stacks);
  // Edges of the current path, and how many of them lie above each of its rows.
  const pathEdges: number[] = [];
  const edgesAbove = new Int32Array(maxDepth + 2);
  for (let place = 0; place < length; place += 1) {
    if ((place & EVERY) === 0) checkpoint();
    const row = rows[place];
    if (isLive[row] === 0) continue;
    while (pathEdges.length > edgesAbove[depth[row]]) {
      sums.leave(pathEdges.pop() ?? -1);
    }
    let caller = parent[row] < 0 ? -1 : lastKept[parent[row]];
    let gap = parent[row] < 0 ? 0 : isGap[parent[row]];
    const last = start[location[row] + 1] - 1;
    for (let i = last; i >= start[location[row]]; i -= 1) {
      const entry = list[i];
      if (isKept[entry] === 0) {
        gap = 1;
        continue;
      }
      if (
        caller >= 0 &&
        caller !== entry &&
        (isWantedCallee[entry] === 1 || isWantedCaller[caller] === 1)
      ) {
        const edge = sums.pairs.add(caller, entry);
        sums.enter(edge, row, gap === 1, i !== last);
        pathEdges.push(edge);
      }
      caller = entry;
      gap = 0;
    }
    lastKept[row] = caller;
    isGap[row] = gap;
    edgesAbove[depth[row] + 1] = pathEdges.length;
  }
  return sums.build();
}
