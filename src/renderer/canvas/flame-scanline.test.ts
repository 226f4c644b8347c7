import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelCount, type FlameBoxes } from "./flame-boxes.ts";
import { boxesFromTree, randomTree } from "./flame-boxes.fixture.ts";
import {
  LabelList,
  LineComposer,
  type MatchPrefix,
  type ScanlineJob,
} from "./flame-scanline.ts";
import { findMatches } from "./flame-search.ts";

const BACKGROUND = 1;
const BODY = 10;
const EDGE = 20;
const DIM = 30;
const MATCH = 99;

function jobFor(
  boxes: FlameBoxes,
  widthPx: number,
  changes: Partial<ScanlineJob> = {},
): ScanlineJob {
  return {
    boxes,
    viewport: { start: 0, end: boxes.end[0] },
    widthPx,
    paint: {
      background: BACKGROUND,
      slotOfBox: new Uint8Array(boxes.length),
      body: Uint32Array.of(BODY),
      edge: Uint32Array.of(EDGE),
      dimBody: Uint32Array.of(DIM),
      dimEdge: Uint32Array.of(DIM),
      match: MATCH,
      matchEdge: MATCH,
    },
    matches: null,
    gapPx: 1,
    edgePx: 2,
    minLabelPx: 20,
    labels: new LabelList(),
    ...changes,
  };
}

function lineOf(job: ScanlineJob, level: number): number[] {
  const pixels = new Uint32Array(job.widthPx + 2).fill(7);
  new LineComposer(job, pixels).compose(level, 1);
  expect(pixels[0]).toBe(7);
  expect(pixels[job.widthPx + 1]).toBe(7);
  return [...pixels.slice(1, -1)];
}

function matchesOf(boxes: FlameBoxes, frame: number): MatchPrefix {
  const mask = new Uint8Array(100);
  mask[frame + 1] = 1;
  const work = findMatches(boxes, mask);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe("LineComposer", () => {
  it("paints boxes with a gap at their right end", () => {
    const boxes = boxesFromTree([
      "all",
      10,
      [
        ["a", 5],
        ["b", 3],
      ],
    ]);
    expect(lineOf(jobFor(boxes, 10), 1)).toEqual([
      BODY,
      BODY,
      BODY,
      BODY,
      BACKGROUND,
      BODY,
      BODY,
      BACKGROUND,
      BACKGROUND,
      BACKGROUND,
    ]);
  });

  it("marks inlined frames at their left edge", () => {
    const boxes = boxesFromTree(["all", 10, [["a", 10]]]);
    boxes.isInlined[1] = 1;
    expect(lineOf(jobFor(boxes, 10), 1).slice(0, 4)).toEqual([
      EDGE,
      EDGE,
      BODY,
      BODY,
    ]);
  });

  it("gives labels to what is wide enough, cut to the view", () => {
    const boxes = boxesFromTree([
      "all",
      100,
      [
        ["a", 60],
        ["b", 19],
      ],
    ]);
    const job = jobFor(boxes, 200, { viewport: { start: 50, end: 100 } });
    lineOf(job, 1);
    expect(job.labels.count).toBe(2);
    expect([...job.labels.x.slice(0, 2)]).toEqual([0, 40]);
    expect([...job.labels.width.slice(0, 2)]).toEqual([40, 76]);
  });

  it("paints a sliver at the right end in the last column", () => {
    const boxes = boxesFromTree([
      "all",
      1000,
      [
        ["x", 999],
        ["y", 1, [["z", 1]]],
      ],
    ]);
    expect(lineOf(jobFor(boxes, 5), 2)).toEqual([
      BACKGROUND,
      BACKGROUND,
      BACKGROUND,
      BACKGROUND,
      BODY,
    ]);
  });

  it("never drops a box: each one reaches a painted pixel", () => {
    fc.assert(
      fc.property(
        randomTree(),
        fc.integer({ min: 5, max: 120 }),
        (tree, widthPx) => {
          const boxes = boxesFromTree(tree);
          const scale = widthPx / boxes.end[0];
          for (let level = 0; level < levelCount(boxes); level += 1) {
            const line = lineOf(jobFor(boxes, widthPx), level);
            for (
              let box = boxes.levelStart[level];
              box < boxes.levelStart[level + 1];
              box += 1
            ) {
              const from = Math.max(
                0,
                Math.floor(boxes.start[box] * scale) - 1,
              );
              const to = Math.ceil(boxes.end[box] * scale) + 1;
              expect(line.slice(from, to)).toContain(BODY);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("paints nothing where no box is", () => {
    fc.assert(
      fc.property(
        randomTree(),
        fc.integer({ min: 5, max: 120 }),
        (tree, widthPx) => {
          const boxes = boxesFromTree(tree);
          const valuePerPx = boxes.end[0] / widthPx;
          for (let level = 0; level < levelCount(boxes); level += 1) {
            const line = lineOf(jobFor(boxes, widthPx), level);
            line.forEach((colour, x) => {
              if (colour === BACKGROUND) return;
              const near = [...boxes.start.keys()].some(
                (box) =>
                  box >= boxes.levelStart[level] &&
                  box < boxes.levelStart[level + 1] &&
                  boxes.start[box] < (x + 2) * valuePerPx &&
                  boxes.end[box] > (x - 1) * valuePerPx,
              );
              expect(near).toBe(true);
            });
          }
        },
      ),
    );
  });

  it("shows a match however small it is", () => {
    const tiny = Array.from(
      { length: 10_000 },
      (_unused, i) => [i === 7777 ? "wanted" : "other", 1] as const,
    );
    const boxes = boxesFromTree(["all", 20_000, [["big", 10_000], ...tiny]]);
    const wanted = boxes.names.indexOf("wanted");
    const job = jobFor(boxes, 100, { matches: matchesOf(boxes, wanted) });
    const line = lineOf(job, 1);
    expect(line.filter((colour) => colour === MATCH)).toHaveLength(1);
    expect(line.indexOf(MATCH)).toBeGreaterThan(85);
    expect(line[10]).toBe(DIM);
  });
});
