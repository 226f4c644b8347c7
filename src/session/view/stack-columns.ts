import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { StackFindings } from "#contract/goroutines.ts";
import { type PathHash, stackHash } from "#contract/stack-hash.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";

interface Row {
  readonly rootFirst: number;
  readonly leafFirst: number;
  readonly finding: number;
  count: number;
}

/** See `StackFindings`. One row for a stack and a finding, however many groups have both. O(frames). */
export function stackColumns(
  { groups }: GoroutineSnapshot,
  findings: readonly LeakFinding[],
): StackFindings {
  const known = new Map<string, PathHash | null>();
  const rows = new Map<string, Row>();
  findings.forEach(({ groupIndices }, finding) => {
    for (const index of groupIndices) {
      const { frames, count } = groups[index];
      const names = frames.map(({ func }) => func);
      const leafFirst = stackHash(names, known);
      const rootFirst = stackHash(names.reverse(), known);
      const key = `${rootFirst}/${finding}`;
      const row = rows.get(key);
      if (row === undefined) {
        rows.set(key, { rootFirst, leafFirst, finding, count });
      } else row.count += count;
    }
  });
  const list = [...rows.values()];
  return {
    rootFirst: Float64Array.from(list, ({ rootFirst }) => rootFirst),
    leafFirst: Float64Array.from(list, ({ leafFirst }) => leafFirst),
    finding: Int32Array.from(list, ({ finding }) => finding),
    count: Float64Array.from(list, ({ count }) => count),
  };
}
