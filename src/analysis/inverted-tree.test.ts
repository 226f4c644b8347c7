import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { bigintAt } from "#profile/value-column.ts";
import { arbitraryProfileText } from "../../tests/fixtures/arbitrary-profile-text.ts";
import { buildCallTree, type CallTree } from "./call-tree.ts";
import { layoutFlame } from "./flame-layout.ts";
import {
  growForPicture,
  InvertedTree,
  rangeToGrow,
  type LayoutRange,
} from "./inverted-tree.ts";
import { computeTopTable } from "./top-table.ts";

/** `path flat cum`, paths from the leaf, `~` where inlined. */
function rows(tree: CallTree): string[] {
  const path = (node: number): string => {
    if (node === 0) return "";
    const name = tree.frames.strings.get(tree.frames.name[tree.frame[node]]);
    const mark = tree.isInlined[node] === 1 ? "~" : "";
    return `${path(tree.parent[node])}/${mark}${name}`;
  };
  return Array.from(
    { length: tree.length },
    (_, node) =>
      `${path(node) || "all"} ${tree.flat[0][node]} ${tree.cum[0][node]}`,
  );
}

function grownWhole(tree: CallTree, sampleTypeIndex: number): CallTree {
  const inverted = new InvertedTree(tree);
  growForPicture(inverted, sampleTypeIndex);
  return inverted.toCallTree();
}

function invertedOf(text: string): CallTree {
  return grownWhole(buildCallTree(profileFromText(text)), 0);
}

describe("growForPicture", () => {
  it("follows callers from the leaves, as drawn in the file header", () => {
    expect(rows(invertedOf("a;b 1\na;c;b 2\nd;b 3")).sort()).toEqual([
      "/b 0 6",
      "/b/a 1 1",
      "/b/c 0 2",
      "/b/c/a 2 2",
      "/b/d 3 3",
      "all 0 6",
    ]);
  });

  it("counts a recursive stack once per level", () => {
    expect(rows(invertedOf("r;r;r 5\nr 1")).sort()).toEqual([
      "/r 1 6",
      "/r/r 0 5",
      "/r/r/r 5 5",
      "all 0 6",
    ]);
  });

  it("keeps inlining and samples without a stack", () => {
    expect(rows(invertedOf("m;a|b 2\n() 4")).sort()).toEqual([
      "/~b 0 2",
      "/~b/a 0 2",
      "/~b/a/m 2 2",
      "all 4 6",
    ]);
  });

  it("is exact for any profile", () => {
    fc.assert(
      fc.property(arbitraryProfileText(), (text) => {
        const profile = profileFromText(text);
        const forward = buildCallTree(profile);
        profile.sampleTypes.forEach((_, type) => {
          const tree = grownWhole(forward, type);
          const sums = Array.from({ length: tree.length }, (_, node) =>
            bigintAt(tree.flat[type], node),
          );
          for (let node = tree.length - 1; node > 0; node -= 1) {
            expect(tree.parent[node]).toBeLessThan(node);
            sums[tree.parent[node]] += sums[node];
          }
          const cums = sums.map((_, node) => bigintAt(tree.cum[type], node));
          expect(sums).toEqual(cums);
          expect(cums[0]).toBe(bigintAt(forward.cum[type], 0));
          expect(layoutFlame(tree, type).end[0]).toBe(
            layoutFlame(forward, type).end[0],
          );
          // First level: flat of each function, as Top has it.
          const byName = new Map<string, bigint>();
          for (let node = 1; node < tree.length; node += 1) {
            if (tree.parent[node] !== 0) continue;
            const { strings, name } = tree.frames;
            const text = strings.get(name[tree.frame[node]]);
            byName.set(text, (byName.get(text) ?? 0n) + cums[node]);
          }
          const top = computeTopTable(profile, type);
          for (let row = 0; row < top.length; row += 1) {
            expect(byName.get(top.strings.get(top.name[row])) ?? 0n).toBe(
              bigintAt(top.flat, row),
            );
          }
        });
      }),
    );
  });

  it("reads a tree of reversed stacks as the call tree of the profile", () => {
    const frames = ["a", "b", "c"];
    const stack = fc.array(fc.constantFrom(...frames), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(stack, fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 10,
        }),
        (samples) => {
          const text = (reverse: boolean): string =>
            samples
              .map(([names, value]) => {
                const ordered = reverse ? names.toReversed() : names;
                return `${ordered.join(";")} ${value}`;
              })
              .join("\n");
          const byReversal = buildCallTree(profileFromText(text(true)));
          expect(rows(invertedOf(text(false))).sort()).toEqual(
            rows(byReversal).sort(),
          );
        },
      ),
    );
  });
});

