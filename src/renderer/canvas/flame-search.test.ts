import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxesFromTree, randomTree } from "./flame-boxes.fixture.ts";
import { pathToBox } from "./flame-boxes.ts";
import {
  compileQuery,
  findMatches,
  maskFrames,
  matchOrdinal,
  nextMatch,
} from "./flame-search.ts";

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function search(
  boxes: ReturnType<typeof boxesFromTree>,
  text: string,
): ReturnType<typeof findMatches> extends Generator<void, infer T> ? T : never {
  const mask = finish(
    maskFrames(
      boxes.names.length,
      (frame) => boxes.names[frame],
      (name) => name === text,
    ),
  );
  return finish(findMatches(boxes, mask));
}

describe("compileQuery", () => {
  const test = (
    text: string,
    changes: { isRegex?: boolean; matchCase?: boolean } = {},
  ): ReturnType<typeof compileQuery> =>
    compileQuery({ text, isRegex: false, matchCase: false, ...changes });

  it("takes text as it is", () => {
    const query = test("(*conn).Serve");
    expect(query?.ok === true && query.matches("http.(*conn).serve")).toBe(
      true,
    );
    const exact = test("(*conn).Serve", { matchCase: true });
    expect(exact?.ok === true && exact.matches("http.(*conn).serve")).toBe(
      false,
    );
  });

  it("says why an expression is none", () => {
    const query = test("a(", { isRegex: true });
    expect(query).toEqual({ ok: false, reason: "Unterminated group" });
  });

  it("is nothing when empty", () => {
    expect(test("")).toBeNull();
  });
});

describe("findMatches", () => {
  it("counts boxes, and width only once below a match", () => {
    const boxes = boxesFromTree([
      "all",
      10,
      [
        ["a", 6, [["b", 5, [["a", 4]]]]],
        ["c", 3, [["a", 1]]],
      ],
    ]);
    const matches = search(boxes, "a");
    expect(matches.boxCount).toBe(3);
    expect(matches.width).toBe(7);
  });

  it("agrees with looking at every box", () => {
    fc.assert(
      fc.property(randomTree(), (tree) => {
        const boxes = boxesFromTree(tree);
        const matches = search(boxes, "a");
        const isMatch = (box: number): boolean =>
          box > 0 && boxes.names[boxes.frame[box]] === "a";
        const all = [...boxes.start.keys()];
        expect(matches.boxCount).toBe(all.filter(isMatch).length);
        const width = all
          .filter(
            (box) =>
              isMatch(box) && !pathToBox(boxes, box).slice(0, -1).some(isMatch),
          )
          .reduce((sum, box) => sum + boxes.end[box] - boxes.start[box], 0);
        expect(matches.width).toBe(width);
      }),
    );
  });

  it("steps through all matches and around", () => {
    fc.assert(
      fc.property(randomTree(), (tree) => {
        const boxes = boxesFromTree(tree);
        const matches = search(boxes, "a");
        const seen: number[] = [];
        let box = -1;
        for (let i = 0; i < matches.boxCount; i += 1) {
          box = nextMatch(matches, box, 1);
          seen.push(box);
          expect(matchOrdinal(matches, box)).toBe(i + 1);
        }
        expect(new Set(seen).size).toBe(matches.boxCount);
        if (matches.boxCount > 0) {
          expect(nextMatch(matches, box, 1)).toBe(seen[0]);
          expect(nextMatch(matches, seen[0], -1)).toBe(box);
        } else {
          expect(nextMatch(matches, 0, 1)).toBe(-1);
        }
      }),
    );
  });
});
