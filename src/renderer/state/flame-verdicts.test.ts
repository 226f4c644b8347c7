import { describe, expect, it } from "vitest";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { LeaksView } from "#contract/goroutines.ts";
import { stackHash } from "#contract/stack-hash.ts";
import { boxesFromTree, type TestTree } from "../canvas/flame-boxes.fixture.ts";
import { ROOT_SLOT, slotOfVerdict } from "../theme/flame-colours.ts";
import {
  findingsInBox,
  flameVerdicts,
  isLeafBox,
  NO_FINDING,
  SEVERAL_FINDINGS,
  type FlameVerdicts,
} from "./flame-verdicts.ts";
import type { FlameModel } from "./flame-model.ts";

interface Modelled {
  readonly model: FlameModel;
  readonly boxOf: (name: string) => number;
}

function modelOf(tree: TestTree, inverted = false): Modelled {
  const boxes = boxesFromTree(tree);
  const { names } = boxes;
  const model = {
    boxes,
    inverted,
    view: { frames: { length: names.length } },
    nameOf: (frame: number) => (frame < 0 ? "" : names[frame]),
  } as unknown as FlameModel;
  return { model, boxOf: (name) => boxes.frame.indexOf(names.indexOf(name)) };
}

/** `confidence` of each finding, then rows: names root first, finding, goroutines. */
function leaksOf(
  confidences: readonly LeakFinding["confidence"][],
  rows: readonly [names: string, finding: number, count: number][],
): LeaksView {
  const hash = (names: readonly string[]): number =>
    stackHash(names, new Map());
  const names = rows.map(([text]) => text.split(" "));
  return {
    findings: confidences.map((confidence) => ({ confidence })),
    stacks: {
      rootFirst: Float64Array.from(names, hash),
      leafFirst: Float64Array.from(names, (list) => hash(list.toReversed())),
      finding: Int32Array.from(rows, ([, finding]) => finding),
      count: Float64Array.from(rows, ([, , count]) => count),
    },
  } as unknown as LeaksView;
}

function verdictsOf(model: FlameModel, leaks: LeaksView): FlameVerdicts {
  const work = flameVerdicts(model, leaks);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const TREE: TestTree = [
  "",
  9,
  [
    [
      "main.serve",
      7,
      [
        ["main.send", 4, [["runtime.gopark", 4]]],
        ["main.pump", 2],
      ],
    ],
    ["main.idle", 2],
  ],
];

describe("flameVerdicts", () => {
  const { model, boxOf } = modelOf(TREE);
  const leaks = leaksOf(
    ["high", "medium", null],
    [
      ["main.serve main.send", 0, 4],
      ["main.serve main.pump", 1, 2],
      ["main.idle", 2, 2],
    ],
  );
  const verdicts = verdictsOf(model, leaks);

  it("names the finding where stacks end, through runtime frames, and above", () => {
    const findingOf = (name: string): number =>
      verdicts.findingOfBox[boxOf(name)];
    expect(findingOf("runtime.gopark")).toBe(0);
    expect(findingOf("main.send")).toBe(0);
    expect(findingOf("main.pump")).toBe(1);
    expect(findingOf("main.idle")).toBe(2);
    expect(findingOf("main.serve")).toBe(SEVERAL_FINDINGS);
  });

  it("has the colour that all below agree on", () => {
    const slotOf = (name: string): number => verdicts.slotOfBox[boxOf(name)];
    expect(slotOf("main.send")).toBe(slotOfVerdict("high"));
    expect(slotOf("main.idle")).toBe(slotOfVerdict("benign"));
    expect(slotOf("main.serve")).toBe(slotOfVerdict("mixed"));
    expect(verdicts.slotOfBox[0]).toBe(ROOT_SLOT);
  });

  it("counts the findings of a box; one goroutine of it is of none", () => {
    // main.serve has 7, its callees 6: the one that ends there is in no finding.
    expect(findingsInBox(model.boxes, verdicts, boxOf("main.serve"))).toEqual([
      { index: 0, count: 4 },
      { index: 1, count: 2 },
    ]);
  });

  it("knows leaves, which an inverted tree has not", () => {
    expect(isLeafBox(model, boxOf("runtime.gopark"))).toBe(true);
    expect(isLeafBox(model, boxOf("main.send"))).toBe(false);
    expect(isLeafBox(modelOf(TREE, true).model, boxOf("main.pump"))).toBe(
      false,
    );
  });

  it("names findings in an inverted tree by the way from the leaf", () => {
    const inverted = modelOf(
      ["", 6, [["runtime.gopark", 6, [["main.send", 6, [["main.serve", 6]]]]]]],
      true,
    );
    const { findingOfBox } = verdictsOf(inverted.model, leaks);
    expect(findingOfBox[inverted.boxOf("main.send")]).toBe(0);
  });

  it("says so where nothing is known of a stack", () => {
    const other = modelOf(["", 1, [["main.other", 1]]]);
    const { findingOfBox, slotOfBox } = verdictsOf(other.model, leaks);
    expect(findingOfBox[1]).toBe(NO_FINDING);
    expect(slotOfBox[1]).toBe(slotOfVerdict("unjudged"));
  });
});
