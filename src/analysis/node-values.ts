/**
 * Sums over trees whose rows have `parent[i] < i` (-1 above a root). Each comes in two bodies, for
 * doubles and for exact int64: one generic body would make both several times slower.
 */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { SampleTable, ValueColumn } from "#profile/profile.ts";

/** A column of zeros for sums of `values`: of the same kind, so that sums stay exact. */
export function zerosLike(values: ValueColumn, length: number): ValueColumn {
  return values instanceof Float64Array
    ? new Float64Array(length)
    : new BigInt64Array(length);
}

/**
 * Sums of `values` by the node their sample ends at: `nodeOfStack[stack]`, or node 0 for samples
 * without locations. Length `nodeCount`.
 */
export function addSamples(
  samples: SampleTable,
  values: ValueColumn,
  nodeOfStack: Int32Array,
  nodeCount: number,
): ValueColumn {
  const { stack, count } = samples;
  if (values instanceof Float64Array) {
    const flat = new Float64Array(nodeCount);
    for (let i = 0; i < count; i += 1) {
      if ((i & EVERY) === 0) checkpoint();
      flat[stack[i] < 0 ? 0 : nodeOfStack[stack[i]]] += values[i];
    }
    return flat;
  }
  const flat = new BigInt64Array(nodeCount);
  for (let i = 0; i < count; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    flat[stack[i] < 0 ? 0 : nodeOfStack[stack[i]]] += values[i];
  }
  return flat;
}

/**
 * `flat` plus that of all descendants; see `CallTree.cum`. One backward pass, over a copy or over
 * `into`, which may be `flat` itself.
 */
export function sumSubtrees(
  flat: ValueColumn,
  parent: Int32Array,
  into: ValueColumn = flat.slice(),
): ValueColumn {
  if (into instanceof Float64Array) {
    for (let i = into.length - 1; i >= 0; i -= 1) {
      if ((i & EVERY) === 0) checkpoint();
      if (parent[i] >= 0) into[parent[i]] += into[i];
    }
    return into;
  }
  for (let i = into.length - 1; i >= 0; i -= 1) {
    if ((i & EVERY) === 0) checkpoint();
    if (parent[i] >= 0) into[parent[i]] += into[i];
  }
  return into;
}

/** Whether any of `values` is below zero. */
export function hasNegative(values: ValueColumn): boolean {
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < 0) return true;
  }
  return false;
}

/**
 * Sums of |value| by node, as doubles; `flat` itself where that says the same. See
 * `CallTree.flatMagnitude`.
 */
export function magnitudesOf(
  samples: SampleTable,
  values: ValueColumn,
  nodeOfStack: Int32Array,
  flat: ValueColumn,
): Float64Array {
  if (flat instanceof Float64Array && !hasNegative(values)) return flat;
  const magnitude = new Float64Array(flat.length);
  const { stack, count } = samples;
  for (let i = 0; i < count; i += 1) {
    if ((i & EVERY) === 0) checkpoint();
    const node = stack[i] < 0 ? 0 : nodeOfStack[stack[i]];
    magnitude[node] += Math.abs(Number(values[i]));
  }
  return magnitude;
}
