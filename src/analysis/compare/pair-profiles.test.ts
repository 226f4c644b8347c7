import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { bigintAt } from "#profile/value-column.ts";
import { arbitraryProfileText } from "../../../tests/fixtures/arbitrary-profile-text.ts";
import { buildCallTree, type CallTree } from "../call-tree.ts";
import { CHANGE_CLASSES, changeClasses, deltaColumn } from "./change-class.ts";
import { pairProfiles } from "./pair-profiles.ts";

function pairOf(base: string, current: string) {
  const pair = pairProfiles(profileFromText(base), profileFromText(current));
  if (!pair.ok) throw new Error(pair.error.code);
  return pair.value;
}

/** `path base current class`, by cum, in tree order. */
function rows(tree: CallTree): string[] {
  const [base, current] = tree.cum;
  const classes = changeClasses(base, current);
  const path = (node: number): string => {
    if (tree.parent[node] < 0) return "";
    const name = tree.frames.strings.get(tree.frames.name[tree.frame[node]]);
    return `${path(tree.parent[node])}/${name}`;
  };
  return Array.from(
    { length: tree.length },
    (_, node) =>
      `${path(node) || "all"} ${base[node]} ${current[node]} ${CHANGE_CLASSES[classes[node]]}`,
  );
}

describe("pairProfiles", () => {
  it("keeps both sides on one tree, as drawn in the file header", () => {
    const pair = pairOf("a;b 5", "a;b 7\na;c 1");
    expect(pair.profile.sampleTypes.length).toBe(2);
    expect(rows(buildCallTree(pair.profile))).toEqual([
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
    expect(rows(buildCallTree(pair.profile))).toEqual([
      "all 4 6 grown",
      "/main 4 6 grown",
      "/main/work 4 4 same",
      "/main/work 0 2 new",
    ]);
  });

  it("keeps removed and shrunk apart, labels and stackless samples too", () => {
    const pair = pairOf("a;b 5 {k=v}\na;c 9\n() 2", "a;c 4 {k=w}\n() 3");
    expect(rows(buildCallTree(pair.profile))).toEqual([
      "all 16 7 shrunk",
      "/a 14 4 shrunk",
      "/a/b 5 0 removed",
      "/a/c 9 4 shrunk",
    ]);
    const { labelSets, labels, strings, samples } = pair.profile;
    const labelOf = (sample: number): string => {
      const set = samples.labelSet[sample];
      const start = labelSets.labelStart[set];
      return start === labelSets.labelStart[set + 1]
        ? ""
        : `${strings.get(labels.key[labelSets.label[start]])}=${strings.get(labels.str[labelSets.label[start]])}`;
    };
    expect(Array.from({ length: samples.count }, (_, i) => labelOf(i))).toEqual(
      ["k=v", "", "", "k=w", ""],
    );
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
    expect(
      pair.ok && buildCallTree(pair.value.profile).cum.map((cum) => cum[0]),
    ).toEqual([2, 1, 10, 20]);
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
        const tree = buildCallTree(pairOf(text, text).profile);
        const types = tree.cum.length / 2;
        for (let type = 0; type < types; type += 1) {
          const delta = deltaColumn(tree.cum[type], tree.cum[types + type]);
          expect(delta.every((value) => BigInt(value) === 0n)).toBe(true);
          const classes = changeClasses(tree.cum[type], tree.cum[types + type]);
          expect(new Set(classes)).toEqual(
            new Set([CHANGE_CLASSES.indexOf("same")]),
          );
        }
      }),
    );
  });

  it("swapping sides negates every delta", () => {
    fc.assert(
      fc.property(arbitraryProfileText(), arbitraryProfileText(), (a, b) => {
        const totals = (x: string, y: string): bigint[] => {
          const first = profileFromText(x);
          const second = profileFromText(y);
          if (first.sampleTypes.length !== second.sampleTypes.length) return [];
          const pair = pairProfiles(first, second);
          if (!pair.ok) return [];
          const tree = buildCallTree(pair.value.profile);
          const types = tree.flat.length / 2;
          const byPath = new Map<string, bigint>();
          const path: string[] = [""];
          const delta = deltaColumn(tree.flat[0], tree.flat[types]);
          for (let node = 0; node < tree.length; node += 1) {
            if (node > 0) {
              const { frames } = tree;
              const frame = tree.frame[node];
              path[node] =
                `${path[tree.parent[node]]}/${frames.strings.get(frames.name[frame])}@${frames.strings.get(frames.file[frame])}`;
            }
            byPath.set(path[node], bigintAt(delta, node));
          }
          return [...byPath.keys()].sort().map((key) => byPath.get(key) ?? 0n);
        };
        expect(totals(b, a)).toEqual(
          totals(a, b).map((value) => BigInt.asIntN(64, -value)),
        );
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
