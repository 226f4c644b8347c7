import { expect, test } from "vitest";
import { profileFromText } from "./profile-from-text.ts";
import { profileWarnings } from "./profile-warnings.ts";

test("an ordinary profile has none, and an empty one neither", () => {
  expect(profileWarnings(profileFromText("a;b 1\n0x10;a 2\n() 3"))).toEqual([]);
  expect(profileWarnings(profileFromText(""))).toEqual([]);
});

test("L3: units of a key beyond its first, each once", () => {
  const p = profileFromText(`
    a 1 {n=1:bytes}
    b 1 {n=2:kilobytes}
    c 1 {n=3:kilobytes, m=4:bytes}
    d 1 {n=5:pages, n=6}
  `);
  expect(profileWarnings(p)).toEqual([
    { code: "label-units-ignored", count: 2 },
  ]);
});

test("no location has a function", () => {
  expect(profileWarnings(profileFromText("0x10;0x20 1\n0x10 2"))).toEqual([
    { code: "no-symbols", count: 2 },
  ]);
});

test("all samples are zero, in every sample type", () => {
  expect(profileWarnings(profileFromText("a 0 0\nb 0 0"))).toEqual([
    { code: "all-samples-zero", count: 2 },
  ]);
  expect(profileWarnings(profileFromText("a 0 0\nb 0 1"))).toEqual([]);
});

test("S6: stacks exactly as deep as the runtime cuts, inlined frames counted", () => {
  const deep = (frames: number) =>
    Array.from({ length: frames - 2 }, (_, i) => `f${i}`).join(";") + ";x|y";
  const two = profileFromText(`${deep(32)} 1\n${deep(32)} 2\nshort 3`);
  expect(profileWarnings(two)).toEqual([
    { code: "stack-depth-limit", count: 2 },
  ]);
  expect(
    profileWarnings(profileFromText(`${deep(33)} 1\n${deep(32)} 1`)),
  ).toEqual([]);
  for (const limit of [64, 128]) {
    expect(profileWarnings(profileFromText(`${deep(limit)} 1`))).toEqual([
      { code: "stack-depth-limit", count: 1 },
    ]);
  }
});
