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

/** The part of a keyboard event that decides. */
export interface ViewKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** What the keys of the view move. */
export interface ViewKeyTarget {
  readonly panBySteps: (columns: number, rows: number) => void;
  readonly toggleCard: () => void;
  readonly hideCard: () => boolean;
}

/** Steps to the right and down of the arrow keys. */
const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * What a pointer does by dragging and hovering: Shift and an arrow pan, `i` shows the card of the
 * focused box, Escape sends it away. True where the key was one of these.
 */
export function runViewKey(event: ViewKey, target: ViewKeyTarget): boolean {
  const { key, shiftKey } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (shiftKey && key in PANS) {
    target.panBySteps(...PANS[key]);
    return true;
  }
  if (key === "Escape") return target.hideCard();
  if (key.toLowerCase() !== "i") return false;
  target.toggleCard();
  return true;
}
