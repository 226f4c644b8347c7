import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boxAtPath,
  childrenOfBox,
  gallopGreater,
  firstGreater,
  keysToBox,
  levelCount,
  levelOfBox,
  pathToBox,
  type FlameBoxes,
} from "./flame-boxes.ts";
import {
  boxRectPx,
  hitTest,
  levelAtPx,
  levelTopPx,
  scrollTopFor,
  boxesBetween,
  visibleLevels,
  type FlameGeometry,
} from "./flame-geometry.ts";
import { stepFrom, stepOfKey } from "./flame-keyboard.ts";
import { boxesFromTree, randomTree } from "./flame-boxes.fixture.ts";

/**
 * ```
 *   level 0 |------------- all 6 -------------|
 *   level 1 |-------------  a 6  -------------|
 *   level 2 |-------------  b 6  -------------|
 *   level 3 |----- c 3 -----|-d 1-|
 * ```
 */
const EXAMPLE = boxesFromTree([
  "all",
  6,
  [
    [
      "a",
      6,
      [
        [
          "b",
          6,
          [
            ["c", 3],
            ["d", 1],
          ],
        ],
      ],
    ],
  ],
]);

function geometryOf(
  boxes: FlameBoxes,
  changes: Partial<FlameGeometry> = {},
): FlameGeometry {
  return {
    boxes,
    viewport: { start: 0, end: 6 },
    widthPx: 600,
    heightPx: 100,
    scrollTopPx: 0,
    rowPx: 20,
    orientation: "icicle",
    ...changes,
  };
}

describe("boxes", () => {
  it("has the layout of the drawing", () => {
    expect([...EXAMPLE.levelStart]).toEqual([0, 1, 2, 3, 5]);
    expect([...EXAMPLE.start]).toEqual([0, 0, 0, 0, 3]);
    expect([...EXAMPLE.end]).toEqual([6, 6, 6, 3, 4]);
    expect([...EXAMPLE.parent]).toEqual([-1, 0, 1, 2, 2]);
  });

  it("finds levels, children and paths", () => {
    expect([0, 1, 2, 3, 4].map((box) => levelOfBox(EXAMPLE, box))).toEqual([
      0, 1, 2, 3, 3,
    ]);
    expect(childrenOfBox(EXAMPLE, 2)).toEqual({ start: 3, end: 5 });
    expect(childrenOfBox(EXAMPLE, 4)).toEqual({ start: 0, end: 0 });
    expect(pathToBox(EXAMPLE, 4)).toEqual([0, 1, 2, 4]);
  });

  it("finds the children of every box of any tree", () => {
    fc.assert(
      fc.property(randomTree(), (tree) => {
        const boxes = boxesFromTree(tree);
        for (let box = 0; box < boxes.length; box += 1) {
          const { start, end } = childrenOfBox(boxes, box);
          const expected = [...boxes.parent.keys()].filter(
            (child) => boxes.parent[child] === box,
          );
          const found = expected.length === 0 ? [] : [start, end - 1];
          expect(found).toEqual(
            expected.length === 0
              ? []
              : [expected[0], expected[expected.length - 1]],
          );
          if (expected.length === 0) expect(start).toBe(end);
        }
      }),
    );
  });

  it("gallops to what a binary search finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }),
        fc.integer({ min: -1, max: 51 }),
        fc.nat(59),
        (numbers, value, from) => {
          const sorted = Float64Array.from(numbers).sort();
          const start = Math.min(from, sorted.length);
          expect(gallopGreater(sorted, value, start, sorted.length)).toBe(
            firstGreater(sorted, value, start, sorted.length),
          );
        },
      ),
    );
  });

  it("finds the same call path in another layout, or how far it goes", () => {
    const nameIn =
      (names: readonly string[]) =>
      (frame: number): string =>
        names[frame];
    const path = keysToBox(EXAMPLE, 3, nameIn(EXAMPLE.names));
    expect(path).toEqual(["a", "b", "c"]);
    const other = boxesFromTree([
      "all",
      9,
      [
        ["x", 5],
        [
          "a",
          4,
          [
            [
              "b",
              4,
              [
                ["d", 3],
                ["c", 1],
              ],
            ],
          ],
        ],
      ],
    ]);
    const c = boxAtPath(other, path, nameIn(other.names));
    expect(other.names[other.frame[c]]).toBe("c");
    const shallow = boxesFromTree([
      "all",
      9,
      [
        ["x", 5],
        ["a", 4],
      ],
    ]);
    const deepest = boxAtPath(shallow, path, nameIn(shallow.names));
    expect(shallow.names[shallow.frame[deepest]]).toBe("a");
  });
});

