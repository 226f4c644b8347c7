import type { CreatorsView } from "#contract/goroutines.ts";

/** The tree by children; heaviest first. */
export interface CreatorChildren {
  readonly roots: readonly number[];
  readonly below: readonly (readonly number[])[];
  /** 0 for roots. */
  readonly level: Uint32Array;
}

export function childrenOf(
  tree: Pick<CreatorsView, "length" | "parent" | "total">,
): CreatorChildren {
  const below: number[][] = Array.from({ length: tree.length }, () => []);
  const roots: number[] = [];
  const level = new Uint32Array(tree.length);
  for (let node = 0; node < tree.length; node += 1) {
    const parent = tree.parent[node];
    if (parent < 0) roots.push(node);
    else {
      below[parent].push(node);
      level[node] = level[parent] + 1;
    }
  }
  const heaviest = (a: number, b: number): number =>
    tree.total[b] - tree.total[a] || a - b;
  roots.sort(heaviest);
  for (const list of below) list.sort(heaviest);
  return { roots, below, level };
}

/** The nodes and all above them. */
export function withPathTo(
  { parent }: Pick<CreatorsView, "parent">,
  nodes: ReadonlySet<number>,
): ReadonlySet<number> {
  const path = new Set<number>();
  for (const node of nodes) {
    for (let at = node; at >= 0 && !path.has(at); at = parent[at]) path.add(at);
  }
  return path;
}

/**
 * Nodes in view from top to bottom: roots, and children of what is open. With `matches` only what
 * leads to a match is shown; `open` is then `withPathTo` of them.
 */
export function visibleNodes(
  { roots, below }: CreatorChildren,
  open: ReadonlySet<number>,
  matches: ReadonlySet<number> | null,
): { readonly node: number }[] {
  const shown: { readonly node: number }[] = [];
  const stack = roots.toReversed();
  for (;;) {
    const node = stack.pop();
    if (node === undefined) return shown;
    if (matches !== null && !open.has(node)) continue;
    shown.push({ node });
    if (open.has(node)) stack.push(...below[node].toReversed());
  }
}
