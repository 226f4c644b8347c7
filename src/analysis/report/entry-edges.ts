import { add64, type Int64 } from "#base/int64.ts";
import { PairMap } from "#base/pair-map.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import { sumSubtrees } from "../node-values.ts";
import type { EntryIndex } from "./entry-table.ts";
import { sumByStack } from "./entry-values.ts";
import type { LocationEntries } from "./outermost.ts";
import { linkCallees, walkStacks } from "./stack-walk.ts";

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
  /** Only edges with this caller or callee are wanted; 1 per entry. `undefined`: all. */
  readonly isWantedCallee?: Uint8Array;
  readonly isWantedCaller?: Uint8Array;
}

/** Rows of the trie that lie on the path of a sample with a value: others make no edges (rule C5). */
function markLive(
  profile: Profile,
  columns: readonly ValueColumn[],
): Uint8Array {
  const { samples, stacks } = profile;
  const isLive = new Uint8Array(stacks.length);
  for (const values of columns) {
    for (let i = 0; i < samples.count; i += 1) {
      const row = samples.stack[i];
      if (row >= 0 && values[i] !== 0 && values[i] !== 0n) isLive[row] = 1;
    }
  }
  for (let row = stacks.length - 1; row >= 0; row -= 1) {
    const caller = stacks.parent[row];
    if (isLive[row] === 1 && caller >= 0) isLive[caller] = 1;
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

  enter(
    edge: number,
    weight: Int64,
    isResidual: boolean,
    isInlined: boolean,
  ): void {
    if (edge === this.weights.length) {
      this.weights.push(weight);
      this.residual.push(isResidual);
      this.inlined.push(isInlined);
      this.onPath.push(1);
      return;
    }
    this.onPath[edge] += 1;
    if (this.onPath[edge] > 1) return;
    this.weights[edge] = add64(this.weights[edge], weight);
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

/**
 * The calls between entries as pprof draws them: none from an entry to itself, each once per sample,
 * none from samples whose `values` are all zero, and across entries that are not kept (residual).
 * Weights are of `values[0]`; further columns (the divisors of means) only keep samples alive.
 * O(trie rows), no look at samples but to sum them.
 */
export function computeEntryEdges(
  profile: Profile,
  { start, list }: LocationEntries,
  query: EdgeQuery,
  values: readonly [ValueColumn, ...ValueColumn[]],
): EntryEdge[] {
  const { stacks } = profile;
  const { isKept, isWantedCallee, isWantedCaller } = query;
  const subtree = sumSubtrees(sumByStack(profile, values[0]), stacks.parent);
  const isLive = markLive(profile, values);
  const sums = new EdgeSums();
  // Last kept entry of the path up to each row, and whether others followed it.
  const lastKept = new Int32Array(stacks.length);
  const isGap = new Uint8Array(stacks.length);
  const isWanted = (caller: EntryIndex, callee: EntryIndex): boolean =>
    (isWantedCallee === undefined && isWantedCaller === undefined) ||
    isWantedCallee?.[callee] === 1 ||
    isWantedCaller?.[caller] === 1;

  /** Calls `visit` for each edge of the row's location, callers first. */
  const eachEdge = (
    row: number,
    visit: (edge: number, isResidual: boolean, isInlined: boolean) => void,
  ): void => {
    const parentRow = stacks.parent[row];
    let caller = parentRow < 0 ? -1 : lastKept[parentRow];
    let gap = parentRow < 0 ? false : isGap[parentRow] === 1;
    const location = stacks.location[row];
    const last = start[location + 1] - 1;
    for (let i = last; i >= start[location]; i -= 1) {
      const entry = list[i];
      if (isKept !== undefined && isKept[entry] === 0) {
        gap = true;
        continue;
      }
      if (caller >= 0 && caller !== entry && isWanted(caller, entry)) {
        visit(sums.pairs.add(caller, entry), gap, i !== last);
      }
      caller = entry;
      gap = false;
    }
    lastKept[row] = caller;
    isGap[row] = gap ? 1 : 0;
  };

  walkStacks(
    stacks,
    linkCallees(stacks),
    (row) => {
      if (isLive[row] === 0) return false;
      eachEdge(row, (edge, isResidual, isInlined) =>
        sums.enter(edge, subtree[row], isResidual, isInlined),
      );
      return true;
    },
    (row) => eachEdge(row, (edge) => sums.leave(edge)),
  );
  return sums.build();
}
