import fc from "fast-check";
import type { FlameBoxes } from "./flame-boxes.ts";

/** A tree for tests: name, cum value, callees. */
export type TestTree = readonly [
  name: string,
  value: number,
  children?: readonly TestTree[],
];

interface Placed {
  readonly tree: TestTree;
  readonly start: number;
  readonly parent: number;
}

/** Lays a tree out as the analysis does: level by level, children largest first. */
export function boxesFromTree(
  root: TestTree,
): FlameBoxes & { readonly names: readonly string[] } {
  const names: string[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const parent: number[] = [];
  const frame: number[] = [];
  const levelStart = [0];
  let level: Placed[] = [{ tree: root, start: 0, parent: -1 }];
  while (level.length > 0) {
    const next: Placed[] = [];
    for (const placed of level) {
      const [name, value, children = []] = placed.tree;
      const box = start.length;
      start.push(placed.start);
      end.push(placed.start + value);
      parent.push(placed.parent);
      frame.push(placed.parent < 0 ? -1 : frameOf(names, name));
      let at = placed.start;
      for (const child of [...children].sort((a, b) => b[1] - a[1])) {
        next.push({ tree: child, start: at, parent: box });
        at += child[1];
      }
    }
    levelStart.push(start.length);
    level = next;
  }
  return {
    length: start.length,
    levelStart: Uint32Array.from(levelStart),
    start: Float64Array.from(start),
    end: Float64Array.from(end),
    parent: Int32Array.from(parent),
    frame: Int32Array.from(frame),
    isInlined: new Uint8Array(start.length),
    names,
  };
}

function frameOf(names: string[], name: string): number {
  const known = names.indexOf(name);
  if (known >= 0) return known;
  names.push(name);
  return names.length - 1;
}

/** Trees whose boxes are at least as wide as their children together. */
export function randomTree(): fc.Arbitrary<TestTree> {
  const node = fc.record({
    name: fc.constantFrom("a", "b", "c", "d", "e"),
    own: fc.integer({ min: 1, max: 40 }),
    parent: fc.nat(),
  });
  return fc.array(node, { minLength: 1, maxLength: 60 }).map((nodes) => {
    const children = nodes.map((): number[] => []);
    nodes.forEach(({ parent }, i) => {
      if (i > 0) children[parent % i].push(i);
    });
    const grow = (i: number): TestTree => {
      const grown = children[i].map(grow);
      const sum = grown.reduce((total, child) => total + child[1], 0);
      return [nodes[i].name, nodes[i].own + sum, grown];
    };
    return grow(0);
  });
}
