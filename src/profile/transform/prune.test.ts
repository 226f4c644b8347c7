import { expect, test } from "vitest";
import { profileFromText } from "../profile-from-text.ts";
import type { Profile } from "../profile.ts";
import {
  pruneProfile,
  pruneProfileFrom,
  removeUninteresting,
  simplifyFunctionName,
} from "./prune.ts";

/** Stacks as drawn in the DSL: root first, inlined frames behind a bar. */
function stacks(p: Profile): string[] {
  return Array.from(p.samples.stack, (leaf) => {
    const frames: string[] = [];
    for (let s = leaf; s >= 0; s = p.stacks.parent[s]) {
      const location = p.stacks.location[s];
      const names = Array.from(
        p.lines.func.subarray(
          p.locations.lineStart[location],
          p.locations.lineStart[location + 1],
        ),
        (func) => p.strings.get(p.functions.name[func]),
      );
      frames.unshift(names.reverse().join("|"));
    }
    return frames.join(";");
  });
}

function pruned(text: string, dropFrames: string, keepFrames = ""): string[] {
  return stacks(
    removeUninteresting(profileFromText(text, { dropFrames, keepFrames })),
  );
}

test("D1: names are simplified: no leading dot, no argument list", () => {
  expect(simplifyFunctionName(".foo")).toBe("foo");
  expect(simplifyFunctionName("foo(int, (x))")).toBe("foo");
  expect(simplifyFunctionName("(anonymous namespace)::f(int)")).toBe(
    "(anonymous namespace)::f",
  );
  expect(simplifyFunctionName("A::operator()(int)")).toBe("A::operator()");
  expect(simplifyFunctionName("main.(*T).M")).toBe("main.");
});

test("D1: the pattern must match the whole name", () => {
  expect(pruned("main;malloc 1\nmain;mallocs 1", "malloc")).toEqual([
    "main",
    "main;mallocs",
  ]);
});

test("D2: cut at the first match below user code, not before", () => {
  expect(
    pruned(
      "main;work;malloc;sys 1\nruntime.main;main;work 1\nmalloc;malloc 1\nmain;malloc;user;malloc 1",
      "malloc|runtime\\..*",
    ),
  ).toEqual(["main;work", "runtime.main;main;work", "malloc;malloc", "main"]);
});

test("D2: keep overrides drop", () => {
  expect(pruned("main;malloc;x 1", "m.*", "main|malloc")).toEqual([
    "main;malloc;x",
  ]);
});

test("D2: of an inlined location what the match was inlined into stays, wherever it occurs", () => {
  expect(
    pruned("main;outer|malloc|inner;leaf 1\nouter|malloc|inner 1", "malloc"),
  ).toEqual(["main;outer", "outer"]);
  // The outermost frame matches: the whole location goes.
  expect(pruned("main;malloc|inner;leaf 1", "malloc")).toEqual(["main"]);
});

test("D1, F7: patterns are Go's: what JavaScript reads otherwise", () => {
  expect(pruned("main;xA 1", "(?i)XA")).toEqual(["main"]);
  expect(pruned("main;été 1", "\\pL+t\\pL")).toEqual(["main"]);
  // Look-ahead does not compile in Go; pprof then drops nothing, without a word.
  expect(pruned("main;malloc 1", "(?=m)malloc")).toEqual(["main;malloc"]);
  expect(pruned("main;malloc 1", "malloc", "(")).toEqual(["main;malloc"]);
});

test("nothing to drop gives the profile itself", () => {
  const p = profileFromText("a;b 1", { dropFrames: "x" });
  expect(removeUninteresting(p)).toBe(p);
  expect(pruneProfile(p, () => false)).toBe(p);
  expect(pruneProfileFrom(p, () => false)).toBe(p);
});

test("samples keep their number and values: equal ones are not merged", () => {
  const p = pruneProfile(
    profileFromText("a;x 1\na;y 2"),
    (name) => name !== "a",
  );
  expect(stacks(p)).toEqual(["a", "a"]);
  expect([...p.samples.values[0]]).toEqual([1, 2]);
});

test("prune_from: the example of pprof's PruneFrom", () => {
  // [A,B,C,B,D] leaf first.
  const p = profileFromText("D;B;C;B;A 1\nx;y 2");
  const from = (name: string) =>
    stacks(pruneProfileFrom(p, (other) => other === name));
  expect(from("A")).toEqual(["D;B;C;B;A", "x;y"]);
  expect(from("B")).toEqual(["D;B;C;B", "x;y"]);
  const inlined = profileFromText("main;o|m|i;leaf 1");
  expect(stacks(pruneProfileFrom(inlined, (name) => name === "m"))).toEqual([
    "main;o|m",
  ]);
});
