import fc from "fast-check";
import { expect, it } from "vitest";
import { stackOrderOf } from "./stack-order.ts";

function stacksOf(parents: readonly number[]) {
  return {
    length: parents.length,
    parent: Int32Array.from(parents),
    location: new Uint32Array(parents.length),
  };
}

it("walks callers before callees, one root after the other", () => {
  const { rows, depth, maxDepth } = stackOrderOf(
    stacksOf([-1, 0, 0, 1, -1, 2, 4, 1]),
  );
  expect([...rows]).toEqual([0, 1, 3, 7, 2, 5, 4, 6]);
  expect([...depth]).toEqual([0, 1, 1, 2, 0, 2, 1, 2]);
  expect(maxDepth).toBe(2);
});

it("keeps every subtree together", () => {
  const parents = fc
    .array(fc.nat(), { maxLength: 40 })
    .map((picks) => picks.map((pick, i) => (pick % (i + 1)) - 1));
  fc.assert(
    fc.property(parents, (parent) => {
      const { rows, depth } = stackOrderOf(stacksOf(parent));
      expect([...rows].sort((a, b) => a - b)).toEqual(parent.map((_, i) => i));
      const path: number[] = [];
      for (const row of rows) {
        path.length = depth[row];
        expect(path.at(-1) ?? -1).toBe(parent[row]);
        path.push(row);
      }
    }),
  );
});
