import { expect, test } from "vitest";
import {
  decoded,
  locationsOf,
  reasonOf,
  sample,
  PARTS_AT,
} from "../../../tests/fixtures/decoded.ts";
import {
  around,
  bytes,
  int,
  message,
  packed,
  text,
  varint,
} from "../../../tests/fixtures/wire.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import { encodeProfile } from "../encode/encode-profile.ts";
import { profileFromText } from "../profile-from-text.ts";
import { stringAt } from "../profile.ts";
import { decodeProfile } from "./decode-profile.ts";
import { ProfileDecoder } from "./profile-decoder.ts";

test("W4: packed, unpacked and mixed ids and values mean the same", () => {
  const inputs = [
    sample(packed(1, [2, 1, 1]), packed(2, [300])),
    sample(int(1, 2), int(1, 1), int(1, 1), int(2, 300)),
    sample(int(1, 2), packed(1, [1, 1]), int(2, 300)),
    sample(
      packed(1, [2]),
      packed(2, []),
      packed(1, []),
      int(1, 1),
      int(2, 300),
      packed(1, [1]),
    ),
    // The same once more: by then the stack is known.
    sample(packed(1, [2, 1, 1]), int(2, 300)),
  ];
  const p = decoded(around(...inputs));
  expect(p.samples.count).toBe(inputs.length);
  for (let i = 0; i < inputs.length; i += 1) {
    expect(locationsOf(p, i)).toEqual([1, 0, 0]);
    expect(p.samples.values[0][i]).toBe(300);
  }
  expect(p.stacks.length).toBe(3);
});

test("W4: comments packed and unpacked keep their order", () => {
  const p = decoded(around(int(13, 3), packed(13, [4, 5]), int(13, 3)));
  expect(p.comments).toEqual(["a", "b", "f.go", "a"]);
});

test("W3: unknown fields of every wire type are passed over and counted", () => {
  const odd = [
    int(99, 5),
    bytes(98, [1, 2, 3]),
    [...varint((97 << 3) | 5), 1, 2, 3, 4],
    [...varint((96 << 3) | 1), 1, 2, 3, 4, 5, 6, 7, 8],
  ];
  const input = around(...odd, sample(int(1, 1), ...odd, int(2, 7)));
  const result = decodeProfile(input);
  expect(result).toMatchObject({
    ok: true,
    value: { warnings: [{ code: "unknown-fields", count: 8 }] },
  });
});

test("W3: varints may be padded to 10 bytes; bits beyond the 64th are lost", () => {
  const padded = [...varint(2 << 3), ...varint(7, 9)];
  const tooWide = [...varint(2 << 3), ...Array<number>(9).fill(0xff), 0x7f];
  const p = decoded(around(sample(padded), sample(tooWide)));
  expect(p.samples.values[0]).toEqual(Float64Array.of(7, -1));
});

test("W3: broken framing is refused, with the offset", () => {
  const eleven = [...varint(2 << 3), ...Array<number>(10).fill(0x80), 0];
  expect(reasonOf(around(sample(eleven)))).toEqual([
    "bad-varint",
    PARTS_AT + 3,
  ]);
  expect(reasonOf(around([0x0b]))).toEqual(["bad-wire-type", PARTS_AT + 1]);
  expect(reasonOf(around([...varint((99 << 3) | 6)]))).toEqual([
    "bad-wire-type",
    PARTS_AT + 2,
  ]);
  // Known fields of another wire type.
  expect(reasonOf(around(bytes(9, [1])))[0]).toBe("bad-wire-type");
  expect(reasonOf(around(int(6, 1)))[0]).toBe("bad-wire-type");
  expect(reasonOf(around(sample(int(3, 1))))[0]).toBe("bad-wire-type");
  // Past the end of the file, and past the end of the message around it.
  expect(reasonOf(message([...around()], [0x12, 0x05, 0x10]))[0]).toBe(
    "length-past-end",
  );
  expect(reasonOf(around(sample([0x0a, 0x09, 1])))).toEqual([
    "length-past-end",
    PARTS_AT + 3,
  ]);
  expect(reasonOf(message([...around()], [0x12]))[0]).toBe("truncated-message");
  expect(reasonOf(message([...around()], [0x80]))[0]).toBe("truncated-message");
});

