import fc from "fast-check";
import { expect, it } from "vitest";
import { PairMap } from "./pair-map.ts";

it("numbers pairs by first use", () => {
  const map = new PairMap();
  expect(map.add(3, -1)).toBe(0);
  expect(map.add(-1, 3)).toBe(1);
  expect(map.add(3, -1)).toBe(0);
  expect(map.get(-1, 3)).toBe(1);
  expect(map.get(7, 7)).toBe(-1);
  expect([map.firstOf(1), map.secondOf(1)]).toEqual([-1, 3]);
});

it("agrees with a Map while it grows", () => {
  const pair = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer());
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 300 }), (pairs) => {
      const map = new PairMap(1);
      const known = new Map<string, number>();
      for (const [a, b] of pairs) {
        const key = `${a},${b}`;
        if (!known.has(key)) known.set(key, known.size);
        expect(map.add(a, b)).toBe(known.get(key));
      }
      expect(map.size).toBe(known.size);
    }),
  );
});
