import { expect, test } from "vitest";
import { profileFromText } from "./profile-from-text.ts";
import { stringAt } from "./profile.ts";

test("stacks become a trie in order of first use, as drawn in profile.ts", () => {
  const p = profileFromText(`
    // root first
    a;b;c 1
    a;b;d 2
    a;b 3
    () 4
  `);
  expect([...p.samples.stack]).toEqual([2, 3, 1, -1]);
  expect([...p.stacks.parent]).toEqual([-1, 0, 1, 1]);
  expect([...p.samples.values[0]]).toEqual([1, 2, 3, 4]);
  expect(p.sampleTypes).toEqual([{ type: "samples", unit: "count" }]);
});

test("files, lines, columns, inlined frames (innermost first) and addresses", () => {
  const p = profileFromText(
    "main@m.go:3;outer@o.go:4:2|inner@i.go:5#0x40;0x50 1 2",
  );
  expect(p.locations.length).toBe(3);
  expect([...p.locations.lineStart]).toEqual([0, 1, 3, 3]);
  expect(p.locations.address[1]).toBe(0x40n);
  expect(p.locations.address[2]).toBe(0x50n);
  const names = [...p.lines.func].map((f) => stringAt(p, p.functions.name[f]));
  expect(names).toEqual(["main", "inner", "outer"]);
  expect([...p.lines.line]).toEqual([3, 5, 4]);
  expect([...p.lines.column]).toEqual([0, 0, 2]);
});

test("labels: text, number, unit, quoted; equal sets are one row", () => {
  const p = profileFromText(`
    a 1 {state=idle, bytes=512:bytes, n=-3}
    b 2 {state="12"}
    c 3 {state=idle, bytes=512:bytes, n=-3}
    d 4
  `);
  expect([...p.samples.labelSet]).toEqual([1, 2, 1, 0]);
  const { labelSets, labels } = p;
  expect([...labelSets.labelStart]).toEqual([0, 0, 3, 4]);
  expect([...labelSets.label]).toEqual([0, 1, 2, 3]);
  expect([...labels.key].map((k) => stringAt(p, k))).toEqual([
    "state",
    "bytes",
    "n",
    "state",
  ]);
  expect([...labels.isNumeric]).toEqual([0, 1, 1, 0]);
  expect([...labels.num]).toEqual([0n, 512n, -3n, 0n]);
  expect([...labels.unit].map((u) => stringAt(p, u))).toEqual([
    "",
    "bytes",
    "",
    "",
  ]);
  expect([...labels.str].map((s) => stringAt(p, s))).toEqual([
    "idle",
    "",
    "",
    "12",
  ]);
});

test("values whose magnitudes sum to 2^53 or more are BigInt columns", () => {
  const small = profileFromText("a 9007199254740990\nb -1");
  expect(small.samples.values[0]).toBeInstanceOf(Float64Array);
  const large = profileFromText("a 9007199254740990\nb -2");
  expect(large.samples.values[0]).toBeInstanceOf(BigInt64Array);
});
