// The stack trie, built when all samples are read. Distinct stacks are sorted by their locations,
// root first, one depth at a time; stacks that agree so far are neighbours, so each group is one node:
//
//   a b c        depth 0        depth 1         depth 2
//   a b d        a a a | x      b b | c | ...   c | d
//   a c          one node a     b, c            c, d
//   x
//
// No hash table and almost no random access: small groups, which is where the time goes, fit into
// the cache. Against a hash trie (one probe per location reference) see docs/performance.md.

import {
  groups,
  nodeLocation,
  nodeParent,
  sampleStack,
  stackAt,
  stackBytes,
  stackLeaf,
  stackLength,
  stackStart,
} from "./columns";
import { failAt, UNKNOWN_LOCATION } from "./failure";
import { ID_MAP_BYTES, IdMap, NO_ROW } from "./id-map";
import { allocate, logOf } from "./memory";
import { NO_STACK, references } from "./stacks";
import { at, varint } from "./varint";

const locations = changetype<IdMap>(memory.data(ID_MAP_BYTES, 8));

export function locationMap(): IdMap {
  return locations;
}

/** Location rows of all distinct stacks, root first. */
let rows: usize = 0;
/** Per stack and one more: where its rows begin, as an index. */
let starts: usize = 0;
/** Stacks in the order being sorted, and for each its location at the depth in question. */
let order: usize = 0;
let keys: usize = 0;
let stackCount: u32 = 0;
export let nodeCount: u32 = 0;

