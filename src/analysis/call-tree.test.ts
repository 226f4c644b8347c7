import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import type { ValueColumn } from "#profile/profile.ts";
import { bigintAt } from "#profile/value-column.ts";
import { buildCallTree, type CallTree } from "./call-tree.ts";
import { arbitraryProfileText } from "../../tests/fixtures/arbitrary-profile-text.ts";

/** One line a node, children under their caller: `name flat cum`, `~` where inlined. */
function treeText(tree: CallTree, sampleTypeIndex = 0): string {
  const depth = new Int32Array(tree.length);
  const children = new Map<number, number[]>();
  for (let node = 1; node < tree.length; node += 1) {
    depth[node] = depth[tree.parent[node]] + 1;
    const siblings = children.get(tree.parent[node]) ?? [];
    children.set(tree.parent[node], [...siblings, node]);
  }
  const render = (node: number): string[] => {
    const frame = tree.frame[node];
    const name =
      frame < 0 ? "all" : tree.frames.strings.get(tree.frames.name[frame]);
    const flat = tree.flat[sampleTypeIndex][node];
    const cum = tree.cum[sampleTypeIndex][node];
    const inlined = tree.isInlined[node] === 1 ? "~" : "";
    return [
      `${" ".repeat(depth[node] * 2)}${inlined}${name} ${flat} ${cum}`,
      ...(children.get(node) ?? []).flatMap(render),
    ];
  };
  return render(0).join("\n");
}

function int64s(column: ValueColumn): bigint[] {
  return Array.from({ length: column.length }, (_, i) => bigintAt(column, i));
}

function lines(text: string): string {
  return text
    .split("\n")
    .slice(1, -1)
    .map((line) => line.slice(6))
    .join("\n");
}

describe("buildCallTree", () => {
  it("merges stacks by path, as drawn in CallTree", () => {
    const tree = buildCallTree(
      profileFromText(`
        a;b;c 3
        a;b;d 1
        a;b 2
      `),
    );
    expect([...tree.parent]).toEqual([-1, 0, 1, 2, 2]);
    expect(treeText(tree)).toBe(
      lines(`
      all 0 6
        a 0 6
          b 2 6
            c 3 3
            d 1 1
      `),
    );
  });

  it("keeps every inlined frame and says which are inlined everywhere", () => {
    const tree = buildCallTree(
      profileFromText(`
        main;outer|inlined|innermost 3
        main;outer;innermost 1
        main;outer|inlined;leaf 1
        main;outer;inlined 5
      `),
    );
    expect(treeText(tree)).toBe(
      lines(`
      all 0 10
        main 0 10
          outer 0 10
            inlined 5 9
              ~innermost 3 3
              leaf 1 1
            innermost 1 1
      `),
    );
  });

  it("tells functions of one name apart by file, and lines of one function not", () => {
    const tree = buildCallTree(
      profileFromText(`
        main;init@a.go:1 1
        main;init@b.go:1 2
        main;init@a.go:9 4
      `),
    );
    expect(treeText(tree)).toBe(
      lines(`
      all 0 7
        main 0 7
          init 5 5
          init 2 2
      `),
    );
  });

  it("names frames without a function by their address", () => {
    const tree = buildCallTree(profileFromText("main;0x4a10;0x4a20 1"));
    expect(treeText(tree)).toBe(
      lines(`
      all 0 1
        main 0 1
          0x4a10 0 1
            0x4a20 1 1
      `),
    );
  });

  it("keeps recursion as depth", () => {
    const tree = buildCallTree(profileFromText("a;b;a;b;a 2\na;b 1"));
    expect(treeText(tree)).toBe(
      lines(`
      all 0 3
        a 0 3
          b 1 3
            a 0 2
              b 0 2
                a 2 2
      `),
    );
  });

  it("puts samples without locations on the root", () => {
    const tree = buildCallTree(profileFromText("() 7\na 1"));
    expect(treeText(tree)).toBe(
      lines(`
      all 7 8
        a 1 1
      `),
    );
  });

  it("wraps sums of int64 as Go does", () => {
    const max = 2n ** 63n - 1n;
    const tree = buildCallTree(profileFromText(`a;b ${max}\na;c 1\na;b -5`));
    expect(treeText(tree)).toBe(
      lines(`
      all 0 9223372036854775803
        a 0 9223372036854775803
          b 9223372036854775802 9223372036854775802
          c 1 1
      `),
    );
    const wrapped = buildCallTree(profileFromText(`a;b ${max}\na;c 1`));
    expect(wrapped.cum[0][0]).toBe(-(2n ** 63n));
  });

  it("counts |value| for widths", () => {
    const tree = buildCallTree(profileFromText("a;b 5\na;b -5\na;c -2"));
    expect([...tree.flat[0]]).toEqual([0, 0, 0, -2]);
    expect([...tree.flatMagnitude[0]]).toEqual([0, 0, 10, 2]);
  });

  it("is empty but for the root where there are no samples", () => {
    const tree = buildCallTree(
      profileFromText("", { sampleTypes: ["cpu/nanoseconds"] }),
    );
    expect(treeText(tree)).toBe("all 0 0");
  });

  it("holds its invariants for any profile", () => {
    fc.assert(
      fc.property(arbitraryProfileText(), (text) => {
        const profile = profileFromText(text);
        const tree = buildCallTree(profile);
        tree.flat.forEach((flat, type) => {
          const cum = tree.cum[type];
          const sums = int64s(flat);
          const seen = new Set<string>();
          for (let node = tree.length - 1; node > 0; node -= 1) {
            const parent = tree.parent[node];
            expect(parent).toBeLessThan(node);
            seen.add(`${parent},${tree.frame[node]}`);
            sums[parent] += sums[node];
          }
          expect(seen.size).toBe(tree.length - 1);
          expect(sums).toEqual(int64s(cum));
          let total = 0n;
          for (let i = 0; i < profile.samples.count; i += 1) {
            total += bigintAt(profile.samples.values[type], i);
          }
          expect(bigintAt(cum, 0)).toBe(total);
        });
      }),
    );
  });
});
