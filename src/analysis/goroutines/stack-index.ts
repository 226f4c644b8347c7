import type {
  GoroutineGroup,
  GoroutineSnapshot,
  StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { stackViews } from "../leaks/mechanism/stack-view.ts";
import type { WaitKind } from "../leaks/mechanism/wait-state.ts";
import { sharedFrames, stackKey } from "./stack-key.ts";

/** A group that may be of the same goroutines as another snapshot's. */
export interface Candidate {
  readonly group: GoroutineGroup;
  /** Index into the snapshot's groups. */
  readonly groupIndex: number;
  readonly kind: WaitKind;
}

/** Groups of one snapshot by the stack they share with other inputs. */
export class StackIndex {
  private readonly byKey = new Map<string, Candidate[]>();
  /** Stacks cut by the depth limit, by their shared frames' key, by how many those are. */
  private readonly cut = new Map<number, Map<string, Candidate[]>>();

  constructor(snapshot: GoroutineSnapshot) {
    stackViews(snapshot).forEach((view) => {
      const { group, groupIndex } = view;
      const candidate = { group, groupIndex, kind: view.wait.kind };
      const key = stackKey(group.frames);
      append(this.byKey, key, candidate);
      if (!group.isTruncated) return;
      const depth = sharedFrames(group.frames).length;
      const atDepth = this.cut.get(depth) ?? new Map<string, Candidate[]>();
      this.cut.set(depth, atDepth);
      append(atDepth, key, candidate);
    });
  }

  /** Groups with the stack `frames`, or with its leaf-side part where they were cut. */
  find(frames: readonly StackFrame[]): readonly Candidate[] {
    const exact = this.byKey.get(stackKey(frames));
    if (exact !== undefined) return exact;
    const shared = sharedFrames(frames);
    return [...this.cut].flatMap(([depth, byKey]) =>
      depth < shared.length
        ? (byKey.get(stackKey(shared.slice(0, depth))) ?? [])
        : [],
    );
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Kinds that one moment and the next may show for the same goroutine. */
const MOVING: ReadonlySet<WaitKind> = new Set(["on-cpu", "not-started"]);

/** Those of `candidates` that wait for the same, most goroutines first; else those caught on the move, else the largest. */
export function compatible(
  candidates: readonly Candidate[],
  kind: WaitKind,
): readonly Candidate[] {
  const sorted = candidates.toSorted((a, b) => b.group.count - a.group.count);
  const equal = sorted.filter((candidate) => candidate.kind === kind);
  if (equal.length > 0) return equal;
  const moving = sorted.filter(
    (candidate) => MOVING.has(candidate.kind) || MOVING.has(kind),
  );
  return moving.length > 0 ? moving : sorted.slice(0, 1);
}
