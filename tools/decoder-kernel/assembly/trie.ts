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

import { groups, nodeLocation, nodeParent, sampleStack, stackLeaf } from "./columns";
import { failAt, UNKNOWN_LOCATION } from "./failure";
import { ID_MAP_BYTES, IdMap, NO_ROW } from "./id-map";
import { allocate, logOf } from "./memory";
import { firstStack, NO_STACK, references, STACK_HEADER, stackAfter, stackCount } from "./stacks";
import { at, varint } from "./varint";

const locations = changetype<IdMap>(memory.data(ID_MAP_BYTES, 8));

export function locationMap(): IdMap {
  return locations;
}

/** Location rows of all distinct stacks, root first: [row]... [END][stack number] each. */
let rows: usize = 0;
const END: u32 = 0xffffffff;
/** Addresses in `rows` of the stacks in the order being sorted, and their rows at one depth. */
let order: usize = 0;
let keys: usize = 0;
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

/** The stack to be decoded next, where its rows go, and its place in `order`. */
let undecoded: usize = 0;
let nextRow: usize = 0;
let decoded: u32 = 0;

export function startTrie(): void {
  rows = allocate(logOf((<usize>references + 2 * stackCount) << 2));
  order = allocate(logOf(<usize>stackCount << 2));
  keys = allocate(logOf(<usize>stackCount << 2));
  stackLeaf.reserve(stackCount << 2);
  undecoded = firstStack();
  nextRow = rows;
}

/** Decodes up to `count` distinct stacks to location rows; whether there are more. */
export function decodeStacks(count: i32): bool {
  for (let i = 0; i < count && undecoded != 0; i++) {
    decodeStack(undecoded);
    undecoded = stackAfter(undecoded);
  }
  return undecoded != 0;
}

function decodeStack(stack: usize): void {
  const start = stack + STACK_HEADER;
  const end = start + load<u32>(stack, 8);
  set(order, decoded++, <u32>nextRow);
  let to = nextRow;
  for (let p = start; p < end; ) {
    let id = <u64>load<u8>(p++);
    if (id >= 0x80) {
      const high = <u64>load<u8>(p++);
      id = (id & 0x7f) | (high << 7);
      if (high >= 0x80) {
        id = varint(p - 2, end);
        p = at;
      }
    }
    const row = locations.get(id);
    if (row == NO_ROW) failAt(UNKNOWN_LOCATION, load<f64>(stack), id);
    store<u32>(to, row);
    to += 4;
  }
  store<u32>(to, END);
  store<u32>(to, load<u32>(stack, 12), 4);
  // The file has leaves first.
  let low = nextRow;
  nextRow = to + 8;
  for (let high = to - 4; low < high; high -= 4) {
    const row = load<u32>(low);
    store<u32>(low, load<u32>(high));
    store<u32>(high, row);
    low += 4;
  }
}

function addNode(parent: u32, location: u32): u32 {
  nodeParent.push32(parent);
  nodeLocation.push32(location);
  return nodeCount++;
}

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

// @ts-ignore: decorator
@inline
function setLeaf(stack: u32, node: u32): void {
  store<u32>(<usize>stackLeaf.data + (<usize>stack << 2), node);
}

/** Nodes for what is left of one stack, from `row` on. */
function addChain(row: usize, parent: u32): void {
  let node = parent;
  let location = load<u32>(row);
  while (location != END) {
    node = addNode(node, location);
    row += 4;
    location = load<u32>(row);
  }
  setLeaf(load<u32>(row, 4), node);
}

/** [low, high) of `order` agree in `depth` rows, `offset` bytes, which end in node `parent`. */
function splitGroup(low: u32, high: u32, depth: u32, parent: u32): void {
  let node = parent;
  let offset = <usize>depth << 2;
  const first = <usize>get(order, low);
  while (true) {
    const key = load<u32>(first + offset);
    let same = low + 1;
    while (same < high && load<u32>(<usize>get(order, same) + offset) == key) same++;
    if (same < high) break;
    if (key == END) {
      // One stack, written in several ways.
      for (let i = low; i < high; i++) setLeaf(load<u32>(<usize>get(order, i) + offset, 4), node);
      return;
    }
    node = addNode(node, key);
    offset += 4;
  }
  for (let i = low; i < high; i++) set(keys, i, load<u32>(<usize>get(order, i) + offset));
  sortKeys(low, high);
  for (let from = low; from < high; ) {
    const key = get(keys, from);
    let to = from + 1;
    while (to < high && get(keys, to) == key) to++;
    if (key == END) {
      // The last: END is larger than any row.
      for (let i = from; i < to; i++) setLeaf(load<u32>(<usize>get(order, i) + offset, 4), node);
      return;
    }
    const child = addNode(node, key);
    if (to - from == 1) addChain(<usize>get(order, from) + offset + 4, child);
    else pushGroup(from, to, <u32>(offset >> 2) + 1, child);
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
