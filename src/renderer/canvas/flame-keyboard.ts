import { childrenOfBox, type FlameBoxes } from "./flame-boxes.ts";
import type { Orientation } from "./flame-geometry.ts";

/** A step through the tree from the focused box. */
export type TreeStep =
  "parent" | "child" | "previous" | "next" | "first" | "last";

/** The step an arrow key makes; up and down follow the picture. */
export function stepOfKey(
  key: string,
  orientation: Orientation,
): TreeStep | null {
  const isIcicle = orientation === "icicle";
  switch (key) {
    case "ArrowUp":
      return isIcicle ? "parent" : "child";
    case "ArrowDown":
      return isIcicle ? "child" : "parent";
    case "ArrowLeft":
      return "previous";
    case "ArrowRight":
      return "next";
    case "Home":
      return "first";
    case "End":
      return "last";
    default:
      return null;
  }
}

/** The box a step leads to; the same box where there is none. `child` is the largest one. */
export function stepFrom(
  boxes: FlameBoxes,
  box: number,
  step: TreeStep,
): number {
  if (box < 0) return 0;
  const parent = boxes.parent[box];
  if (step === "parent") return parent < 0 ? box : parent;
  if (step === "child") {
    const children = childrenOfBox(boxes, box);
    return children.start < children.end ? children.start : box;
  }
  if (parent < 0) return box;
  const siblings = childrenOfBox(boxes, parent);
  switch (step) {
    case "previous":
      return Math.max(siblings.start, box - 1);
    case "next":
      return Math.min(siblings.end - 1, box + 1);
    case "first":
      return siblings.start;
    case "last":
      return siblings.end - 1;
  }
}
