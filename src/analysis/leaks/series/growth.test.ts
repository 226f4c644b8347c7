import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureGrowth, type GrowthClass } from "./growth.ts";

function grow(
  counts: readonly number[],
  populations: readonly number[] = [],
  ids?: readonly [readonly number[], readonly number[]],
): GrowthClass {
  return measureGrowth({
    counts,
    populations,
    baseIds: ids === undefined ? null : new Set(ids[0]),
    currentIds: ids === undefined ? null : new Set(ids[1]),
  }).kind;
}

describe("measureGrowth", () => {
  it.each<[readonly number[], GrowthClass]>([
    [[5], "single"],
    [[5, 5], "flat"],
    [[5, 3], "shrunk"],
    [[5, 20], "strong"],
    [[3, 6], "strong"],
    [[1, 2], "weak"],
    [[8, 9], "weak"],
    [[100, 104], "noise"],
    // New: may be the start of a service.
    [[0, 1], "noise"],
    [[0, 4], "weak"],
    [[0, 10], "strong"],
    // Large counts need a large difference: z of the Poisson test.
    [[10_000, 10_200], "noise"],
    [[10_000, 10_600], "strong"],
    // Fell back towards where it was.
    [[4, 100, 10], "weak"],
    // The leak stopped, what leaked stayed.
    [[4, 25, 25], "strong"],
  ])("%j is %s", (counts, kind) => {
    expect(grow(counts)).toBe(kind);
  });

  it("calls a state that grows in a population that does not a migration", () => {
    const growth = measureGrowth({
      counts: [1, 6],
      populations: [8, 8],
      baseIds: null,
      currentIds: null,
    });
    expect(growth).toMatchObject({ kind: "noise", isMigration: true });
  });

  it("believes growth less when the earlier goroutines are gone", () => {
    const base = [1, 2, 3, 4, 5];
    const others = Array.from({ length: 20 }, (_, i) => 100 + i);
    expect(grow([5, 20], [], [base, [...base, ...others.slice(5)]])).toBe(
      "strong",
    );
    expect(grow([5, 20], [], [base, [1, ...others.slice(1)]])).toBe("weak");
    expect(grow([5, 20], [], [base, others])).toBe("noise");
  });

  it("never grows where nothing grew, and always has an answer", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100_000), { minLength: 1, maxLength: 6 }),
        (counts) => {
          const kind = grow(counts);
          const grew = counts[counts.length - 1] > counts[0];
          const isGrowth = ["strong", "weak", "noise"].includes(kind);
          return counts.length === 1 ? kind === "single" : isGrowth === grew;
        },
      ),
    );
  });
});
