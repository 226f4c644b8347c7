/** Columns longer than the blocks in which the kernel hands them on. */
import { expect, test } from "vitest";
import { around, bytes, int } from "../../../tests/fixtures/wire.ts";
import { sample } from "../../../tests/fixtures/decoded.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import type { Profile } from "../profile.ts";
import { ProfileDecoder, type DecodeOptions } from "./profile-decoder.ts";

const COUNT = 10_000;

function decodedWith(
  input: Uint8Array,
  options: DecodeOptions,
  pieceBytes = input.length,
): Profile {
  const decoder = new ProfileDecoder(options);
  for (let at = 0; at < input.length; at += pieceBytes) {
    const pushed = decoder.push(input.subarray(at, at + pieceBytes));
    if (!pushed.ok) throw new Error(pushed.error.code);
  }
  const outcome = decoder.finish();
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value.profile;
}

function samplesOf(value: (i: number) => bigint | number): Uint8Array {
  return around(
    ...Array.from({ length: COUNT }, (_, i) => sample(int(2, value(i)))),
  );
}

test("I0: a sum that passes 2^53 in a later block makes int64 of all before it", () => {
  const large = 2n ** 53n - 1n;
  for (const at of [1, 4095, 4096, COUNT - 1]) {
    const value = (i: number) => (i === at ? large : BigInt((i % 7) - 3));
    const [values] = decodedWith(samplesOf(value), {}).samples.values;
    expect(values).toEqual(
      BigInt64Array.from({ length: COUNT }, (_, i) => value(i)),
    );
  }
});

test("I0: doubles for as long as the sum of |value| is 2^53 - 1", () => {
  const value = (i: number) =>
    i === 9000 ? 2 ** 53 - COUNT : i % 2 === 0 ? 1 : -1;
  const [values] = decodedWith(samplesOf(value), {}).samples.values;
  expect(values).toEqual(
    Float64Array.from({ length: COUNT }, (_, i) => value(i)),
  );
});

/** Samples with sets of labels: most of them seen before, of all lengths, one longer than a block. */
function labelled(more: readonly number[] = []): {
  input: Uint8Array;
  sets: number[][];
} {
  const set = (i: number, length: number): number[] =>
    Array.from({ length }, (_, k) => (((i % 11) + k) % 50) + 1);
  const sets = Array.from({ length: COUNT }, (_, i) =>
    set(i, i === 5000 ? 20_000 : i % 6),
  );
  const label = (num: number): number[] =>
    bytes(3, [...int(1, 3), ...int(3, num)]);
  const samples = sets.map((nums) =>
    sample(int(2, 1), ...nums.map(label), [...more]),
  );
  return { input: around(...samples), sets };
}

function setsOf({ samples, labelSets, labels }: Profile): number[][] {
  const { label, labelStart } = labelSets;
  return Array.from(samples.labelSet, (set) =>
    Array.from(label.subarray(labelStart[set], labelStart[set + 1]), (row) =>
      Number(labels.num[row]),
    ),
  );
}

test("label sets that are shared, and cut by the end of a block", () => {
  const { input, sets } = labelled();
  const profile = decodedWith(input, {});
  expect(setsOf(profile)).toEqual(sets);
  expect(profile.labelSets.length).toBeLessThan(100);
});

/** Bytes of all memory that columns lie in. */
function memoryOf(tables: unknown, seen = new Set<ArrayBufferLike>()): number {
  if (ArrayBuffer.isView(tables)) {
    if (seen.has(tables.buffer)) return 0;
    seen.add(tables.buffer);
    return tables.buffer.byteLength;
  }
  if (typeof tables !== "object" || tables === null) return 0;
  return Object.values(tables).reduce<number>(
    (sum, part) => sum + memoryOf(part, seen),
    0,
  );
}

// A field nobody knows makes samples long: how much is left is asked for beyond 2 MB of them.
const long = labelled(bytes(99, new Array<number>(300).fill(0)));

test("whatever length was expected: the same columns, and just their memory stays booked", () => {
  const { input, sets } = long;
  for (const expected of [0, input.length, 10 ** 8, undefined]) {
    const budget = new ByteBudget(2 ** 40);
    const options = { budget, expectedBytes: () => expected };
    const profile = decodedWith(input, options, 100_000);
    expect(setsOf(profile)).toEqual(sets);
    const { strings, ...tables } = profile;
    const kept = memoryOf({ ...tables, strings: strings.columns });
    expect(budget.usedBytes).toBe(kept);
    expect(kept).toBeLessThan(COUNT * 100);
  }
});

test("a budget that does not suffice for what is expected, but for what comes", () => {
  const { input, sets } = long;
  const options = {
    budget: new ByteBudget(5_000_000),
    expectedBytes: () => 10 ** 12,
  };
  expect(setsOf(decodedWith(input, options))).toEqual(sets);
});
