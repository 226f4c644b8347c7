import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { arbitraryProfileText } from "../../tests/fixtures/arbitrary-profile-text.ts";
import { bruteForceGraph } from "../../tests/fixtures/brute-force-graph.ts";
import { computeNeighbours, type NeighbourTable } from "./neighbour-table.ts";

function rows(table: NeighbourTable): string[] {
  return Array.from({ length: table.length }, (_, row) => {
    const mark = table.isInlined[row] === 1 ? "~" : "";
    return `${mark}${table.strings.get(table.name[row])} ${table.value[row]}`;
  });
}

describe("computeNeighbours", () => {
  it("finds callers and callees as drawn in NeighbourTable", () => {
    const profile = profileFromText("a;b;c 3\na;b 2\nd;b;c 1");
    const { callers, callees, flat, cum, total } = computeNeighbours(
      profile,
      "b",
      0,
    );
    expect(rows(callers)).toEqual(["a 5", "d 1"]);
    expect(rows(callees)).toEqual(["c 4"]);
    expect([flat, cum, total]).toEqual([2n, 6n, 6n]);
  });

  it("counts a call once per sample and none to itself", () => {
    const { callers, callees } = computeNeighbours(
      profileFromText("a;a;b;a;b;a 7"),
      "a",
      0,
    );
    expect(rows(callers)).toEqual(["b 7"]);
    expect(rows(callees)).toEqual(["b 7"]);
  });

  it("has nothing to say of a name that is not there", () => {
    const { callers, callees, cum } = computeNeighbours(
      profileFromText("a;b 1"),
      "c",
      0,
    );
    expect([callers.length, callees.length, cum]).toEqual([0, 0, 0n]);
  });

  it("agrees with counting frame by frame", () => {
    fc.assert(
      fc.property(
        arbitraryProfileText(),
        fc.constantFrom("a", "b", "d", "0x10"),
        (text, func) => {
          const profile = profileFromText(text);
          const found = computeNeighbours(profile, func, 1);
          const brute = bruteForceGraph(profile, 1);
          const edges = [...brute.edges].map(([key, edge]) => {
            const [caller, callee] = key.split(">");
            return { caller, callee, ...edge };
          });
          const expected = (
            mine: "caller" | "callee",
            other: "caller" | "callee",
          ): string[] =>
            edges
              .filter((edge) => edge[mine] === func)
              .map((e) => `${e.isInlined ? "~" : ""}${e[other]} ${e.weight}`)
              .sort();
          expect(rows(found.callers).sort()).toEqual(
            expected("callee", "caller"),
          );
          expect(rows(found.callees).sort()).toEqual(
            expected("caller", "callee"),
          );
          expect(found.flat).toBe(brute.flat.get(func) ?? 0n);
          expect(found.cum).toBe(brute.cum.get(func) ?? 0n);
        },
      ),
      { numRuns: 300 },
    );
  });
});
