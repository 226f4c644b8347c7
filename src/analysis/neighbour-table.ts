import { abs64, compare64, type Int64 } from "#base/int64.ts";
import type {
  Profile,
  SampleTypeIndex,
  ValueColumn,
} from "#profile/profile.ts";
import type { StringTable } from "#profile/string-table.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import { nameEntriesOf, type NameEntries } from "./name-entries.ts";
import { zerosLike } from "./node-values.ts";
import { computeEntryEdges } from "./report/entry-edges.ts";
import { entryValuesOfSums, sumByStack } from "./report/entry-values.ts";
import { reportTotal } from "./report/report-total.ts";

/**
 * One side of `go tool pprof -peek` for one function: its direct callers or its direct callees,
 * merged by name, largest |value| first.
 *
 * ```
 *   samples (root first)        neighbours of b
 *   a b c  3                    callers:  a 5, d 1
 *   a b    2                    callees:  c 4
 *   d b c  1
 * ```
 */
export interface NeighbourTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the neighbour's printable name. */
  readonly name: Uint32Array;
  /** Value of the edge between the function and the neighbour, once per sample. */
  readonly value: ValueColumn;
  /** 1 where every such call was inlined. */
  readonly isInlined: Uint8Array;
}

/** A function with what calls it and what it calls. */
export interface Neighbours {
  readonly func: string;
  readonly flat: bigint;
  readonly cum: bigint;
  /** Sum of |value| over all samples: what shares refer to (rule C6). */
  readonly total: bigint;
  readonly callers: NeighbourTable;
  readonly callees: NeighbourTable;
}

interface Neighbour {
  readonly entry: number;
  readonly value: Int64;
  readonly isInlined: boolean;
}

/** Largest |value| first, then by name, as pprof sorts edges (graph.go, edgeList.Less). */
function tableOf(
  entries: NameEntries,
  neighbours: readonly Neighbour[],
  like: ValueColumn,
): NeighbourTable {
  const { rank, name, strings } = entries;
  const sorted = neighbours.toSorted(
    (a, b) =>
      compare64(abs64(b.value), abs64(a.value)) ||
      rank[a.entry] - rank[b.entry],
  );
  const value = zerosLike(like, sorted.length);
  sorted.forEach((neighbour, i) => {
    value[i] = neighbour.value;
  });
  return {
    length: sorted.length,
    strings,
    name: Uint32Array.from(sorted, ({ entry }) => name[entry]),
    value,
    isInlined: Uint8Array.from(sorted, ({ isInlined }) => (isInlined ? 1 : 0)),
  };
}

/** Compares bytes, so that no name has to be decoded to look for one. */
function entryNamed(entries: NameEntries, func: string): number {
  const wanted = encodeUtf8(func);
  const { bytes, offsets } = entries.strings.columns;
  return entries.name.findIndex((name) => {
    const start = offsets[name];
    if (offsets[name + 1] - start !== wanted.length) return false;
    return wanted.every((byte, i) => bytes[start + i] === byte);
  });
}

/**
 * Callers and callees of the function named `func` (Top's identity: files of one name are merged),
 * with the numbers of `-peek`: once per sample, no calls to itself (rule C3). A name that does not
 * occur has neither, and zeros. Linear in the rows of the stack trie and the samples.
 */
export function computeNeighbours(
  profile: Profile,
  func: string,
  sampleTypeIndex: SampleTypeIndex,
): Neighbours {
  const entries = nameEntriesOf(profile);
  const values = profile.samples.values[sampleTypeIndex];
  const entry = entryNamed(entries, func);
  const total = BigInt(reportTotal(profile, values));
  if (entry < 0) {
    const none = tableOf(entries, [], values);
    return { func, flat: 0n, cum: 0n, total, callers: none, callees: none };
  }
  const sums = sumByStack(profile, values);
  const isWanted = new Uint8Array(entries.entryCount);
  isWanted[entry] = 1;
  const edges = computeEntryEdges(
    profile,
    entries,
    {
      entryCount: entries.entryCount,
      isWantedCallee: isWanted,
      isWantedCaller: isWanted,
    },
    { values, sums },
  );
  const { flat, cum } = entryValuesOfSums(
    profile,
    entries,
    entries.marks,
    sums,
  );
  const side = (
    mine: "caller" | "callee",
    other: "caller" | "callee",
  ): NeighbourTable =>
    tableOf(
      entries,
      edges
        .filter((edge) => edge[mine] === entry)
        .map((edge) => ({
          entry: edge[other],
          value: edge.weight,
          isInlined: edge.isInlined,
        })),
      values,
    );
  return {
    func,
    flat: BigInt(flat[entry]),
    cum: BigInt(cum[entry]),
    total,
    callers: side("callee", "caller"),
    callees: side("caller", "callee"),
  };
}
