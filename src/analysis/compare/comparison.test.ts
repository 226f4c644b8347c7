import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Profile } from "#profile/profile.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { bigintAt } from "#profile/value-column.ts";
import { subtractProfile } from "#profile/transform/subtract.ts";
import { arbitraryProfileText } from "../../../tests/fixtures/arbitrary-profile-text.ts";
import { reportTotal } from "../report/report-total.ts";
import { CHANGE_CLASSES } from "./change-class.ts";
import { CHANGE_STEP_COUNT, changeStep, NEUTRAL_STEP } from "./change-step.ts";
import {
  compareProfiles,
  comparisonTotals,
  computeSides,
  normaliseComparison,
  type Comparison,
} from "./comparison.ts";
import { computeDeltaTable, type DeltaTable } from "./delta-table.ts";
import { foldName, foldPair } from "./fold-names.ts";
import {
  flatOfBox,
  layoutComparison,
  type ComparisonWidth,
} from "./layout-comparison.ts";
import { netTotals } from "./net-total.ts";
import { pairProfiles } from "./pair-profiles.ts";
import { orderComparison } from "./sibling-order.ts";
import { cumByNode, flatByNode } from "./tree-sums.fixture.ts";

function comparisonOf(base: Profile, current: Profile): Comparison {
  const pair = pairProfiles(base, current);
  if (!pair.ok) throw new Error(pair.error.code);
  return compareProfiles(pair.value);
}

function ofText(base: string, current: string): Comparison {
  return comparisonOf(profileFromText(base), profileFromText(current));
}

const signed = (a: bigint): bigint => BigInt.asIntN(64, a);

/** Two texts with the same number of values per line. */
const pairsOfText = fc
  .tuple(arbitraryProfileText(), arbitraryProfileText())
  .filter(
    ([a, b]) =>
      profileFromText(a).sampleTypes.length ===
      profileFromText(b).sampleTypes.length,
  );

function layoutRows(comparison: Comparison, width: ComparisonWidth): string[] {
  const sides = computeSides(comparison, 0);
  const layout = layoutComparison(
    comparison,
    orderComparison(comparison, sides),
    { width, total: 10 },
  );
  const { frames } = comparison.shape;
  return Array.from({ length: layout.length }, (_, box) => {
    const frame = layout.frame[box];
    const name = frame < 0 ? "all" : frames.strings.get(frames.name[frame]);
    return `${name} ${layout.start[box]}-${layout.end[box]} ${CHANGE_CLASSES[layout.changeClass[box]]}`;
  });
}

