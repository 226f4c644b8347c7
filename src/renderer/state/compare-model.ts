import type { FrameTable } from "#analysis/frame-table.ts";
import type { ChangeClass } from "#analysis/compare/change-class.ts";
import {
  CHANGE_CLASSES,
  NEUTRAL_STEP,
  type ComparisonFlameView,
} from "#contract/compare.ts";
import {
  FALLEN,
  HATCHED,
  NO_MARK,
  OUTLINED,
  RISEN,
} from "../canvas/flame-painter.ts";
import {
  boxFillingViewport,
  fullViewport,
  type Viewport,
} from "../canvas/flame-viewport.ts";
import { pathToBox } from "../canvas/flame-boxes.ts";
import type { NodeZoom } from "./compare-choice.ts";
import type { FlameModel } from "./flame-model.ts";

/** A flame graph of a comparison with what the page derives from it once. */
export interface CompareModel extends Omit<FlameModel, "view"> {
  readonly comparison: ComparisonFlameView;
  /** Box of each tree node; -1 where the node has none in this layout. */
  readonly boxOfNode: Int32Array;
  /** See `FlameMarks`. */
  readonly markOfBox: Uint8Array;
}

/** Boxes handled between two looks at the clock. */
const CHUNK = 32_768;

function* boxesOfNodes(node: Int32Array): Generator<void, Int32Array> {
  let most = 0;
  for (let box = 0; box < node.length; box += 1) {
    if (node[box] > most) most = node[box];
    if (box % CHUNK === CHUNK - 1) yield;
  }
  const boxOfNode = new Int32Array(most + 1).fill(-1);
  yield;
  for (let box = 0; box < node.length; box += 1) {
    boxOfNode[node[box]] = box;
    if (box % CHUNK === CHUNK - 1) yield;
  }
  return boxOfNode;
}

const MARK_OF_CHANGE: Readonly<Record<ChangeClass, number>> = {
  new: OUTLINED,
  removed: HATCHED,
  grown: RISEN,
  shrunk: FALLEN,
  same: NO_MARK,
};

/** Growth and shrinking are marked where they have a colour, too: what is less is no news. */
function* marksOf({
  changeClass,
  changeStep,
}: ComparisonFlameView["layout"]): Generator<
  void,
  {
    readonly markOfBox: Uint8Array;
    readonly isNew: Uint8Array;
  }
> {
  const markOfCode = CHANGE_CLASSES.map((change) => MARK_OF_CHANGE[change]);
  const markOfBox = new Uint8Array(changeClass.length);
  const isNew = new Uint8Array(changeClass.length);
  for (let box = 1; box < changeClass.length; box += 1) {
    const mark = markOfCode[changeClass[box]];
    const isBySize = mark === RISEN || mark === FALLEN;
    markOfBox[box] =
      isBySize && changeStep[box] === NEUTRAL_STEP ? NO_MARK : mark;
    if (mark === OUTLINED) isNew[box] = 1;
    if (box % CHUNK === CHUNK - 1) yield;
  }
  return { markOfBox, isNew };
}

const nameOfFrames = new WeakMap<FrameTable, (frame: number) => string>();

/** One function per table: labels that were measured for it hold for its other pictures. */
function namesOf(frames: FrameTable): (frame: number) => string {
  let nameOf = nameOfFrames.get(frames);
  if (nameOf === undefined) {
    nameOf = (frame) =>
      frame < 0 ? "" : frames.strings.get(frames.name[frame]);
    nameOfFrames.set(frames, nameOf);
  }
  return nameOf;
}

/** Derives what the page needs from a view, in chunks; yields after each. */
export function* compareModel(
  comparison: ComparisonFlameView,
): Generator<void, CompareModel> {
  const { layout, frames } = comparison;
  const { markOfBox, isNew } = yield* marksOf(layout);
  const nameOf = namesOf(frames);
  return {
    comparison,
    inverted: false,
    // The canvas draws an edge where a frame was inlined: here it marks new ones.
    boxes: { ...layout, isInlined: isNew },
    frameCount: frames.length,
    slotOfBox: layout.changeStep,
    markOfBox,
    boxOfNode: yield* boxesOfNodes(layout.node),
    nameOf,
    keyOf: (frame) =>
      frame < 0
        ? ""
        : `${nameOf(frame)}\n${frames.strings.get(frames.file[frame])}`,
  };
}

/** Bytes a model keeps alive, roughly. */
export function compareModelBytes(model: CompareModel): number {
  const bytesPerBox = 8 + 8 + 4 + 4 + 1 + 4 + 4 * 8 + 1 + 1 + 4 + 2;
  return model.boxes.length * bytesPerBox;
}

/** Box of a tree node; -1 where it has none here. */
export function boxOfNode(model: CompareModel, node: number): number {
  return node < 0 || node >= model.boxOfNode.length
    ? -1
    : model.boxOfNode[node];
}

/** Tree node of a box; -1 for none. */
export function nodeOfBox(model: CompareModel, box: number): number {
  return box < 0 ? -1 : model.comparison.layout.node[box];
}

/** A range of one layout as every layout of the tree can show it; null for everything. */
export function nodeZoomOf(
  model: CompareModel,
  viewport: Viewport,
): NodeZoom | null {
  const { boxes } = model;
  const full = fullViewport(boxes);
  if (viewport.start <= full.start && viewport.end >= full.end) return null;
  const box = boxFillingViewport(boxes, viewport);
  const left = boxes.start[box];
  const width = boxes.end[box] - left;
  return {
    path: pathToBox(boxes, box).map((each) => nodeOfBox(model, each)),
    start: (viewport.start - left) / width,
    end: (viewport.end - left) / width,
  };
}

/**
 * The range a zoom means in this layout. Where the node has no box here (it is new, or gone), the
 * nearest caller that has one is shown whole.
 */
export function viewportOfZoom(
  model: CompareModel,
  zoom: NodeZoom | null,
): Viewport {
  const { boxes } = model;
  if (zoom === null || boxes.length === 0) return fullViewport(boxes);
  for (let i = zoom.path.length - 1; i >= 0; i -= 1) {
    const box = boxOfNode(model, zoom.path[i]);
    if (box < 0) continue;
    const left = boxes.start[box];
    const width = boxes.end[box] - left;
    const isNode = i === zoom.path.length - 1;
    return isNode
      ? { start: left + zoom.start * width, end: left + zoom.end * width }
      : { start: left, end: left + width };
  }
  return fullViewport(boxes);
}
