import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { arbitraryProfileText } from "../../tests/fixtures/arbitrary-profile-text.ts";
import { buildCallTree, type CallTree } from "./call-tree.ts";
import { layoutFlame, type FlameLayout } from "./flame-layout.ts";
import { frameRanks } from "./frame-ranks.ts";

function layoutOf(text: string): { tree: CallTree; layout: FlameLayout } {
  const tree = buildCallTree(profileFromText(text));
  return { tree, layout: layoutFlame(tree, 0) };
}

/** A line per level: `name[start,end)`. */
function levels(text: string): string[] {
  const { tree, layout } = layoutOf(text);
  const { strings, name } = tree.frames;
  return Array.from({ length: layout.levelStart.length - 1 }, (_, level) => {
    const boxes: string[] = [];
    for (
      let box = layout.levelStart[level];
      box < layout.levelStart[level + 1];
      box += 1
    ) {
      const frame = layout.frame[box];
      const label = frame < 0 ? "all" : strings.get(name[frame]);
      boxes.push(`${label}[${layout.start[box]},${layout.end[box]})`);
    }
    return boxes.join(" ");
  });
}

describe("layoutFlame", () => {
  it("places boxes as drawn in FlameLayout", () => {
    const { layout } = layoutOf("a;b;c 3\na;b;d 1\na;b 2");
    expect([...layout.levelStart]).toEqual([0, 1, 2, 3, 5]);
    expect([...layout.start]).toEqual([0, 0, 0, 0, 3]);
    expect([...layout.end]).toEqual([6, 6, 6, 3, 4]);
    expect([...layout.parent]).toEqual([-1, 0, 1, 2, 2]);
    expect([...layout.flat]).toEqual([0, 0, 2, 3, 1]);
    expect([...layout.cum]).toEqual([6, 6, 6, 3, 1]);
  });

  it("puts the widest first and breaks ties by name in bytes", () => {
    expect(levels("z 1\nm 5\na 1\né 1\nZ 1")).toEqual([
      "all[0,9)",
      "m[0,5) Z[5,6) a[6,7) z[7,8) é[8,9)",
    ]);
  });

  it("keeps negative values visible and drops boxes of width 0", () => {
    expect(levels("a;b 4\na;c -6\na;d 0\na;e 2\na;e -2")).toEqual([
      "all[0,14)",
      "a[0,14)",
      "c[0,6) b[6,10) e[10,14)",
    ]);
  });

  it("sorts many siblings", () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `f${i % 7}x${i} ${i % 5}`,
    );
    const { layout } = layoutOf(text.join("\n"));
    for (let box = 2; box < layout.length; box += 1) {
      const width = (i: number): number => layout.end[i] - layout.start[i];
      expect(width(box)).toBeLessThanOrEqual(width(box - 1));
    }
    expect(layout.length).toBe(1 + 48);
  });

  it("is the root alone where nothing has a value", () => {
    expect(levels("a;b 0")).toEqual(["all[0,0)"]);
  });

  it("survives stacks ten thousand frames deep", () => {
    const { layout } = layoutOf(`${Array(10_000).fill("r").join(";")} 1`);
    expect(layout.levelStart.length - 1).toBe(10_001);
  });

  it("holds its geometry for any profile", () => {
    fc.assert(
      fc.property(arbitraryProfileText(), (text) => {
        const { tree, layout } = layoutOf(text);
        for (let box = 1; box < layout.length; box += 1) {
          const parent = layout.parent[box];
          expect(layout.start[box]).toBeGreaterThanOrEqual(
            layout.start[parent],
          );
          expect(layout.end[box]).toBeLessThanOrEqual(layout.end[parent]);
          expect(layout.end[box]).toBeGreaterThan(layout.start[box]);
        }
        for (let level = 1; level + 1 < layout.levelStart.length; level += 1) {
          const from = layout.levelStart[level];
          const to = layout.levelStart[level + 1];
          expect(to).toBeGreaterThan(from);
          for (let box = from; box < to; box += 1) {
            const parent = layout.parent[box];
            expect(parent).toBeGreaterThanOrEqual(layout.levelStart[level - 1]);
            expect(parent).toBeLessThan(from);
            if (box > from) {
              expect(layout.start[box]).toBeGreaterThanOrEqual(
                layout.end[box - 1],
              );
            }
          }
        }
        const magnitude = tree.flatMagnitude[0].reduce((s, v) => s + v, 0);
        expect(layout.end[0]).toBe(magnitude);
      }),
    );
  });
});

describe("frameRanks", () => {
  it("orders by name bytes, then file", () => {
    const names = fc.array(fc.string({ maxLength: 4 }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(names, (list) => {
        const text = list
          .map((name, i) => `n${name.replace(/[^a-e]/g, "c")}@f${i % 3}.go:1 1`)
          .join("\n");
        const { frames } = buildCallTree(profileFromText(text));
        const rank = frameRanks(frames);
        const key = (i: number): string =>
          `${frames.strings.get(frames.name[i])} ${frames.strings.get(frames.file[i])}`;
        const order = Array.from({ length: frames.length }, (_, i) => i);
        order.sort((a, b) => rank[a] - rank[b]);
        const keys = order.map(key);
        expect(keys).toEqual([...keys].sort());
      }),
    );
  });
});
