import { childrenOfBox, type FlameBoxes } from "../../canvas/flame-boxes.ts";

/** Boxes of the tree whose children are shown. */
export type ExpandedBoxes = ReadonlySet<number>;

/**
 * Boxes in the order of an indented list: each box, then its children if it is expanded, largest
 * first. The root is the first row.
 */
export function visibleRows(
  boxes: FlameBoxes,
  expanded: ExpandedBoxes,
): number[] {
  const rows: number[] = [];
  if (boxes.length === 0) return rows;
  const pending = [0];
  for (let box = pending.pop(); box !== undefined; box = pending.pop()) {
    rows.push(box);
    if (!expanded.has(box)) continue;
    const { start, end } = childrenOfBox(boxes, box);
    for (let child = end - 1; child >= start; child -= 1) pending.push(child);
  }
  return rows;
}

export function hasChildren(boxes: FlameBoxes, box: number): boolean {
  const { start, end } = childrenOfBox(boxes, box);
  return start < end;
}

/**
 * `expanded` with the heaviest path below `box` opened: largest child of largest child, as long as
 * it has at least half of its parent's width, else where it begins to branch.
 */
export function withHeavyPath(
  boxes: FlameBoxes,
  expanded: ExpandedBoxes,
  box: number,
): Set<number> {
  const next = new Set(expanded);
  let at = box;
  for (;;) {
    const { start, end } = childrenOfBox(boxes, at);
    if (start >= end) return next;
    next.add(at);
    const width = boxes.end[at] - boxes.start[at];
    if ((boxes.end[start] - boxes.start[start]) * 2 < width) return next;
    at = start;
  }
}

/** `expanded` with everything above `box` opened. */
export function withAncestors(
  boxes: FlameBoxes,
  expanded: ExpandedBoxes,
  box: number,
): Set<number> {
  const next = new Set(expanded);
  for (let at = boxes.parent[box]; at >= 0; at = boxes.parent[at]) next.add(at);
  return next;
}
