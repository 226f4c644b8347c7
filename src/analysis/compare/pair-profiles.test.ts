import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import type { Profile } from "#profile/profile.ts";
import { bigintAt } from "#profile/value-column.ts";
import { arbitraryProfileText } from "../../../tests/fixtures/arbitrary-profile-text.ts";
import { buildCallTree, type CallTree } from "../call-tree.ts";
import {
  CHANGE_CLASSES,
  changeClasses,
  deltaColumn,
  type ChangeClass,
} from "./change-class.ts";
import {
  compareProfiles,
  computeSides,
  type Comparison,
} from "./comparison.ts";
import { pairProfiles, type ProfilePair } from "./pair-profiles.ts";
import { cumByNode } from "./tree-sums.fixture.ts";

/** Two profiles with the same number of values per sample. */
const pairsOfProfiles = fc
  .tuple(arbitraryProfileText(), arbitraryProfileText())
  .map(([a, b]) => [profileFromText(a), profileFromText(b)] as const)
  .filter(([a, b]) => a.sampleTypes.length === b.sampleTypes.length);

function pairOf(base: string, current: string) {
  const pair = pairProfiles(profileFromText(base), profileFromText(current));
  if (!pair.ok) throw new Error(pair.error.code);
  return pair.value;
}

/** Paths of all nodes, `/main/work`; "" for the root. */
function pathsOf(tree: PathTree, withFiles = false): string[] {
  const { frames, parent, frame } = tree;
  const paths = [""];
  for (let node = 1; node < parent.length; node += 1) {
    const name = frames.strings.get(frames.name[frame[node]]);
    const file = frames.strings.get(frames.file[frame[node]]);
    paths[node] =
      `${paths[parent[node]]}/${name}${withFiles ? `@${file}` : ""}`;
  }
  return paths;
}

/** Cum of both sides at every node. */
function cums(comparison: Comparison, type: number) {
  const { base, current } = computeSides(comparison, type);
  return {
    base: cumByNode(comparison, base.sums),
    current: cumByNode(comparison, current.sums),
  };
}

type PathTree = Pick<CallTree, "frames" | "parent" | "frame">;

/** `path base current class`, by cum, level by level. */
function rows(pair: ProfilePair, sampleTypeIndex = 0): string[] {
  const comparison = compareProfiles(pair);
  const { base, current } = cums(comparison, sampleTypeIndex);
  const classes = changeClasses(base, current);
  return pathsOf(comparison.shape).map(
    (path, node) =>
      `${path || "all"} ${base[node]} ${current[node]} ${CHANGE_CLASSES[classes[node]]}`,
  );
}

