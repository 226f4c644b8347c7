import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Profile, SampleTable, ValueColumn } from "#profile/profile.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { normaliseProfile } from "#profile/transform/normalise.ts";
import { bigintAt, magnitudeOf } from "#profile/value-column.ts";
import { arbitraryProfileText } from "../../../tests/fixtures/arbitrary-profile-text.ts";
import {
  compareProfiles,
  computeSides,
  normaliseComparison,
  type Comparison,
} from "./comparison.ts";
import {
  leafMagnitudes,
  runningSums,
  widthOfNode,
  widthsOfLeaves,
} from "./leaf-ranges.ts";
import { pairProfiles } from "./pair-profiles.ts";
import { cumByNode, flatByNode } from "./tree-sums.fixture.ts";

function comparisonOf(base: Profile, current: Profile): Comparison {
  const pair = pairProfiles(base, current);
  if (!pair.ok) throw new Error(pair.error.code);
  return compareProfiles(pair.value);
}

const pairs = fc
  .tuple(arbitraryProfileText(), arbitraryProfileText())
  .map(([a, b]) => [profileFromText(a), profileFromText(b)] as const)
  .filter(([a, b]) => a.sampleTypes.length === b.sampleTypes.length);

/** Sums at every node, each sample added to all nodes above it: without leaves and running sums. */
function addUpwards(
  { shape }: Comparison,
  { stack }: SampleTable,
  valueOf: (sample: number) => bigint,
): { readonly cum: bigint[]; readonly flat: bigint[] } {
  const cum = new Array<bigint>(shape.length).fill(0n);
  const flat = new Array<bigint>(shape.length).fill(0n);
  stack.forEach((row, sample) => {
    const end = row < 0 ? 0 : shape.nodeOfStack[row];
    flat[end] += valueOf(sample);
    for (let node = end; node >= 0; node = shape.parent[node]) {
      cum[node] += valueOf(sample);
    }
  });
  return { cum, flat };
}

const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
const columnOf = (values: ValueColumn): bigint[] =>
  Array.from({ length: values.length }, (_, i) => bigintAt(values, i));

describe("rangeLeaves", () => {
  it("numbers leaves depth first, as drawn in the file header", () => {
    const { leaves, shape } = comparisonOf(
      profileFromText("a;b 5\nd;b 2"),
      profileFromText("a;c 1\nd 4"),
    );
    const { frames } = shape;
    const names = Array.from(shape.frame, (frame) =>
      frame < 0 ? "all" : frames.strings.get(frames.name[frame]),
    );
    expect(names).toEqual(["all", "a", "d", "b", "c", "b"]);
    expect(Array.from(leaves.node)).toEqual([3, 4, 2, 5]);
    expect(names.map((_, i) => [leaves.start[i], leaves.end[i]])).toEqual([
      [0, 4],
      [0, 2],
      [2, 4],
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
  });
});

describe("structure and values", () => {
  it("together say what adding every sample upwards says, for every sample type and mode", () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), ([base, current], isNormalised) => {
        const plain = comparisonOf(base, current);
        const comparison = isNormalised ? normaliseComparison(plain) : plain;
        const { pair } = plain;
        base.sampleTypes.forEach((_, type) => {
          const sides = computeSides(comparison, type);
          for (const side of ["base", "current"] as const) {
            const values = comparison[side].valuesOf(type);
            const expected = addUpwards(plain, pair[side], (sample) =>
              bigintAt(values, sample),
            );
            const { sums, total } = sides[side];
            expect(columnOf(cumByNode(plain, sums))).toEqual(
              expected.cum.map(signed),
            );
            expect(columnOf(flatByNode(plain, sums))).toEqual(
              expected.flat.map(signed),
            );
            expect(total).toBe(signed(expected.cum[0]));
          }
        });
      }),
    );
  });

  it("normalised, are those of the samples that pprof's -normalize leaves (rule N4)", () => {
    fc.assert(
      fc.property(pairs, ([base, current]) => {
        const plain = comparisonOf(base, current);
        const { profile, sampleTypes } = plain.pair;
        const like = { ...profile, sampleTypes };
        const scaled = normaliseProfile(
          { ...like, samples: plain.pair.current },
          { ...like, samples: plain.pair.base },
        );
        if (!scaled.ok) throw new Error(scaled.error.code);
        const { samples } = scaled.value;
        const normalised = normaliseComparison(plain);
        sampleTypes.forEach((_, type) => {
          const { sums, magnitude } = computeSides(normalised, type).current;
          expect(columnOf(cumByNode(plain, sums))).toEqual(
            addUpwards(plain, samples, (i) =>
              bigintAt(samples.values[type], i),
            ).cum.map(signed),
          );
          expect(magnitude).toBe(magnitudeOf(samples.values[type]));
        });
      }),
    );
  });

  it("widths are the sums of |value|, beyond 2^53 as doubles", () => {
    fc.assert(
      fc.property(pairs, ([base, current]) => {
        const comparison = comparisonOf(base, current);
        const values = base.samples.values[0];
        const expected = addUpwards(comparison, comparison.pair.base, (i) => {
          const value = bigintAt(values, i);
          return value < 0n ? -value : value;
        }).cum;
        const { widths } = computeSides(comparison, 0).base;
        expected.forEach((width, node) => {
          const found = widthOfNode(widths, comparison.leaves, node);
          if (expected[0] <= Number.MAX_SAFE_INTEGER) {
            expect(found).toBe(Number(width));
          } else {
            expect(Math.abs(found / Number(width || 1n) - 1)).toBeLessThan(
              width === 0n ? 2 : 1e-9,
            );
            expect(found > 0).toBe(width > 0n);
          }
        });
      }),
    );
  });

  it("a small node beside a huge one keeps its width", () => {
    const comparison = comparisonOf(
      profileFromText("a 9007199254740993\nb 1\na 3"),
      profileFromText("a 1"),
    );
    const { leaf } = comparison.base;
    const values = comparison.base.valuesOf(0);
    const count = comparison.leaves.node.length;
    const widths = widthsOfLeaves(
      leafMagnitudes(values, leaf, count),
      comparison.leaves,
      comparison.shape,
    );
    expect(widths.isByNode).toBe(true);
    expect(widthOfNode(widths, comparison.leaves, 2)).toBe(1);
    expect(runningSums(values, leaf, count)).toBeInstanceOf(BigInt64Array);
  });
});