test("W3: packed ids and values must be whole varints", () => {
  const cut = (field: number) => bytes(field, [0x01, 0x80]);
  expect(reasonOf(around(sample(cut(1), int(2, 1))))).toEqual([
    "truncated-message",
    PARTS_AT + 2,
  ]);
  expect(reasonOf(around(sample(int(1, 1), cut(2))))[0]).toBe(
    "truncated-message",
  );
  // A varint may not go on in the next field, though the bytes would fit.
  const inTwo = sample(cut(1), packed(1, [1]), int(2, 1));
  expect(reasonOf(around(inTwo))[0]).toBe("truncated-message");
});

test("W5: strings may come before or after their use, duplicates are kept", () => {
  const table = ["", "x", "x"].flatMap((s) => text(6, s));
  const type = bytes(1, [...int(1, 1), ...int(2, 2)]);
  for (const input of [message(table, type), message(type, table)]) {
    const p = decoded(input);
    expect(p.sampleTypes).toEqual([{ type: "x", unit: "x" }]);
    expect(p.strings.length).toBe(3);
  }
});

test("W5: string_table[0] must be empty, indices must exist", () => {
  const type = bytes(1, int(1, 1));
  expect(reasonOf(message(type, text(6, "x")))).toEqual([
    "string-table-first-not-empty",
    6,
  ]);
  expect(reasonOf(message(type, text(6, "")))[0]).toBe(
    "string-index-out-of-range",
  );
  for (const index of [6, 2n ** 32n, 2n ** 63n, -1]) {
    const places = [
      int(7, index),
      int(8, index),
      int(13, index),
      int(14, index),
      int(15, index),
      bytes(1, int(2, index)),
      bytes(11, int(1, index)),
      bytes(3, [...int(1, 1), ...int(5, index)]),
      bytes(5, [...int(1, 9), ...int(3, index)]),
      sample(int(2, 1), bytes(3, [...int(1, index), ...int(2, 1)])),
      sample(int(2, 1), bytes(3, [...int(1, 1), ...int(2, index)])),
      sample(
        int(2, 1),
        bytes(3, [...int(1, 1), ...int(3, 1), ...int(4, index)]),
      ),
      // A label that says nothing is dropped, but its key must exist.
      sample(int(2, 1), bytes(3, int(1, index))),
    ];
    for (const place of places) {
      expect(reasonOf(around(place))[0]).toBe("string-index-out-of-range");
    }
  }
  // Not looked at: the unit of a string label.
  const unused = sample(
    int(2, 1),
    bytes(3, [...int(1, 3), ...int(2, 4), ...int(4, 999)]),
  );
  expect(reasonOf(around(unused))).toEqual(["decoded"]);
  // No string table at all: the index 0 of a missing period type does not exist.
  expect(reasonOf(message(bytes(1, [])))[0]).toBe("string-index-out-of-range");
});

test("W6: a second time_nanos after one that is not 0 is a second profile", () => {
  expect(decodeProfile(around(int(9, 5), int(9, 0)))).toEqual({
    ok: false,
    error: { code: "concatenated-profiles", offset: PARTS_AT + 3 },
  });
  expect(decoded(around(int(9, 0), int(9, 5))).timeNanos).toBe(5n);
  const once = encodeProfile(profileFromText("a 1", { timeNanos: 1n }));
  const twice = message([...once], [...once]);
  const result = decodeProfile(twice);
  expect(result).toMatchObject({ error: { code: "concatenated-profiles" } });
});

test("W7: ids must not be 0, come twice, or be unknown", () => {
  const other = (field: number, ...fields: number[][]) =>
    around(bytes(field, fields.flat()));
  for (const field of [3, 4, 5]) {
    expect(reasonOf(other(field))).toEqual(["zero-id", PARTS_AT + 2]);
  }
  expect(reasonOf(other(4, int(1, 1)))[0]).toBe("duplicate-id");
  expect(reasonOf(other(5, int(1, 2)))[0]).toBe("duplicate-id");
  expect(reasonOf(around(bytes(3, int(1, 7)), bytes(3, int(1, 7))))).toEqual([
    "duplicate-id",
    PARTS_AT + 6,
  ]);
  expect(reasonOf(around(sample(int(1, 3), int(2, 1))))).toEqual([
    "unknown-location",
    PARTS_AT + 2,
  ]);
  expect(reasonOf(around(sample(int(1, 0), int(2, 1))))[0]).toBe(
    "unknown-location",
  );
  for (const func of [0, 3]) {
    const line = bytes(4, [...int(1, 9), ...bytes(4, int(1, func))]);
    expect(reasonOf(around(line))).toEqual(["unknown-function", PARTS_AT + 2]);
  }
});

