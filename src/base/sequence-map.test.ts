import fc from "fast-check";
import { expect, it } from "vitest";
import { SequenceMap } from "./sequence-map.ts";

function add(map: SequenceMap, sequence: readonly number[]): number {
  for (const value of sequence) map.push(value);
  return map.close();
}

it("numbers sequences by first use", () => {
  const map = new SequenceMap();
  expect(add(map, [7, 9])).toBe(0);
  expect(add(map, [])).toBe(1);
  expect(add(map, [7])).toBe(2);
  expect(add(map, [7, 9])).toBe(0);
  expect(add(map, [7, 9, 0])).toBe(3);
  expect(map.size).toBe(4);
});

it("agrees with a Map while it grows", () => {
  const sequence = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 300 }), (sequences) => {
      const map = new SequenceMap(1);
      const known = new Map<string, number>();
      for (const each of sequences) {
        const key = each.join();
        if (!known.has(key)) known.set(key, known.size);
        expect(add(map, each)).toBe(known.get(key));
      }
      expect(map.size).toBe(known.size);
    }),
  );
});
