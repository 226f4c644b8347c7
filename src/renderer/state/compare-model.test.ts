import { describe, expect, it } from "vitest";
import {
  CHANGE_CLASSES,
  NEUTRAL_STEP,
  type ComparisonFlameView,
} from "#contract/compare.ts";
import { StringTable } from "#profile/string-table.ts";
import {
  FALLEN,
  HATCHED,
  NO_MARK,
  OUTLINED,
  RISEN,
} from "../canvas/flame-painter.ts";
import { compareModel, type CompareModel } from "./compare-model.ts";

/** A root and a box below it for each class and step. */
function modelOf(
  boxes: readonly (readonly [change: string, step: number])[],
): CompareModel {
  const length = boxes.length + 1;
  const values = new Float64Array(length);
  const zeros = new Int32Array(length);
  const view: ComparisonFlameView = {
    isWhole: true,
    totals: {
      base: 0n,
      current: 0n,
      baseMagnitude: 0n,
      currentMagnitude: 0n,
    },
    frames: {
      length: 0,
      strings: new StringTable({
        bytes: new Uint8Array(0),
        offsets: new Uint32Array(2),
      }),
      name: new Uint32Array(0),
      file: new Uint32Array(0),
      line: new Float64Array(0),
      packagePath: new Uint32Array(0),
      kind: new Uint8Array(0),
    },
    layout: {
      length,
      levelStart: Uint32Array.of(0, 1, length),
      start: values,
      end: values,
      parent: zeros,
      frame: zeros,
      isInlined: new Uint8Array(length),
      node: Int32Array.from({ length }, (_, box) => 2 * box),
      baseCum: values,
      currentCum: values,
      changeClass: Uint8Array.from([
        CHANGE_CLASSES.indexOf("same"),
        ...boxes.map(([change]) =>
          CHANGE_CLASSES.findIndex((other) => other === change),
        ),
      ]),
      changeStep: Uint8Array.from([
        NEUTRAL_STEP,
        ...boxes.map(([, step]) => step),
      ]),
      flatBox: new Int32Array(0),
      baseFlat: new Float64Array(0),
      currentFlat: new Float64Array(0),
    },
  };
  const work = compareModel(view);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe("compareModel", () => {
  it("marks new and removed boxes always, grown and shrunk ones where they have a colour", () => {
    const model = modelOf([
      ["new", NEUTRAL_STEP],
      ["removed", NEUTRAL_STEP - 1],
      ["grown", NEUTRAL_STEP + 1],
      ["grown", NEUTRAL_STEP],
      ["shrunk", NEUTRAL_STEP - 1],
      ["shrunk", NEUTRAL_STEP],
      ["same", NEUTRAL_STEP],
    ]);
    expect(Array.from(model.markOfBox)).toEqual([
      NO_MARK,
      OUTLINED,
      HATCHED,
      RISEN,
      NO_MARK,
      FALLEN,
      NO_MARK,
      NO_MARK,
    ]);
  });

  it("finds the box of each node; -1 where it has none", () => {
    const { boxOfNode } = modelOf([
      ["same", NEUTRAL_STEP],
      ["same", NEUTRAL_STEP],
    ]);
    expect(Array.from(boxOfNode)).toEqual([0, -1, 1, -1, 2]);
  });
});