test("W7: a mapping that does not exist is no mapping, as in pprof", () => {
  const p = decoded(around(bytes(4, [...int(1, 9), ...int(2, 77)])));
  expect([...p.locations.mapping]).toEqual([-1, -1, -1]);
});

test("W7: a sample has as many values as there are sample types", () => {
  for (const values of [[], [1, 2], [1, 2, 3]]) {
    expect(reasonOf(around(sample(packed(2, values))))[0]).toBe(
      "value-count-mismatch",
    );
    // Also where the types come last, and where an earlier sample was right.
    expect(
      reasonOf(around(sample(int(2, 1)), sample(packed(2, values))))[0],
    ).toBe("value-count-mismatch");
  }
  const untyped = message(sample(int(2, 1)), text(6, ""));
  expect(reasonOf(untyped)[0]).toBe("no-sample-type");
});

test("W7: a location without lines and a sample without locations are legal", () => {
  const p = decoded(
    around(
      bytes(4, [...int(1, 9), ...int(3, 0x10)]),
      sample(int(1, 9), int(2, 1)),
      sample(int(2, 2)),
    ),
  );
  expect([...p.samples.stack]).toEqual([0, -1]);
  expect([...p.locations.lineStart]).toEqual([0, 0, 1, 2]);
});

test("W8: ids are 64 bits: those that agree in the lower 32 stay apart", () => {
  const ids = [5n, 5n + 2n ** 32n, 5n + 2n ** 63n, 2n ** 64n - 1n];
  const p = decoded(
    around(
      ...ids.map((id) => sample(int(1, id), int(2, 1))),
      ...ids.map((id, i) => bytes(4, [...int(1, id), ...int(3, i)])),
    ),
  );
  expect(p.stacks.length).toBe(4);
  const addresses = ids.map(
    (_, i) => p.locations.address[p.stacks.location[p.samples.stack[i]]],
  );
  expect(addresses).toEqual([0n, 1n, 2n, 3n]);
});

test("stacks are told apart by their ids, however those are written", () => {
  // Ids of 1, 2 and 3 bytes; 1 + 2^7 begins, from its end, like 1, and 2^14 is 2^21 but for a byte.
  const ids = [1, 2, 3, 129, 2 ** 14, 2 ** 14 + 1, 2 ** 21];
  const stacks = [
    [1],
    [129],
    [129, 1],
    [1, 129],
    [2 ** 14],
    [2 ** 21],
    [2 ** 14 + 1, 129, 3, 2, 129, 2 ** 21, 1],
    [3, 129, 3, 2, 129, 2 ** 21, 1],
    [129, 3, 2, 129, 2 ** 21, 1],
    [2, 3, 2, 129, 2 ** 21, 1],
    // As long as a word of 8 bytes, and two.
    [3, 2, 1, 1, 1, 1, 1, 1],
    [1, 2, 1, 1, 1, 1, 1, 1],
    Array<number>(16).fill(1),
    Array<number>(17).fill(1),
    // A recursion that is deeper than all words.
    Array<number>(500).fill(129),
  ];
  const written = [0, 1, 3, 6].flatMap((padding) =>
    stacks.map((stack) =>
      sample(
        bytes(
          1,
          stack.flatMap((id) => varint(id, padding)),
        ),
        int(2, 1),
      ),
    ),
  );
  const others = ids.slice(2);
  const locations = others.map((id) => bytes(4, int(1, id)));
  const p = decoded(around(...written, ...locations));
  const rowOf = new Map([...others, 1, 2].map((id, row) => [id, row]));
  written.forEach((_, i) => {
    const stack = stacks[i % stacks.length];
    expect(locationsOf(p, i)).toEqual(stack.map((id) => rowOf.get(id)));
    expect(p.samples.stack[i]).toBe(p.samples.stack[i % stacks.length]);
  });
  const paths = new Set(
    stacks.flatMap((stack) => stack.map((_, i) => stack.slice(i).join())),
  );
  expect(p.stacks.length).toBe(paths.size);
});

test("W7: of several unknown locations the first in the file is named", () => {
  const unknown = (id: number, padding = 0) =>
    sample(bytes(1, varint(id, padding)), int(2, 1));
  const known = sample(int(1, 1), int(2, 1));
  for (const first of [unknown(9), unknown(0), unknown(9, 4), unknown(0, 3)]) {
    const input = around(known, first, unknown(3), unknown(0), unknown(8));
    expect(reasonOf(input)).toEqual([
      "unknown-location",
      PARTS_AT + known.length + 2,
    ]);
  }
});

