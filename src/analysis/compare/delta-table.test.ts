/** What the delta table, the coarse pictures and the trees say of one another. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Profile } from "#profile/profile.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { bigintAt } from "#profile/value-column.ts";
import { arbitraryProfileText } from "../../../tests/fixtures/arbitrary-profile-text.ts";
import { computeTopTable } from "../top-table.ts";
import { CHANGE_CLASSES, changeClassCode } from "./change-class.ts";
import {
  compareProfiles,
  computeSides,
  type Comparison,
} from "./comparison.ts";
import { computeDeltaTable, type DeltaMeasure } from "./delta-table.ts";
import { hidesBoxes, layoutComparison } from "./layout-comparison.ts";
import { pairProfiles } from "./pair-profiles.ts";
import { orderComparison } from "./sibling-order.ts";

const pairs = fc
  .tuple(arbitraryProfileText(), arbitraryProfileText())
  .map(([a, b]) => [profileFromText(a), profileFromText(b)] as const)
  .filter(([a, b]) => a.sampleTypes.length === b.sampleTypes.length);

function comparisonOf(base: Profile, current: Profile): Comparison {
  const pair = pairProfiles(base, current);
  if (!pair.ok) throw new Error(pair.error.code);
  return compareProfiles(pair.value);
}

type Row = Readonly<
  Record<"flat" | "cum", { base: bigint; current: bigint; delta: bigint }>
>;

/** Rows of the delta table by name. */
function deltaRows(base: Profile, current: Profile, type: number) {
  const table = computeDeltaTable(comparisonOf(base, current), type, {
    base,
    current,
  });
  const of = (measure: DeltaMeasure, row: number) => ({
    base: bigintAt(measure.base, row),
    current: bigintAt(measure.current, row),
    delta: bigintAt(measure.delta, row),
  });
  const rows = new Map<string, Row>();
  const classes: string[] = [];
  for (let row = 0; row < table.length; row += 1) {
    const name = table.strings.get(table.entryName[table.entry[row]]);
    const entry = { flat: of(table.flat, row), cum: of(table.cum, row) };
    rows.set(name, entry);
    for (const measure of ["flat", "cum"] as const) {
      const { base: before, current: after } = entry[measure];
      const code = table[measure].changeClass[row];
      expect(code).toBe(changeClassCode(before, after));
      classes.push(CHANGE_CLASSES[code]);
    }
  }
  return { table, rows, classes };
}

/** Flat and cum of each function of one profile alone. */
function topRows(profile: Profile, type: number) {
  const top = computeTopTable(profile, type);
  return new Map(
    Array.from({ length: top.length }, (_, row) => [
      top.strings.get(top.name[row]),
      { flat: bigintAt(top.flat, row), cum: bigintAt(top.cum, row) },
    ]),
  );
}

const wrapped = (value: bigint): bigint => BigInt.asIntN(64, value);

describe("computeDeltaTable", () => {
  it("has both sides' Top in every row, and delta = current - base", () => {
    fc.assert(
      fc.property(pairs, ([base, current]) => {
        base.sampleTypes.forEach((_, type) => {
          const { rows } = deltaRows(base, current, type);
          const before = topRows(base, type);
          const after = topRows(current, type);
          for (const name of [...before.keys(), ...after.keys()]) {
            const isZero = [before.get(name), after.get(name)].every(
              (side) => side === undefined || (!side.flat && !side.cum),
            );
            expect(rows.has(name) || isZero).toBe(true);
          }
          for (const [name, row] of rows) {
            for (const measure of ["flat", "cum"] as const) {
              const expected = {
                base: before.get(name)?.[measure] ?? 0n,
                current: after.get(name)?.[measure] ?? 0n,
              };
              expect(row[measure]).toEqual({
                ...expected,
                delta: wrapped(expected.current - expected.base),
              });
            }
          }
        });
      }),
    );
  });

  it("of a profile and itself: nothing but same, every delta 0", () => {
    fc.assert(
      fc.property(arbitraryProfileText(), (text) => {
        const profile = profileFromText(text);
        const { table, rows, classes } = deltaRows(profile, profile, 0);
        expect(classes.every((change) => change === "same")).toBe(true);
        for (const { flat, cum } of rows.values()) {
          expect([flat.delta, cum.delta]).toEqual([0n, 0n]);
        }
        expect([table.flatGrowth, table.flatShrinkage]).toEqual([0n, 0n]);
      }),
    );
  });

  it("swapped: every delta is negated, growth is shrinkage", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const forth = deltaRows(a, b, 0);
        const back = deltaRows(b, a, 0);
        expect(new Set(back.rows.keys())).toEqual(new Set(forth.rows.keys()));
        for (const [name, { flat, cum }] of forth.rows) {
          const row = back.rows.get(name);
          expect(row?.flat.delta).toBe(wrapped(-flat.delta));
          expect(row?.cum.delta).toBe(wrapped(-cum.delta));
        }
        const isExact = [...forth.rows.values()].every(
          ({ flat }) => flat.delta !== -(2n ** 63n),
        );
        if (isExact) {
          expect(back.table.flatGrowth).toBe(forth.table.flatShrinkage);
          expect(back.table.flatShrinkage).toBe(forth.table.flatGrowth);
        }
      }),
    );
  });
});

describe("a coarse picture", () => {
  it("is the whole one without its narrow boxes, each at its place", () => {
    const width = fc.constantFrom("base", "current", "larger" as const);
    const share = fc.constantFrom(0, 0.01, 0.2, 0.6);
    fc.assert(
      fc.property(pairs, width, share, ([a, b], side, minShare) => {
        const comparison = comparisonOf(a, b);
        const order = orderComparison(comparison, computeSides(comparison, 0));
        const optionsOf = (least: number) => ({
          width: side as "base",
          total: 1,
          minShare: least,
        });
        const lay = (least: number) =>
          layoutComparison(comparison, order, optionsOf(least));
        const whole = lay(0);
        const coarse = lay(minShare);
        expect(hidesBoxes(comparison, order, optionsOf(minShare))).toBe(
          coarse.length < whole.length,
        );
        const boxOfNode = new Map(
          Array.from(whole.node, (node, box) => [node, box]),
        );
        const least = whole.end[0] * minShare;
        const kept = Array.from(whole.node).filter(
          (_, box) => box === 0 || whole.end[box] - whole.start[box] >= least,
        );
        expect(Array.from(coarse.node)).toEqual(kept);
        for (let box = 0; box < coarse.length; box += 1) {
          const same = boxOfNode.get(coarse.node[box]) ?? -1;
          expect([coarse.start[box], coarse.end[box]]).toEqual([
            whole.start[same],
            whole.end[same],
          ]);
          expect(coarse.baseCum[box]).toBe(whole.baseCum[same]);
          expect(coarse.changeClass[box]).toBe(whole.changeClass[same]);
        }
      }),
    );
  });
});
