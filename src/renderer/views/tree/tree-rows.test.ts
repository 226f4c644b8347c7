import { describe, expect, it } from "vitest";
import { boxesFromTree } from "../../canvas/flame-boxes.fixture.ts";
import { visibleRows, withAncestors, withHeavyPath } from "./tree-rows.ts";

/**
 * ```
 *   0 all 10
 *     1 main 9          2 gc 1
 *       3 a 5   4 b 4
 *         5 c 2
 * ```
 */
const boxes = boxesFromTree([
  "all",
  10,
  [
    [
      "main",
      9,
      [
        ["a", 5, [["c", 2]]],
        ["b", 4],
      ],
    ],
    ["gc", 1],
  ],
]);

describe("visibleRows", () => {
  it("lists children below their parent, largest first", () => {
    expect(visibleRows(boxes, new Set())).toEqual([0]);
    expect(visibleRows(boxes, new Set([0]))).toEqual([0, 1, 2]);
    expect(visibleRows(boxes, new Set([0, 1]))).toEqual([0, 1, 3, 4, 2]);
  });

  it("keeps what is open inside a closed box for later", () => {
    expect(visibleRows(boxes, new Set([1]))).toEqual([0]);
  });
});

describe("withHeavyPath", () => {
  it("opens the path until it branches", () => {
    expect([...withHeavyPath(boxes, new Set(), 0)]).toEqual([0, 1, 3]);
    expect(visibleRows(boxes, withHeavyPath(boxes, new Set(), 0))).toEqual([
      0, 1, 3, 5, 4, 2,
    ]);
  });
});

describe("withAncestors", () => {
  it("opens all that is above", () => {
    expect([...withAncestors(boxes, new Set(), 5)].sort()).toEqual([0, 1, 3]);
  });
});