describe("geometry", () => {
  it("puts the root at the top of an icicle and at the bottom of a flame", () => {
    expect(levelTopPx(geometryOf(EXAMPLE), 0)).toBe(0);
    const flame = geometryOf(EXAMPLE, { orientation: "flame" });
    expect(levelTopPx(flame, 0)).toBe(80);
    expect(levelTopPx(flame, 3)).toBe(20);
    expect(levelAtPx(flame, 99)).toBe(0);
    expect(levelAtPx(flame, 10)).toBe(-1);
  });

  it("knows the levels in view", () => {
    const small = { heightPx: 30, scrollTopPx: 25 };
    expect(visibleLevels(geometryOf(EXAMPLE, small))).toEqual({
      start: 1,
      end: 3,
    });
    expect(
      visibleLevels(geometryOf(EXAMPLE, { ...small, orientation: "flame" })),
    ).toEqual({ start: 1, end: 3 });
    expect(visibleLevels(geometryOf(EXAMPLE))).toEqual({ start: 0, end: 4 });
  });

  it("culls a level to the boxes in view", () => {
    expect(boxesBetween(EXAMPLE, 3, 0, 6)).toEqual({
      start: 3,
      end: 5,
    });
    expect(boxesBetween(EXAMPLE, 3, 3, 3.5)).toEqual({
      start: 4,
      end: 5,
    });
    expect(boxesBetween(EXAMPLE, 3, 4, 6)).toEqual({
      start: 5,
      end: 5,
    });
  });

  it("hits the box that is drawn", () => {
    const geometry = geometryOf(EXAMPLE);
    expect(hitTest(geometry, 10, 5)?.box).toBe(0);
    expect(hitTest(geometry, 299.9, 65)?.box).toBe(3);
    expect(hitTest(geometry, 300, 65)?.box).toBe(4);
    expect(hitTest(geometry, 450, 65)).toBeNull();
    expect(hitTest(geometry, 450, 85)).toBeNull();
    expect(hitTest(geometry, -1, 5)).toBeNull();
    expect(hitTest(geometry, 600, 5)).toBeNull();
  });

  it("says how many boxes a pixel holds", () => {
    const many = boxesFromTree([
      "all",
      600_000,
      Array.from({ length: 1000 }, (_unused, i) => [`f${i}`, 1] as const),
    ]);
    const hit = hitTest(
      geometryOf(many, { viewport: { start: 0, end: 600_000 } }),
      0.5,
      25,
    );
    expect(hit?.boxesInPixel).toBe(1000);
  });

  it("gives neighbours rectangles that meet and never overlap", () => {
    fc.assert(
      fc.property(
        randomTree(),
        fc.integer({ min: 50, max: 400 }),
        (tree, widthPx) => {
          const boxes = boxesFromTree(tree);
          const geometry = geometryOf(boxes, {
            widthPx,
            heightPx: 10_000,
            viewport: { start: 0, end: boxes.end[0] },
          });
          for (let level = 0; level < levelCount(boxes); level += 1) {
            let right = 0;
            for (
              let box = boxes.levelStart[level];
              box < boxes.levelStart[level + 1];
              box += 1
            ) {
              const rect = boxRectPx(geometry, box);
              if (rect === null) throw new Error("box outside the full view");
              const exact = (boxes.start[box] / boxes.end[0]) * widthPx;
              expect(Math.abs(rect.x - exact)).toBeLessThanOrEqual(1);
              if (rect.width > 1)
                expect(rect.x).toBeGreaterThanOrEqual(right - 1);
              right = rect.x + rect.width;
              expect(right).toBeLessThanOrEqual(widthPx);
            }
          }
        },
      ),
    );
  });

  it("scrolls as little as it can", () => {
    const geometry = geometryOf(EXAMPLE, { heightPx: 40, scrollTopPx: 20 });
    expect(scrollTopFor(geometry, 0)).toBe(0);
    expect(scrollTopFor(geometry, 1)).toBe(20);
    expect(scrollTopFor(geometry, 3)).toBe(40);
  });
});

describe("keyboard", () => {
  it("follows the picture", () => {
    expect(stepOfKey("ArrowDown", "icicle")).toBe("child");
    expect(stepOfKey("ArrowDown", "flame")).toBe("parent");
    expect(stepOfKey("a", "icicle")).toBeNull();
  });

  it("walks the tree and stays inside it", () => {
    expect(stepFrom(EXAMPLE, -1, "child")).toBe(0);
    expect(stepFrom(EXAMPLE, 2, "child")).toBe(3);
    expect(stepFrom(EXAMPLE, 3, "child")).toBe(3);
    expect(stepFrom(EXAMPLE, 3, "next")).toBe(4);
    expect(stepFrom(EXAMPLE, 4, "next")).toBe(4);
    expect(stepFrom(EXAMPLE, 4, "first")).toBe(3);
    expect(stepFrom(EXAMPLE, 4, "parent")).toBe(2);
    expect(stepFrom(EXAMPLE, 0, "parent")).toBe(0);
    expect(stepFrom(EXAMPLE, 0, "next")).toBe(0);
  });
});
