/** Sums of a comparison as tests want them: a column per node. */
import type { ValueColumn } from "#profile/profile.ts";
import { zerosLike } from "../node-values.ts";
import type { Comparison } from "./comparison.ts";
import { ofLeafAlone, ofSubtree } from "./leaf-ranges.ts";

/** Sum over the subtree of each node. */
export function cumByNode(
  { leaves, shape }: Comparison,
  sums: ValueColumn,
): ValueColumn {
  const cum = zerosLike(sums, shape.length);
  for (let node = 0; node < cum.length; node += 1) {
    cum[node] = ofSubtree(sums, leaves, node);
  }
  return cum;
}

/** Sum of the samples that end at each node. */
export function flatByNode(
  { leaves, shape }: Comparison,
  sums: ValueColumn,
): ValueColumn {
  const flat = zerosLike(sums, shape.length);
  leaves.node.forEach((node, leaf) => {
    flat[node] = ofLeafAlone(sums, leaf);
  });
  return flat;
}