describe("InvertedTree", () => {
  const text = "a;b;x 60\na;c;x 30\nd;c;x 10";

  it("grows no more than it is asked to", () => {
    const tree = new InvertedTree(buildCallTree(profileFromText(text)));
    expect(rows(tree.toCallTree())).toEqual(["all 0 100", "/x 100 100"]);
    tree.grow(1);
    expect(rows(tree.toCallTree())).toEqual([
      "all 0 100",
      "/x 0 100",
      "/x/b 60 60",
      "/x/c 40 40",
    ]);
    const { start, end } = tree.childrenOf(1);
    expect([start, end]).toEqual([2, 4]);
    tree.grow(1);
    expect(tree.length).toBe(4);
  });

  it("grows what is wide enough to be seen", () => {
    const tree = new InvertedTree(buildCallTree(profileFromText(text)));
    tree.growVisible(0, 35);
    expect(rows(tree.toCallTree()).sort()).toEqual([
      "/x 0 100",
      "/x/b 0 60",
      "/x/b/a 60 60",
      "/x/c 0 40",
      "/x/c/a 30 30",
      "/x/c/d 10 10",
      "all 0 100",
    ]);
  });
});

describe("zooming into a tree that is not grown whole", () => {
  /** `level start end name` of the boxes in `range` that are at least `minWidth` wide. */
  function boxesIn(
    tree: CallTree,
    { start, end }: LayoutRange,
    minWidth: number,
  ): string[] {
    const layout = layoutFlame(tree, 0);
    const found: string[] = [];
    for (let level = 0; level + 1 < layout.levelStart.length; level += 1) {
      const last = layout.levelStart[level + 1];
      for (let box = layout.levelStart[level]; box < last; box += 1) {
        const width = layout.end[box] - layout.start[box];
        const isIn = layout.end[box] > start && layout.start[box] < end;
        if (!isIn || width < minWidth) continue;
        const { strings, name } = tree.frames;
        const text = box === 0 ? "" : strings.get(name[layout.frame[box]]);
        found.push(`${level} ${layout.start[box]} ${layout.end[box]} ${text}`);
      }
    }
    return found;
  }

  const stack = fc.array(fc.constantFrom("a", "b", "c", "d"), {
    minLength: 1,
    maxLength: 8,
  });
  const value = fc.constantFrom(1, 3, 40, 5e3, 6e6, 7e9, 8e12);
  const zooms = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.constantFrom(1, 0.3, 1e-2, 1e-4, 1e-7, 1e-10),
    }),
    { minLength: 1, maxLength: 5 },
  );

  it("never shows a box wider than a pixel without its callers, wherever it goes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(stack, value), { minLength: 1, maxLength: 30 }),
        zooms,
        (samples, steps) => {
          const text = samples
            .map(([names, amount]) => `${names.join(";")} ${amount}`)
            .join("\n");
          const forward = buildCallTree(profileFromText(text));
          const whole = grownWhole(forward, 0);
          const tree = new InvertedTree(forward, 0);
          let grown = growForPicture(tree, 0);
          const total = grown.end;
          for (const { at, share } of steps) {
            const width = total * share;
            const start = (total - width) * at;
            const shown = { start, end: start + width };
            const wanted = rangeToGrow(grown, shown);
            if (wanted !== null) grown = growForPicture(tree, 0, wanted);
            // Asked once, it is not asked for again.
            expect(rangeToGrow(grown, shown)).toBe(null);
            const pixel = width / 4096;
            expect(boxesIn(tree.toCallTree(), shown, pixel)).toEqual(
              boxesIn(whole, shown, pixel),
            );
          }
        },
      ),
    );
  });

  it("leaves out at first what is too narrow to be seen", () => {
    const text = "a;x 100000000\nb;c;y 1";
    const tree = new InvertedTree(buildCallTree(profileFromText(text)), 0);
    const grown = growForPicture(tree, 0);
    expect(rows(tree.toCallTree()).sort()).toEqual([
      "/x 0 100000000",
      "/x/a 100000000 100000000",
      "/y 1 1",
      "all 0 100000001",
    ]);
    const range = rangeToGrow(grown, { start: 100000000, end: 100000001 });
    if (range === null) throw new Error("enough is there");
    growForPicture(tree, 0, range);
    expect(rows(tree.toCallTree()).sort()).toEqual([
      "/x 0 100000000",
      "/x/a 100000000 100000000",
      "/y 0 1",
      "/y/c 0 1",
      "/y/c/b 1 1",
      "all 0 100000001",
    ]);
  });
});
