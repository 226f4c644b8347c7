import { frameKindOf, type FlameView } from "#contract/views.ts";
import type { FlameBoxes } from "../canvas/flame-boxes.ts";
import { slotOfFrame, ROOT_SLOT } from "../theme/flame-colours.ts";

/** A flame view with what the page derives from it once. */
export interface FlameModel {
  readonly view: FlameView;
  readonly boxes: FlameBoxes;
  /** Palette slot of every box. */
  readonly slotOfBox: Uint8Array;
  /** Name of a frame; "" for the root. */
  readonly nameOf: (frame: number) => string;
  /** Name and file: the identity of a frame in flame graph and tree, stable between layouts. */
  readonly keyOf: (frame: number) => string;
}

/** The name in a `FlameModel.keyOf`. */
export function nameOfFrameKey(key: string): string {
  return key.slice(0, key.lastIndexOf("\n"));
}

/** Colours depend on kind and package only: one slot per frame, then one per box. */
function slotsOfBoxes(view: FlameView): Uint8Array {
  const { layout, frames } = view;
  const slotOfFrameIndex = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame += 1) {
    slotOfFrameIndex[frame] = slotOfFrame(
      frameKindOf(view, frame),
      frames.strings.get(frames.packagePath[frame]),
    );
  }
  const slots = new Uint8Array(layout.length);
  for (let box = 0; box < layout.length; box += 1) {
    const frame = layout.frame[box];
    slots[box] = frame < 0 ? ROOT_SLOT : slotOfFrameIndex[frame];
  }
  return slots;
}

export function flameModel(view: FlameView): FlameModel {
  const { frames } = view;
  const nameOf = (frame: number): string =>
    frame < 0 ? "" : frames.strings.get(frames.name[frame]);
  return {
    view,
    boxes: view.layout,
    slotOfBox: slotsOfBoxes(view),
    nameOf,
    keyOf: (frame) =>
      frame < 0
        ? ""
        : `${nameOf(frame)}\n${frames.strings.get(frames.file[frame])}`,
  };
}

/** Bytes a model keeps alive, roughly: boxes dominate. */
export function flameModelBytes(model: FlameModel): number {
  const bytesPerBox = 8 + 8 + 4 + 4 + 1 + 8 + 8 + 1;
  return model.boxes.length * bytesPerBox;
}