test("W9: values are exact int64, in doubles only while every sum is exact", () => {
  const column = (...values: bigint[]) =>
    decoded(around(...values.map((value) => sample(int(2, value))))).samples
      .values[0];
  expect(column(2n ** 53n - 2n, -1n)).toEqual(Float64Array.of(2 ** 53 - 2, -1));
  expect(column(2n ** 53n - 1n, -1n)).toEqual(
    BigInt64Array.of(2n ** 53n - 1n, -1n),
  );
  expect(column(-(2n ** 63n), 2n ** 63n - 1n)).toEqual(
    BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n),
  );
});

test("W9: time is exact beyond 2^53; line and column are rounded there", () => {
  const time = 1666107597086748038n;
  const location = bytes(4, [
    ...int(1, 9),
    ...bytes(4, [...int(1, 1), ...int(2, 2n ** 53n + 1n), ...int(3, -1)]),
  ]);
  const p = decoded(around(int(9, time), int(10, -1), location));
  expect(p.timeNanos).toBe(time);
  expect(p.durationNanos).toBe(-1n);
  expect(p.lines.line[0]).toBe(2 ** 53);
  expect(p.lines.column[0]).toBe(-1);
});

test("W10: strings that are not UTF-8 decode, with a warning, and keep their bytes", () => {
  const input = message(
    [...around()],
    bytes(6, [0x61, 0xff, 0x62]),
    bytes(6, [0xc3, 0xa9]),
  );
  const result = decodeProfile(input);
  if (!result.ok) throw new Error(result.error.code);
  const { profile, warnings } = result.value;
  expect(warnings).toEqual([{ code: "invalid-utf8", count: 1 }]);
  expect(stringAt(profile, 6)).toBe("a\udcffb");
  expect(stringAt(profile, 7)).toBe("é");
  const again = encodeProfile(profile);
  expect(Buffer.from(again).includes(Buffer.from([0x61, 0xff, 0x62]))).toBe(
    true,
  );
});

test("W11: no period_type is an empty one; of two the last counts", () => {
  expect(decoded(around()).periodType).toEqual({ type: "", unit: "" });
  const twice = around(
    bytes(11, [...int(1, 3), ...int(2, 4)]),
    bytes(11, int(2, 5)),
  );
  expect(decoded(twice).periodType).toEqual({ type: "", unit: "f.go" });
});

test("of a field given twice the last counts", () => {
  const p = decoded(
    around(
      int(12, 4),
      int(12, 5),
      bytes(3, [
        ...int(1, 9),
        ...int(1, 1),
        ...int(7, 1),
        ...int(7, 0),
        ...int(9, 2),
      ]),
      bytes(4, [...int(1, 8), ...int(1, 3), ...int(5, 1)]),
    ),
  );
  expect(p.period).toBe(5n);
  expect([...p.mappings.flags]).toEqual([4]);
  expect(p.locations.isFolded[0]).toBe(1);
});

test("cancelled, and over budget: an error, and nothing stays booked", () => {
  const input = encodeProfile(
    profileFromText(
      Array.from({ length: 5000 }, (_, i) => `f${i};g${i % 77} ${i}`).join(
        "\n",
      ),
    ),
  );
  expect(decodeProfile(input, { isCancelled: () => true })).toEqual({
    ok: false,
    error: { code: "cancelled" },
  });
  const budget = new ByteBudget(100_000);
  const result = decodeProfile(input, { budget });
  expect(result).toMatchObject({
    error: { code: "over-budget", limitBytes: 100_000 },
  });
  expect(budget.usedBytes).toBe(0);
  const enough = new ByteBudget(2 ** 30);
  expect(decodeProfile(input, { budget: enough }).ok).toBe(true);
  expect(enough.usedBytes).toBeGreaterThan(0);
});

test("cancelling is seen at the end, too", () => {
  const input = around(sample(int(1, 1), int(2, 1)));
  let polls = 0;
  const decoder = new ProfileDecoder({ isCancelled: () => (polls += 1) > 1 });
  expect(decoder.push(input).ok).toBe(true);
  expect(decoder.finish()).toEqual({ ok: false, error: { code: "cancelled" } });
});
