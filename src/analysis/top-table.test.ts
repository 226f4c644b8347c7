import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { arbitraryProfileText } from "../../tests/fixtures/arbitrary-profile-text.ts";
import { bruteForceGraph } from "../../tests/fixtures/brute-force-graph.ts";
import { computeTopTable, type TopTable } from "./top-table.ts";

/** `name flat cum`, `~` where inlined everywhere, `≈` where somewhere. */
function rows(table: TopTable): string[] {
  return Array.from({ length: table.length }, (_, row) => {
    const mark = ["", "≈", "~"][table.inlined[row]];
    const name = table.strings.get(table.name[row]);
    return `${mark}${name} ${table.flat[row]} ${table.cum[row]}`;
  });
}

function topOf(text: string): TopTable {
  return computeTopTable(profileFromText(text), 0);
}

describe("computeTopTable", () => {
  it("counts a recursive function once per sample", () => {
    expect(rows(topOf("a;b;a;b;c 3\na;b 2"))).toEqual([
      "c 3 3",
      "b 2 5",
      "a 0 5",
    ]);
  });

  it("merges the files of one name and lists them", () => {
    const table = topOf("main;init@a.go:1 1\nmain;init@b.go:1;f 2");
    expect(rows(table)).toEqual(["f 2 2", "init 1 3", "main 0 3"]);
    expect(table.files[1].map((file) => table.strings.get(file))).toEqual([
      "a.go",
      "b.go",
    ]);
  });

  it("says where all or some calls are inlined", () => {
    expect(rows(topOf("m;a|b|c 4\nm;b 1\nm;b|c;m 9"))).toEqual([
      "m 9 14",
      "~c 4 13",
      "≈b 1 14",
      "a 0 4",
    ]);
  });

  it("keeps frames without a function apart", () => {
    expect(rows(topOf("m;0x10 1\nm;0x20 2"))).toEqual([
      "0x20 2 2",
      "0x10 1 1",
      "m 0 3",
    ]);
  });

  it("sorts by |flat|, then name bytes, and drops what is all zero", () => {
    expect(rows(topOf("b 2\na 2\nB -2\nz -3\nq 0\nn;o 1\nn;o -1"))).toEqual([
      "z -3 -3",
      "B -2 -2",
      "a 2 2",
      "b 2 2",
    ]);
  });

  it("counts samples without a stack in the total alone", () => {
    const table = topOf("() 5\na -2");
    expect(table.total).toBe(7n);
    expect(rows(table)).toEqual(["a -2 -2"]);
  });

  it("wraps int64 sums", () => {
    const max = 2n ** 63n - 1n;
    // |MinInt64| is MinInt64 in Go, and so sorts below 0.
    expect(rows(topOf(`a;b ${max}\na;b 1`))).toEqual([
      `a 0 ${-(2n ** 63n)}`,
      `b ${-(2n ** 63n)} ${-(2n ** 63n)}`,
    ]);
  });

  it("agrees with counting frame by frame", () => {
    fc.assert(
      fc.property(
        arbitraryProfileText(),
        fc.constantFrom(0, 1),
        (text, sampleTypeIndex) => {
          const profile = profileFromText(text);
          const table = computeTopTable(profile, sampleTypeIndex);
          const brute = bruteForceGraph(profile, sampleTypeIndex);
          const expected = [...brute.cum.keys()]
            .map((name) => {
              const flat = brute.flat.get(name) ?? 0n;
              const cum = brute.cum.get(name) ?? 0n;
              const incoming = [...brute.edges].filter(([key]) =>
                key.endsWith(`>${name}`),
              );
              const inlined = incoming.filter(([, e]) => e.isInlined).length;
              const mark =
                inlined === 0 ? "" : inlined === incoming.length ? "~" : "≈";
              return { text: `${mark}${name} ${flat} ${cum}`, flat, cum };
            })
            .filter(({ flat, cum }) => flat !== 0n || cum !== 0n)
            .map((row) => row.text);
          expect(rows(table).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 300 },
    );
  });
});
