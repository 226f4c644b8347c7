import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortRows } from "./sliced-sort.ts";

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe("sortRows", () => {
  it("orders as a stable sort does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (values) => {
        const rows = Uint32Array.from(values.keys());
        const sorted = finish(sortRows(rows, (a, b) => values[a] - values[b]));
        const expected = [...values.keys()].sort(
          (a, b) => values[a] - values[b],
        );
        expect([...sorted]).toEqual(expected);
      }),
    );
  });

  it("pauses on long work", () => {
    const rows = Uint32Array.from({ length: 50_000 }, (_unused, i) => i);
    const work = sortRows(rows, (a, b) => b - a);
    let pauses = 0;
    while (work.next().done !== true) pauses += 1;
    expect(pauses).toBeGreaterThan(50);
  });
});
