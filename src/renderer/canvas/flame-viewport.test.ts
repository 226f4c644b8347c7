import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxesFromTree } from "./flame-boxes.fixture.ts";
import {
  boxFillingViewport,
  clampViewport,
  fullViewport,
  panBy,
  viewportBetween,
  viewportOfBox,
  zoomAround,
} from "./flame-viewport.ts";

const ranges = fc
  .tuple(
    fc.double({ min: 0, max: 1e9, noNaN: true }),
    fc.double({ min: 1, max: 1e9, noNaN: true }),
  )
  .map(([start, width]) => ({ start, end: start + width }));

describe("zoomAround", () => {
  it("keeps the value under the pointer where it is", () => {
    fc.assert(
      fc.property(
        ranges,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (viewport, ratio, factor) => {
          const before =
            viewport.start + (viewport.end - viewport.start) * ratio;
          const next = zoomAround(viewport, ratio, factor);
          const after = next.start + (next.end - next.start) * ratio;
          expect(after).toBeCloseTo(before, 3);
        },
      ),
    );
  });

  it("stops at one unit", () => {
    const next = zoomAround({ start: 0, end: 2 }, 0.5, 100);
    expect(next).toEqual({ start: 0.5, end: 1.5 });
  });
});

describe("clampViewport", () => {
  it("stays in bounds and keeps the width where it can", () => {
    const bounds = { start: 0, end: 100 };
    expect(clampViewport({ start: -10, end: 20 }, bounds)).toEqual({
      start: 0,
      end: 30,
    });
    expect(clampViewport({ start: 90, end: 130 }, bounds)).toEqual({
      start: 60,
      end: 100,
    });
    expect(clampViewport({ start: -50, end: 500 }, bounds)).toEqual(bounds);
  });

  it("moves by a share of the width", () => {
    expect(panBy({ start: 10, end: 20 }, -0.5)).toEqual({ start: 5, end: 15 });
  });
});

describe("viewportBetween", () => {
  it("begins and ends where it should, and is never wider than both", () => {
    fc.assert(
      fc.property(
        ranges,
        ranges,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, progress) => {
          expect(viewportBetween(from, to, 1)).toEqual(to);
          const first = viewportBetween(from, to, 0);
          expect(first.end - first.start).toBeCloseTo(from.end - from.start, 2);
          const between = viewportBetween(from, to, progress);
          const widest = Math.max(from.end - from.start, to.end - to.start);
          expect(between.end - between.start).toBeLessThanOrEqual(
            widest * (1 + 1e-9),
          );
        },
      ),
    );
  });
});

describe("boxFillingViewport", () => {
  const boxes = boxesFromTree([
    "all",
    10,
    [
      [
        "main",
        10,
        [
          ["a", 6, [["b", 6, [["c", 2]]]]],
          ["d", 4],
        ],
      ],
    ],
  ]);

  it("is the root for the whole graph, though main is as wide", () => {
    expect(boxFillingViewport(boxes, fullViewport(boxes))).toBe(0);
  });

  it("is the uppermost of equally wide boxes", () => {
    expect(boxFillingViewport(boxes, viewportOfBox(boxes, 4))).toBe(2);
  });

  it("is what is still all around a view between boxes", () => {
    expect(boxFillingViewport(boxes, { start: 5, end: 7 })).toBe(0);
    expect(boxFillingViewport(boxes, { start: 2.5, end: 3 })).toBe(2);
    expect(boxFillingViewport(boxes, { start: 0.5, end: 1.5 })).toBe(5);
  });
});
