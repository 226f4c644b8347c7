import { expect, test } from "vitest";
import {
  decoded,
  locationsOf,
  sample,
} from "../../../tests/fixtures/decoded.ts";
import {
  around,
  bytes,
  int,
  message,
  packed,
  text,
} from "../../../tests/fixtures/wire.ts";
import { encodeProfile } from "../encode/encode-profile.ts";
import { profileFromText } from "../profile-from-text.ts";
import { defaultSampleTypeIndex, stringAt } from "../profile.ts";
import { decodeProfile } from "./decode-profile.ts";

test("L1, L2: str wins, then num or unit; nothing is dropped; order and repeats are kept", () => {
  const label = (...fields: number[][]) => bytes(3, fields.flat());
  const p = decoded(
    around(
      sample(
        label(int(1, 3), int(2, 4), int(3, 9), int(4, 5)),
        label(int(1, 3)),
        label(int(1, 3), int(3, -1)),
        label(int(1, 4), int(4, 2)),
        label(int(1, 3), int(2, 4)),
        int(2, 1),
        label(),
      ),
      sample(label(int(1, 3)), int(2, 1)),
    ),
  );
  const { labels, labelSets } = p;
  expect([...p.samples.labelSet]).toEqual([1, 0]);
  expect([...labelSets.label]).toEqual([0, 1, 2, 0]);
  expect([...labels.key].map((k) => stringAt(p, k))).toEqual(["a", "a", "b"]);
  expect([...labels.isNumeric]).toEqual([0, 1, 1]);
  expect([...labels.num]).toEqual([0n, -1n, 0n]);
  expect([...labels.unit].map((u) => stringAt(p, u))).toEqual([
    "",
    "",
    "count",
  ]);
});

test("labels longer than the cache's entries, and many distinct sets", () => {
  const count = 40_000;
  const samples = Array.from({ length: count }, (_, i) =>
    sample(
      int(2, 1),
      bytes(3, [...int(1, 3), ...int(3, i), ...int(4, 5)]),
      bytes(3, [
        ...int(1, 4),
        ...int(3, 2n ** 62n + BigInt(i % 2)),
        ...int(4, 2),
        ...int(99, 2n ** 60n),
      ]),
    ),
  );
  const p = decoded(around(...samples));
  expect(p.labels.length).toBe(count + 2);
  for (const i of [0, 1, count - 1]) {
    const set = p.samples.labelSet[i];
    const [first, second] = p.labelSets.label.subarray(
      p.labelSets.labelStart[set],
      p.labelSets.labelStart[set + 1],
    );
    expect(p.labels.num[first]).toBe(BigInt(i));
    expect(p.labels.num[second]).toBe(2n ** 62n + BigInt(i % 2));
  }
});

test("S1, S2: leaf first in the file, root first in the model; innermost line first", () => {
  const p = decoded(
    encodeProfile(profileFromText("main;outer|inlined;leaf 1\nmain 2")),
  );
  const names = (location: number) =>
    Array.from(
      p.lines.func.subarray(
        p.locations.lineStart[location],
        p.locations.lineStart[location + 1],
      ),
      (func) => stringAt(p, p.functions.name[func]),
    );
  expect(locationsOf(p, 0).map(names)).toEqual([
    ["leaf"],
    ["inlined", "outer"],
    ["main"],
  ]);
  expect(locationsOf(p, 1).map(names)).toEqual([["main"]]);
});

test("T1: default_sample_type by name, else the last", () => {
  const types = bytes(1, int(1, 3));
  expect(defaultSampleTypeIndex(decoded(around(types)))).toBe(1);
  expect(defaultSampleTypeIndex(decoded(around(types, int(14, 1))))).toBe(0);
  expect(defaultSampleTypeIndex(decoded(around(types, int(14, 5))))).toBe(1);
});

test("equal and shared stacks become one trie, parents first", () => {
  const p = decoded(
    encodeProfile(
      profileFromText(
        "a;b;c 1\na;b;d 2\na;b 3\na;b;c 4\nx 5\n() 6\na;b;c;c;c 7",
      ),
    ),
  );
  expect(p.stacks.length).toBe(7);
  p.stacks.parent.forEach((parent, i) => expect(parent).toBeLessThan(i));
  expect(locationsOf(p, 3)).toEqual(locationsOf(p, 0));
  expect(p.samples.stack[3]).toBe(p.samples.stack[0]);
  expect(p.samples.stack[5]).toBe(-1);
  expect(locationsOf(p, 6)).toHaveLength(5);
});

test("a very deep stack", () => {
  const depth = 100_000;
  const ids = Array.from({ length: depth }, (_, i) => 1 + (i % 2));
  const p = decoded(around(sample(packed(1, ids), int(2, 1))));
  expect(p.stacks.length).toBe(depth);
  expect(locationsOf(p, 0)).toHaveLength(depth);
});

test("sample types beyond what Go makes", () => {
  const types = Array.from({ length: 60 }, () => bytes(1, []));
  const values = Array.from({ length: 60 }, (_, i) => i);
  const input = message(...types, text(6, ""), sample(packed(2, values)));
  const { samples } = decoded(input);
  expect(samples.values.map((column) => column[0])).toEqual(values);
});

test("no bytes at all is no data; an empty profile is one", () => {
  expect(decodeProfile(new Uint8Array(0))).toEqual({
    ok: false,
    error: { code: "no-data" },
  });
  expect(decoded(around()).samples.count).toBe(0);
});