describe("pairProfiles", () => {
  it("keeps both sides on one tree, as drawn in the file header", () => {
    const pair = pairOf("a;b 5", "a;b 7\na;c 1");
    expect(rows(pair)).toEqual([
      "all 5 8 grown",
      "/a 5 8 grown",
      "/a/b 5 7 grown",
      "/a/c 0 1 new",
    ]);
  });

  it("aligns frames whose lines moved, by name and file", () => {
    const pair = pairOf(
      "main@m.go:10;work@w.go:20 4",
      "main@m.go:11;work@w.go:99 4\nmain@m.go:11;work@other.go:1 2",
    );
    expect(rows(pair)).toEqual([
      "all 4 6 grown",
      "/main 4 6 grown",
      "/main/work 4 4 same",
      "/main/work 0 2 new",
    ]);
  });

  it("keeps removed and shrunk apart, stackless samples too", () => {
    const pair = pairOf("a;b 5 {k=v}\na;c 9\n() 2", "a;c 4 {k=w}\n() 3");
    expect(rows(pair)).toEqual([
      "all 16 7 shrunk",
      "/a 14 4 shrunk",
      "/a/b 5 0 removed",
      "/a/c 9 4 shrunk",
    ]);
  });

  it("pairs sample types by name and unit, in the order of the current profile", () => {
    const base = profileFromText("a 1 2", {
      sampleTypes: ["x/count", "y/bytes"],
    });
    const current = profileFromText("a 10 30 20", {
      sampleTypes: ["y/bytes", "z/count", "x/count"],
    });
    const pair = pairProfiles(base, current);
    expect(pair.ok && pair.value.sampleTypes.map(({ type }) => type)).toEqual([
      "y",
      "x",
    ]);
    expect(pair.ok && [rows(pair.value, 0)[0], rows(pair.value, 1)[0]]).toEqual(
      ["all 2 10 grown", "all 1 20 grown"],
    );
  });

  it("says what both hold when nothing is common", () => {
    expect(
      pairProfiles(
        profileFromText("a 1", { sampleTypes: ["goroutine/count"] }),
        profileFromText("a 1", { sampleTypes: ["cpu/nanoseconds"] }),
      ),
    ).toEqual({
      ok: false,
      error: {
        code: "no-common-sample-type",
        base: ["goroutine/count"],
        current: ["cpu/nanoseconds"],
      },
    });
  });

  it("a profile against itself: every delta 0, every class same", () => {
    fc.assert(
      fc.property(arbitraryProfileText(), (text) => {
        const comparison = compareProfiles(pairOf(text, text));
        const types = comparison.pair.sampleTypes.length;
        for (let type = 0; type < types; type += 1) {
          const { base, current } = cums(comparison, type);
          const delta = deltaColumn(base, current);
          expect(delta.every((value) => BigInt(value) === 0n)).toBe(true);
          expect(new Set(changeClasses(base, current))).toEqual(
            new Set([CHANGE_CLASSES.indexOf("same")]),
          );
        }
      }),
    );
  });

  /** Cum by path of one profile alone. */
  function cumByPath(profile: Profile, type: number): Map<string, bigint> {
    const tree = buildCallTree(profile);
    return new Map(
      pathsOf(tree, true).map((path, node) => [
        path,
        bigintAt(tree.cum[type], node),
      ]),
    );
  }

  it("at every node: both sides are those of the profiles alone, delta is current - base", () => {
    fc.assert(
      fc.property(pairsOfProfiles, ([base, current]) => {
        const pair = pairProfiles(base, current);
        if (!pair.ok) return;
        const comparison = compareProfiles(pair.value);
        pair.value.sampleTypes.forEach((_, type) => {
          const sides = cums(comparison, type);
          const before = cumByPath(base, type);
          const after = cumByPath(current, type);
          const delta = deltaColumn(sides.base, sides.current);
          const paths = pathsOf(comparison.shape, true);
          expect(new Set(paths)).toEqual(
            new Set([...before.keys(), ...after.keys()]),
          );
          paths.forEach((path, node) => {
            const expected = (after.get(path) ?? 0n) - (before.get(path) ?? 0n);
            expect(bigintAt(sides.base, node)).toBe(before.get(path) ?? 0n);
            expect(bigintAt(sides.current, node)).toBe(after.get(path) ?? 0n);
            expect(bigintAt(delta, node)).toBe(BigInt.asIntN(64, expected));
          });
        });
      }),
    );
  });

  it("swapping sides negates every delta and turns every class round", () => {
    const opposite: Record<ChangeClass, ChangeClass> = {
      new: "removed",
      removed: "new",
      grown: "shrunk",
      shrunk: "grown",
      same: "same",
    };
    fc.assert(
      fc.property(pairsOfProfiles, ([a, b]) => {
        const byPath = (x: Profile, y: Profile) => {
          const pair = pairProfiles(x, y);
          if (!pair.ok) throw new Error(pair.error.code);
          const comparison = compareProfiles(pair.value);
          const { base, current } = cums(comparison, 0);
          const delta = deltaColumn(base, current);
          const classes = changeClasses(base, current);
          return new Map(
            pathsOf(comparison.shape, true).map((path, node) => [
              path,
              {
                delta: bigintAt(delta, node),
                change: CHANGE_CLASSES[classes[node]],
              },
            ]),
          );
        };
        const forth = byPath(a, b);
        const back = byPath(b, a);
        expect(back.size).toBe(forth.size);
        for (const [path, { delta, change }] of forth) {
          expect(back.get(path)).toEqual({
            delta: BigInt.asIntN(64, -delta),
            change: opposite[change],
          });
        }
      }),
    );
  });
});

describe("deltaColumn", () => {
  it("is exact where doubles would not be", () => {
    const base = Float64Array.of(-(2 ** 53 - 1));
    const current = Float64Array.of(2 ** 53 - 1);
    expect(deltaColumn(base, current)).toEqual(
      BigInt64Array.of(18014398509481982n),
    );
  });

  it("wraps as Go's int64", () => {
    const base = BigInt64Array.of(-1n);
    const current = BigInt64Array.of(2n ** 63n - 1n);
    expect(deltaColumn(base, current)).toEqual(BigInt64Array.of(-(2n ** 63n)));
  });
});
