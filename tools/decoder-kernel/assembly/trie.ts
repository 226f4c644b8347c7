// The stack trie, built when all samples are read. Distinct stacks are sorted by the bytes of their
// ids, last byte first: that is root first, since files have leaves first. Stacks that agree up to
// some caller are neighbours then, so the trie is made in one pass, of what each stack adds to the
// one before it:
//
//   file      sorted, from the end     adds
//   c b a     a b c                    a, b, c
//   d b a     a b d                    d
//   c a       a c                      c
//   x         x                        x
//
// Ids are varints, and only those that are added are decoded. Sorting takes 8 bytes at a time: a word
// of memory compares like its bytes from the end. No bytes are 0 (`copyCanonical`), so a word with zeros
// below is the end of a stack. Against rows of locations and a hash trie see docs/performance.md.

import { groups, nodeLocation, nodeParent, oddStacks, sampleStack, stackLeaf } from "./columns";
import { failAt, OUT_OF_MEMORY, UNKNOWN_LOCATION } from "./failure";
import { ID_MAP_BYTES, IdMap, NO_ROW } from "./id-map";
import { allocate, logOf, release } from "./memory";
import {
  copyCanonical,
  firstStack,
  hasIdZero,
  longestStack,
  NO_STACK,
  STACK_HEADER,
  stackAfter,
  stackCount,
} from "./stacks";
import { at, varint } from "./varint";

const locations = changetype<IdMap>(memory.data(ID_MAP_BYTES, 8));

export function locationMap(): IdMap {
  return locations;
}

/** Stacks in the order being sorted, u32, and their words at one depth, u64. */
let order: usize = 0;
let keys: usize = 0;
export let nodeCount: u32 = 0;

