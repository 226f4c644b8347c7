import { boxAtPath, keysToBox } from "../canvas/flame-boxes.ts";
import {
  boxFillingViewport,
  fullViewport,
  viewportOfBox,
  type Viewport,
} from "../canvas/flame-viewport.ts";
import type { FlameModel } from "./flame-model.ts";
import {
  layoutKey,
  type PlacedBox,
  type PlacedZoom,
  type TabView,
} from "./tab-view.ts";

/** The range a tab's zoom means in this layout. */
export function viewportOf(model: FlameModel, view: TabView): Viewport {
  const { zoom } = view;
  if (zoom === null || model.boxes.length === 0) {
    return fullViewport(model.boxes);
  }
  if (zoom.layout === layoutKey(view)) {
    return { start: zoom.start, end: zoom.end };
  }
  const box = boxAtPath(model.boxes, zoom.path, model.keyOf);
  return viewportOfBox(model.boxes, box);
}

/** A range as the tab keeps it; null for everything. */
export function placedZoom(
  model: FlameModel,
  view: TabView,
  viewport: Viewport,
): PlacedZoom | null {
  const full = fullViewport(model.boxes);
  if (viewport.start <= full.start && viewport.end >= full.end) return null;
  const box = boxFillingViewport(model.boxes, viewport);
  return {
    layout: layoutKey(view),
    start: viewport.start,
    end: viewport.end,
    path: keysToBox(model.boxes, box, model.keyOf),
  };
}

/** Box numbers change where a layout grows; places don't. */
function boxLayout(model: FlameModel, view: TabView): string {
  return `${layoutKey(view)}/${model.boxes.length}`;
}

/** The box a tab's focus means in this layout; -1 for none. */
export function focusedBoxOf(model: FlameModel, view: TabView): number {
  const { focus } = view;
  if (focus === null) return -1;
  if (focus.layout === boxLayout(model, view)) return focus.box;
  return boxAtPath(model.boxes, focus.path, model.keyOf);
}

/** A box as the tab keeps it. */
export function placedBox(
  model: FlameModel,
  view: TabView,
  box: number,
): PlacedBox {
  return {
    layout: boxLayout(model, view),
    box,
    path: keysToBox(model.boxes, box, model.keyOf),
  };
}

/** The nearest box above that is wider; the root at last. */
export function widerAncestor(
  { boxes }: Pick<FlameModel, "boxes">,
  box: number,
): number {
  const { parent, start, end } = boxes;
  const width = end[box] - start[box];
  let at = parent[box];
  while (at > 0 && end[at] - start[at] <= width) at = parent[at];
  return Math.max(0, at);
}