// @ts-ignore: decorator
@inline
function get(array: usize, index: u32): u32 {
  return load<u32>(array + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function set(array: usize, index: u32, value: u32): void {
  store<u32>(array + (<usize>index << 2), value);
}

export function startTrie(): void {
  stackCount = stackStart.bytes >> 2;
  rows = allocate(logOf(<usize>references << 2));
  starts = allocate(logOf((<usize>stackCount + 1) << 2));
  order = allocate(logOf(<usize>stackCount << 2));
  keys = allocate(logOf(<usize>stackCount << 2));
  store<u32>(starts, 0);
}

/** Decodes distinct stacks [from, to) to location rows. */
export function decodeStacks(from: u32, to: u32): void {
  for (let stack = from; stack < min(to, stackCount); stack++) {
    decodeStack(stack);
    set(order, stack, stack);
  }
}

function decodeStack(stack: u32): void {
  let p = <usize>stackBytes.data + stackStart.at32(stack);
  const end = p + stackLength.at32(stack);
  const first = get(starts, stack);
  let next = first;
  while (p < end) {
    const id = varint(p, end);
    p = at;
    const row = locations.get(id);
    if (row == NO_ROW) failAt(UNKNOWN_LOCATION, stackAt.atFloat(stack), id);
    set(rows, next++, row);
  }
  set(starts, stack + 1, next);
  // The file has leaves first.
  for (let low = first, high = next - 1; low < high; low++, high--) {
    const row = get(rows, low);
    set(rows, low, get(rows, high));
    set(rows, high, row);
  }
}

function addNode(parent: u32, location: u32): u32 {
  nodeParent.push32(parent);
  nodeLocation.push32(location);
  return nodeCount++;
}

/** [low, high) of `order` agree in `depth` locations, which end in node `parent`. */
function pushGroup(low: u32, high: u32, depth: u32, parent: u32): void {
  groups.reserve(16);
  const end = <usize>groups.end;
  store<u32>(end, low);
  store<u32>(end, high, 4);
  store<u32>(end, depth, 8);
  store<u32>(end, parent, 12);
  groups.end += 16;
}

export function startGroups(): void {
  if (stackCount > 0) pushGroup(0, stackCount, 0, 0xffffffff);
}

/** Works on up to `count` groups; whether there are more. */
export function splitGroups(count: i32): bool {
  for (let i = 0; i < count; i++) {
    if (groups.end == groups.data) return false;
    groups.end -= 16;
    const group = <usize>groups.end;
    splitGroup(load<u32>(group), load<u32>(group, 4), load<u32>(group, 8), load<u32>(group, 12));
  }
  return true;
}

function addChain(stack: u32, depth: u32, parent: u32): void {
  let node = parent;
  const end = get(starts, stack + 1);
  for (let i = get(starts, stack) + depth; i < end; i++) {
    node = addNode(node, get(rows, i));
  }
  store<u32>(<usize>stackLeaf.data + (<usize>stack << 2), node);
}

/**
 * Reads the locations at `depth` of a group into `keys`. Stacks that end there get their leaf and
 * leave the group; its new end.
 */
function readKeys(low: u32, high: u32, depth: u32, node: u32): u32 {
  let to = low;
  for (let i = low; i < high; i++) {
    const stack = get(order, i);
    const row = get(starts, stack) + depth;
    if (row == get(starts, stack + 1)) {
      store<u32>(<usize>stackLeaf.data + (<usize>stack << 2), node);
    } else {
      set(order, to, stack);
      set(keys, to++, get(rows, row));
    }
  }
  return to;
}

function splitGroup(low: u32, high: u32, depth: u32, parent: u32): void {
  let node = parent;
  while (true) {
    if (high - low == 1) {
      addChain(get(order, low), depth, node);
      return;
    }
    high = readKeys(low, high, depth, node);
    if (high == low) return;
    const first = get(keys, low);
    let same = low + 1;
    while (same < high && get(keys, same) == first) same++;
    if (same < high) break;
    node = addNode(node, first);
    depth++;
  }
  sortKeys(low, high);
  for (let from = low; from < high; ) {
    const key = get(keys, from);
    let to = from + 1;
    while (to < high && get(keys, to) == key) to++;
    const child = addNode(node, key);
    if (to - from == 1) addChain(get(order, from), depth + 1, child);
    else pushGroup(from, to, depth + 1, child);
    from = to;
  }
}

// @ts-ignore: decorator
@inline
function swap(a: u32, b: u32): void {
  const key = get(keys, a);
  const stack = get(order, a);
  set(keys, a, get(keys, b));
  set(order, a, get(order, b));
  set(keys, b, key);
  set(order, b, stack);
}

/** Sorts `order` and `keys` of [low, high) by key: three-way quicksort, then insertion. */
function sortKeys(low: u32, high: u32): void {
  while (high - low > 16) {
    const pivot = median(get(keys, low), get(keys, (low + high) >>> 1), get(keys, high - 1));
    let less = low;
    let greater = high;
    for (let i = low; i < greater; ) {
      const key = get(keys, i);
      if (key < pivot) swap(i++, less++);
      else if (key > pivot) swap(i, --greater);
      else i++;
    }
    // The smaller side first: the recursion stays shallow.
    if (less - low < high - greater) {
      sortKeys(low, less);
      low = greater;
    } else {
      sortKeys(greater, high);
      high = less;
    }
  }
  for (let i = low + 1; i < high; i++) {
    const key = get(keys, i);
    const stack = get(order, i);
    let j = i;
    for (; j > low && get(keys, j - 1) > key; j--) {
      set(keys, j, get(keys, j - 1));
      set(order, j, get(order, j - 1));
    }
    set(keys, j, key);
    set(order, j, stack);
  }
}

function median(a: u32, b: u32, c: u32): u32 {
  return max(min(a, b), min(max(a, b), c));
}

/** Replaces stack numbers by nodes in block `index` of `sampleStack`. */
export function placeSamples(index: i32): void {
  const end = sampleStack.blockEnd(index);
  const leaves = <usize>stackLeaf.data;
  for (let p = sampleStack.blockAt(index); p < end; p += 4) {
    const stack = load<u32>(p);
    if (stack != NO_STACK) store<u32>(p, load<u32>(leaves + (<usize>stack << 2)));
  }
}
