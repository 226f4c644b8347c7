/**
 * Who created whom. With goroutine ids (Go 1.21 and later) exact: goroutines of one group that were
 * created by goroutines of one group, whose creators …, are one node. A creator that is gone stands
 * as an `ended` node with the function that had the go statement. Without ids that is all there is.
 *
 * ```
 *   goroutine 1 main.main                        nodes: 0 goroutines main.main        count 1, total 4
 *    +- 7, 8 main.worker   created by main.main          1  goroutines main.worker    count 2, total 2
 *   goroutine 40 main.job  in goroutine 12 (gone)        2 ended      main.serve      count 0, total 1
 *                                                        3  goroutines main.job       count 1, total 1
 * ```
 */
import type {
  GoroutineGroup,
  GoroutineSnapshot,
} from "#profile/goroutines/goroutine-snapshot.ts";

/** Goroutines of one group with the same ancestry, or a creator that is gone. */
export interface CreatorNode {
  /** Row of the parent node; -1 for a root. Parents come before their children. */
  readonly parent: number;
  readonly kind: "goroutines" | "ended";
  /** Row of `snapshot.groups`; -1 for `ended`. */
  readonly groupIndex: number;
  /** `ended`: the creating function, its file and line; "" and 0 for goroutines. */
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /** Goroutines of the node itself. */
  readonly count: number;
  /** With all below it. */
  readonly total: number;
}

interface NodeDraft {
  readonly parent: number;
  readonly kind: "goroutines" | "ended";
  readonly groupIndex: number;
  readonly func: string;
  readonly file: string;
  readonly line: number;
  count: number;
}

class TreeBuilder {
  private readonly drafts: NodeDraft[] = [];
  private readonly nodeByKey = new Map<string, number>();

  constructor(private readonly groups: readonly GoroutineGroup[]) {}

  /** The node of group `groupIndex` below `parent` (-1: a root). */
  goroutines(parent: number, groupIndex: number): number {
    return this.node(`${parent},${groupIndex}`, {
      parent,
      kind: "goroutines",
      groupIndex,
      func: "",
      file: "",
      line: 0,
      count: 0,
    });
  }

  /** The root for creators of `group` that are gone; -1 where it has no creator. */
  ended(groupIndex: number): number {
    const { createdBy } = this.groups[groupIndex];
    if (createdBy === null) return -1;
    const { func, file, line } = createdBy;
    return this.node(`ended ${func}\n${file}:${line}`, {
      parent: -1,
      kind: "ended",
      groupIndex: -1,
      func,
      file,
      line,
      count: 0,
    });
  }

  add(node: number, count: number): void {
    this.drafts[node].count += count;
  }

  build(): CreatorNode[] {
    const totals = this.drafts.map(({ count }) => count);
    for (let i = this.drafts.length - 1; i >= 0; i -= 1) {
      const { parent } = this.drafts[i];
      if (parent >= 0) totals[parent] += totals[i];
    }
    return this.drafts.map((draft, i) => ({ ...draft, total: totals[i] }));
  }

  private node(key: string, draft: NodeDraft): number {
    const known = this.nodeByKey.get(key);
    if (known !== undefined) return known;
    const index = this.drafts.push(draft) - 1;
    this.nodeByKey.set(key, index);
    return index;
  }
}

const UNKNOWN = -2;
const IN_PROGRESS = -3;

/** Node of every member row; `UNKNOWN` where not computed yet. */
class MemberNodes {
  private readonly nodes: Int32Array;
  private readonly groupOfRow: Uint32Array;
  private readonly rowById = new Map<number, number>();

  constructor(
    private readonly snapshot: Pick<GoroutineSnapshot, "groups" | "members">,
    private readonly tree: TreeBuilder,
  ) {
    const { groups, members } = snapshot;
    this.nodes = new Int32Array(members.length).fill(UNKNOWN);
    this.groupOfRow = new Uint32Array(members.length);
    groups.forEach((group, index) => {
      this.groupOfRow.fill(index, group.memberStart, group.memberEnd);
    });
    for (let row = 0; row < members.length; row += 1) {
      this.rowById.set(members.id[row], row);
    }
  }

  /** Walks up to the first ancestor that has a node, then makes nodes on the way down. */
  nodeOf(start: number): number {
    const { members } = this.snapshot;
    const chain: number[] = [];
    let row: number | undefined = start;
    while (row !== undefined && this.nodes[row] === UNKNOWN) {
      this.nodes[row] = IN_PROGRESS;
      chain.push(row);
      row = this.rowById.get(members.creatorId[row]);
    }
    const top = chain.at(-1);
    if (top === undefined) return this.nodes[start];
    // A damaged dump may claim that goroutines created each other: the circle is cut.
    let node =
      row === undefined || this.nodes[row] === IN_PROGRESS
        ? this.tree.ended(this.groupOfRow[top])
        : this.nodes[row];
    for (const next of chain.reverse()) {
      node = this.tree.goroutines(node, this.groupOfRow[next]);
      this.nodes[next] = node;
    }
    return node;
  }
}

/** See the file header. Empty for inputs without creators (pprof, debug=1). O(goroutines). */
export function buildCreatorTree(
  snapshot: Pick<GoroutineSnapshot, "groups" | "members">,
): CreatorNode[] {
  const { groups } = snapshot;
  if (groups.every(({ createdBy }) => createdBy === null)) return [];
  const tree = new TreeBuilder(groups);
  const members = new MemberNodes(snapshot, tree);
  groups.forEach((group, index) => {
    for (let row = group.memberStart; row < group.memberEnd; row += 1) {
      tree.add(members.nodeOf(row), 1);
    }
    // Joined with a cut dump: goroutines that only the profile knows.
    const rest = group.count - (group.memberEnd - group.memberStart);
    if (rest > 0) tree.add(tree.goroutines(tree.ended(index), index), rest);
  });
  return tree.build();
}
