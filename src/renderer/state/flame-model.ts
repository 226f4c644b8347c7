import { frameKindOf, type FlameView } from "#contract/views.ts";
import type { FlameBoxes } from "../canvas/flame-boxes.ts";
import { slotOfFrame, ROOT_SLOT } from "../theme/flame-colours.ts";

/** A flame view with what the page derives from it once. */
export interface FlameModel {
  readonly view: FlameView;
  /** Leaves at the root: cum is what a function took below these callers, flat means nothing. */
  readonly inverted: boolean;
  readonly boxes: FlameBoxes;
  readonly frameCount: number;
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

/** Frames or boxes handled between two looks at the clock. */
const CHUNK = 32_768;

/** Colours depend on kind and package only: one slot per package, then one per frame and box. */
function* slotsOfBoxes(view: FlameView): Generator<void, Uint8Array> {
  const { layout, frames } = view;
  const slotOfPackage = new Map<string, number>();
  const slotOfFrameIndex = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame += 1) {
    const packageKey = `${frames.kind[frame]}/${frames.packagePath[frame]}`;
    let slot = slotOfPackage.get(packageKey);
    if (slot === undefined) {
      const packagePath = frames.strings.get(frames.packagePath[frame]);
      slot = slotOfFrame(frameKindOf(view, frame), packagePath);
      slotOfPackage.set(packageKey, slot);
    }
    slotOfFrameIndex[frame] = slot;
    if (frame % CHUNK === CHUNK - 1) yield;
  }
  const slots = new Uint8Array(layout.length);
  for (let box = 0; box < layout.length; box += 1) {
    const frame = layout.frame[box];
    slots[box] = frame < 0 ? ROOT_SLOT : slotOfFrameIndex[frame];
    if (box % CHUNK === CHUNK - 1) yield;
  }
  return slots;
}

/** Derives what the page needs from a view, in chunks; yields after each. */
export function* flameModel(
  view: FlameView,
  inverted: boolean,
): Generator<void, FlameModel> {
  const { frames } = view;
  const nameOf = (frame: number): string =>
    frame < 0 ? "" : frames.strings.get(frames.name[frame]);
  return {
    view,
    inverted,
    boxes: view.layout,
    frameCount: frames.length,
    slotOfBox: yield* slotsOfBoxes(view),
    nameOf,
    keyOf: (frame) =>
      frame < 0
        ? ""
        : `${nameOf(frame)}\n${frames.strings.get(frames.file[frame])}`,
  };
}

/**
 * Decodes all names ahead of the first search, in chunks; yields after each. A name is decoded once
 * and kept by the string table.
 */
export function* warmNames(
  model: Pick<FlameModel, "frameCount" | "nameOf">,
): Generator<void, void> {
  for (let frame = 0; frame < model.frameCount; frame += 1) {
    model.nameOf(frame);
    if (frame % 1024 === 1023) yield;
  }
}

/** Bytes a model keeps alive, roughly: boxes dominate. */
export function flameModelBytes(model: FlameModel): number {
  const bytesPerBox = 8 + 8 + 4 + 4 + 1 + 8 + 8 + 1;
  return model.boxes.length * bytesPerBox;
}