describe("layoutComparison", () => {
  const drawn = ofText("a 5\nb 4", "a 6\nc 3");

  it("keeps one order whatever the widths, as drawn", () => {
    expect(layoutRows(drawn, "base")).toEqual([
      "all 0-9 same",
      "a 0-5 grown",
      "b 5-9 removed",
    ]);
    expect(layoutRows(drawn, "current")).toEqual([
      "all 0-9 same",
      "a 0-6 grown",
      "c 6-9 new",
    ]);
    expect(layoutRows(drawn, "larger")).toEqual([
      "all 0-13 same",
      "a 0-6 grown",
      "b 6-10 removed",
      "c 10-13 new",
    ]);
  });

  it("nests callees in their callers, and every box keeps both sides", () => {
    fc.assert(
      fc.property(pairsOfText, ([a, b]) => {
        const comparison = ofText(a, b);
        const sides = computeSides(comparison, 0);
        const cum = [sides.base, sides.current].map(({ sums }) =>
          cumByNode(comparison, sums),
        );
        const flats = [sides.base, sides.current].map(({ sums }) =>
          flatByNode(comparison, sums),
        );
        for (const width of ["base", "current", "larger"] as const) {
          const layout = layoutComparison(
            comparison,
            orderComparison(comparison, sides),
            { width, total: 1 },
          );
          for (let box = 1; box < layout.length; box += 1) {
            const parent = layout.parent[box];
            expect(layout.start[box]).toBeGreaterThanOrEqual(
              layout.start[parent],
            );
            expect(layout.end[box]).toBeLessThanOrEqual(layout.end[parent]);
            const node = layout.node[box];
            expect(layout.baseCum[box]).toBe(cum[0][node]);
            expect(layout.currentCum[box]).toBe(cum[1][node]);
            const flat = flatOfBox(layout, box);
            expect(BigInt(flat.base)).toBe(BigInt(flats[0][node]));
            expect(BigInt(flat.current)).toBe(BigInt(flats[1][node]));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("changeStep", () => {
  it("goes by change in share, as in the docstring", () => {
    const of = (percent: number): number => changeStep(percent, 100);
    expect([-30, -0.6, 0, 0.05, 0.2, 7, 30].map(of)).toEqual([
      0, 5, 7, 7, 8, 12, 14,
    ]);
  });

  it("is neutral without a total", () => {
    expect(changeStep(5, 0)).toBe(NEUTRAL_STEP);
    expect(CHANGE_STEP_COUNT).toBe(15);
  });
});

function table(comparison: Comparison, base: Profile, current: Profile) {
  return computeDeltaTable(comparison, 0, { base, current });
}

const nameOf = ({ strings, entryName, entry }: DeltaTable, row: number) =>
  strings.get(entryName[entry[row]]);

function flatRows(deltas: DeltaTable): string[] {
  return Array.from({ length: deltas.length }, (_, row) => {
    const { flat } = deltas;
    const counterpart = deltas.counterpart[row];
    const name = nameOf(deltas, row);
    const twin = counterpart < 0 ? "" : ` = ${nameOf(deltas, counterpart)}`;
    return `${name} ${flat.base[row]} ${flat.current[row]} ${flat.delta[row]} ${CHANGE_CLASSES[flat.changeClass[row]]}${twin}`;
  });
}

describe("computeDeltaTable", () => {
  it("has what grew at the top", () => {
    const base = profileFromText("main;a 5\nmain;b 4\nmain;c 1");
    const current = profileFromText("main;a 50\nmain;c 1\nmain;d 3");
    expect(flatRows(table(comparisonOf(base, current), base, current))).toEqual(
      [
        "a 5 50 45 grown",
        "d 0 3 3 new",
        "c 1 1 0 same",
        "main 0 0 0 same",
        "b 4 0 -4 removed",
      ],
    );
  });

  it("names the counterpart of a renumbered closure", () => {
    const base = profileFromText("main.f.func1 5\nmain.g.func1 1");
    const current = profileFromText(
      "main.f.func2 7\nmain.g.func2 1\nmain.g.func3 1",
    );
    expect(flatRows(table(comparisonOf(base, current), base, current))).toEqual(
      [
        "main.f.func2 0 7 7 new = main.f.func1",
        "main.g.func2 0 1 1 new",
        "main.g.func3 0 1 1 new",
        "main.g.func1 1 0 -1 removed",
        "main.f.func1 5 0 -5 removed = main.f.func2",
      ],
    );
  });

  it("folds them on request", () => {
    const base = profileFromText("main.f.func1 5\nmain.p[go.shape.int] 2");
    const current = profileFromText("main.f.func2 7\nmain.p[go.shape.uint8] 2");
    const pair = pairProfiles(base, current);
    if (!pair.ok) throw new Error(pair.error.code);
    const folded = compareProfiles(foldPair(pair.value));
    expect(flatRows(table(folded, base, current))).toEqual([
      "main.f.funcN 5 7 2 grown",
      "main.p[...] 2 2 0 same",
    ]);
  });

  it("deltas and classes add up, whatever the profiles", () => {
    fc.assert(
      fc.property(pairsOfText, ([a, b]) => {
        const base = profileFromText(a);
        const current = profileFromText(b);
        const comparison = comparisonOf(base, current);
        const deltas = table(comparison, base, current);
        const totals = comparisonTotals(computeSides(comparison, 0));
        let sum = 0n;
        for (let row = 0; row < deltas.length; row += 1) {
          for (const measure of [deltas.flat, deltas.cum]) {
            expect(bigintAt(measure.delta, row)).toBe(
              signed(
                bigintAt(measure.current, row) - bigintAt(measure.base, row),
              ),
            );
          }
          sum += bigintAt(deltas.flat.delta, row);
        }
        // Stackless samples belong to no function.
        const { base: before, current: after } = computeSides(comparison, 0);
        const stackless =
          BigInt(flatByNode(comparison, after.sums)[0]) -
          BigInt(flatByNode(comparison, before.sums)[0]);
        expect(signed(sum + stackless)).toBe(
          signed(totals.current - totals.base),
        );
        const growth = deltas.flatGrowth - deltas.flatShrinkage;
        expect(signed(growth)).toBe(signed(sum));
      }),
      { numRuns: 60 },
    );
  });

  it("says what is chance in heap profiles", () => {
    const options = {
      sampleTypes: ["inuse_objects/count", "inuse_space/bytes"],
      period: 524288n,
      periodType: "space/bytes",
    };
    const text = (small: number, big: number, huge: number): string =>
      [
        `few ${small} ${small * 1024} {bytes=1024:bytes}`,
        `many ${big} ${big * 1024} {bytes=1024:bytes}`,
        `one 1 ${huge} {bytes=${huge}:bytes}`,
      ].join("\n");
    const base = profileFromText(text(1024, 20480, 4 << 20), options);
    const current = profileFromText(text(2048, 204800, 8 << 20), options);
    const deltas = computeDeltaTable(comparisonOf(base, current), 1, {
      base,
      current,
    });
    const codes = new Map(
      Array.from({ length: deltas.length }, (_, row) => [
        nameOf(deltas, row),
        deltas.flat.significance[row],
      ]),
    );
    expect(Object.fromEntries(codes)).toEqual({ few: 0, many: 2, one: 3 });
  });
});

describe("foldName", () => {
  it.each([
    ["main.serve.func2", "main.serve.funcN"],
    ["main.serve.func2.1", "main.serve.funcN.N"],
    ["main.serve.gowrap1", "main.serve.gowrapN"],
    ["main.put[go.shape.int]", "main.put[...]"],
    ["main.(*box[...]).put.func1", "main.(*box[...]).put.funcN"],
    ["main.serve", "main.serve"],
    ["main.func1name", "main.func1name"],
    ["main.f.func1.g.func2", "main.f.funcN.g.funcN"],
  ])("%s", (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });
});

describe("normaliseComparison", () => {
  it("scales the current side to the base's total, each sample rounded", () => {
    const comparison = normaliseComparison(ofText("a 10\nb 10", "a 3\nb 1"));
    const { base, current } = comparisonTotals(computeSides(comparison, 0));
    expect([base, current]).toEqual([20n, 20n]);
    expect(layoutRows(comparison, "current")).toEqual([
      "all 0-20 same",
      "a 0-15 grown",
      "b 15-20 shrunk",
    ]);
  });
});

describe("netTotals", () => {
  it("equals the total of the subtracted profile", () => {
    fc.assert(
      fc.property(pairsOfText, fc.boolean(), ([a, b], isNormalised) => {
        const base = profileFromText(a);
        const current = profileFromText(b);
        const whole = subtractProfile(current, base, {
          mode: "subtract-base",
          isNormalised,
        });
        if (!whole.ok) throw new Error(whole.error.code);
        expect(
          netTotals(base, current, current.sampleTypes, isNormalised),
        ).toEqual({
          ok: true,
          value: current.sampleTypes.map((_, type) =>
            BigInt(reportTotal(whole.value, whole.value.samples.values[type])),
          ),
        });
      }),
      { numRuns: 60 },
    );
  });

  it("is the sum of |net| over equal samples", () => {
    const base = profileFromText("a 10\nb 10");
    const current = profileFromText("a 13\nb 4");
    expect(netTotals(base, current, current.sampleTypes, false)).toEqual({
      ok: true,
      value: [9n],
    });
  });
});