// @ts-ignore: decorator
@inline
function get(index: u32): u32 {
  return load<u32>(order + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function set(index: u32, stack: u32): void {
  store<u32>(order + (<usize>index << 2), stack);
}

// @ts-ignore: decorator
@inline
function key(index: u32): u64 {
  return load<u64>(keys + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline
function setKey(index: u32, word: u64): void {
  store<u64>(keys + (<usize>index << 3), word);
}

/** The 8 bytes of `stack` before its last `offset` ones, the last on top; 0 for those it has not. */
// @ts-ignore: decorator
@inline
function wordOf(stack: usize, offset: u32): u64 {
  const left = load<u32>(stack, 8) - offset;
  // Of a short stack the header is read, too.
  const word = load<u64>(stack + STACK_HEADER - 8 + <usize>left);
  return left >= 8 ? word : left == 0 ? 0 : word & (<u64>-1 << (64 - (<u64>left << 3)));
}

// @ts-ignore: decorator
@inline
function isEnd(word: u64): bool {
  return (<u32>word & 0xff) == 0;
}

export function startTrie(): void {
  order = allocate(logOf(<usize>stackCount << 2));
  keys = allocate(logOf(<usize>stackCount << 3));
  stackLeaf.reserve(stackCount << 2);
  let index: u32 = 0;
  for (let stack = firstStack(); stack != 0; stack = stackAfter(stack)) set(index++, <u32>stack);
  for (let p = <usize>oddStacks.data; p < <usize>oddStacks.end; p += 4) {
    const number = load<u32>(p);
    set(number, <u32>copyCanonical(<usize>get(number)));
  }
  if (hasIdZero) failUnknown();
  if (stackCount > 0) pushGroup(0, stackCount, 0);
}

/** A location does not exist: says so of the first stack, and of its first id, that has none. */
function failUnknown(): void {
  for (let stack = firstStack(); stack != 0; stack = stackAfter(stack)) {
    const start = stack + STACK_HEADER;
    const end = start + load<u32>(stack, 8);
    for (let p = start; p < end; p = at) {
      const id = varint(p, end);
      if (locations.get(id) == NO_ROW) failAt(UNKNOWN_LOCATION, load<f64>(stack), id);
    }
  }
}

function pushGroup(low: u32, high: u32, offset: u32): void {
  groups.push32(low);
  groups.push32(high);
  groups.push32(offset);
}

/** Works on groups of `count` stacks altogether, or of one group; whether there are more. */
export function sortStacks(count: i32): bool {
  while (groups.end != groups.data) {
    if (count <= 0) return true;
    groups.end -= 12;
    const group = <usize>groups.end;
    const low = load<u32>(group);
    const high = load<u32>(group, 4);
    sortGroup(low, high, load<u32>(group, 8));
    count -= <i32>(high - low);
  }
  return false;
}

/** [low, high) of `order`, two or more, agree in their last `offset` bytes. */
function sortGroup(low: u32, high: u32, offset: u32): void {
  for (let i = low; i < high; i++) setKey(i, wordOf(<usize>get(i), offset));
  sortKeys(low, high);
  for (let from = low; from < high; ) {
    const word = key(from);
    let to = from + 1;
    while (to < high && key(to) == word) to++;
    if (to - from > 1 && !isEnd(word)) pushGroup(from, to, offset + 8);
    from = to;
  }
}

// @ts-ignore: decorator
@inline
function swap(a: u32, b: u32): void {
  const word = key(a);
  const stack = get(a);
  setKey(a, key(b));
  set(a, get(b));
  setKey(b, word);
  set(b, stack);
}

/** Sorts `order` and `keys` of [low, high) by key: three-way quicksort, then insertion. */
function sortKeys(low: u32, high: u32): void {
  while (high - low > 16) {
    const pivot = median(key(anyOf(low, high)), key(anyOf(low, high)), key(anyOf(low, high)));
    let less = low;
    let greater = high;
    for (let i = low; i < greater; ) {
      const word = key(i);
      if (word < pivot) swap(i++, less++);
      else if (word > pivot) swap(i, --greater);
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
    const word = key(i);
    const stack = get(i);
    let j = i;
    for (; j > low && key(j - 1) > word; j--) {
      setKey(j, key(j - 1));
      set(j, get(j - 1));
    }
    setKey(j, word);
    set(j, stack);
  }
}

/** Steps from a seed that differs from process to process: no input can make sorting slow. */
let chance: u64 = 0;

export function seedTrie(seed: u64): void {
  chance = seed;
}

/** Any index in [low, high). */
// @ts-ignore: decorator
@inline
function anyOf(low: u32, high: u32): u32 {
  chance = chance * 6364136223846793005 + 1442695040888963407;
  return low + <u32>(((chance >> 32) * <u64>(high - low)) >> 32);
}

function median(a: u64, b: u64, c: u64): u64 {
  return max(min(a, b), min(max(a, b), c));
}

/** Bytes of a stack for which there is no memory: 8 are needed for each. */
const LONGEST: u32 = 1 << 28;

/** Of the stack that was placed last, root first: [node u32][bytes up to and with it u32]. */
let path: usize = 0;
let depth: u32 = 0;
let placed: u32 = 0;
let last: usize = 0;
/** Keeps touching loads alive. */
export let touchedNodes: u32 = 0;

/** After sorting. */
export function startNodes(): void {
  release(keys, logOf(<usize>stackCount << 3));
  if (longestStack >= LONGEST) failAt(OUT_OF_MEMORY, 0, <u64>longestStack << 3);
  path = allocate(logOf((<usize>longestStack + 1) << 3));
  // The node above all roots.
  store<u64>(path, 0x00000000ffffffff);
  depth = 0;
  placed = 0;
  last = 0;
}

/** Makes the nodes of up to `count` stacks; whether there are more. */
export function makeNodes(count: i32): bool {
  const end = min(stackCount, placed + <u32>count);
  while (placed < end) {
    const batchEnd = min(end, placed + BATCH);
    touchStacks(placed, batchEnd);
    for (; placed < batchEnd; placed++) {
      const stack = <usize>get(placed);
      placeStack(stack, last == 0 ? 0 : sharedBytes(last, stack));
      last = stack;
    }
  }
  return placed < stackCount;
}

/** Stacks that are touched at a time: they fit into the first-level cache. */
const BATCH: u32 = 64;

/**
 * Touches stacks that will be placed next: sorted, they lie all over memory. In loops of nothing else,
 * so that the misses overlap.
 */
function touchStacks(low: u32, high: u32): void {
  let sum: u32 = 0;
  for (let i = low; i < high; i++) {
    const stack = <usize>get(i);
    sum += load<u32>(stack, 8) + load<u32>(stack, 64);
  }
  for (let i = low; i < high; i++) {
    const stack = <usize>get(i);
    sum += load<u32>(stack + STACK_HEADER - 4 + <usize>load<u32>(stack, 8));
  }
  touchedNodes += sum;
}

/** How many bytes two stacks have in common at their ends. */
// @ts-ignore: decorator
@inline
function sharedBytes(a: usize, b: usize): u32 {
  let offset: u32 = 0;
  while (true) {
    const word = wordOf(a, offset);
    const difference = word ^ wordOf(b, offset);
    if (difference != 0) return offset + (<u32>clz<u64>(difference) >> 3);
    if (isEnd(word)) return load<u32>(a, 8);
    offset += 8;
  }
}

// @ts-ignore: decorator
@inline
function placeStack(stack: usize, shared: u32): void {
  const length = load<u32>(stack, 8);
  const start = stack + STACK_HEADER;
  let top = path + (<usize>depth << 3);
  while (load<u32>(top, 4) > shared) top -= 8;
  // What both have in common may end within an id: bytes of an id but its last have the high bit.
  if (
    load<u32>(top, 4) == shared &&
    shared < length &&
    load<u8>(start + <usize>(length - shared - 1)) >= 0x80
  ) {
    top -= 8;
  }
  let node = load<u32>(top);
  let p = start + <usize>(length - load<u32>(top, 4));
  while (p > start) {
    // Before the first byte is the number of the stack, whose high bit is never set.
    let id = <u64>load<u8>(--p);
    for (let byte = <u64>load<u8>(p - 1); byte >= 0x80; byte = <u64>load<u8>(p - 1)) {
      id = (id << 7) | (byte & 0x7f);
      p--;
    }
    const row = locations.get(id);
    if (row == NO_ROW) failUnknown();
    nodeParent.push32(node);
    nodeLocation.push32(row);
    node = nodeCount++;
    top += 8;
    store<u32>(top, node);
    store<u32>(top, length - <u32>(p - start), 4);
  }
  depth = <u32>(top - path) >> 3;
  store<u32>(<usize>stackLeaf.data + (<usize>load<u32>(stack, 12) << 2), node);
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
