// Stacks while samples are read. A sample's location ids are compared as the bytes they came in:
// nothing is decoded until all samples are there, and of each distinct stack only one copy is kept.
//
//   sample --hash of bytes--> slot {hash, address} --bytes equal--> stack
//
//   a stack, 16-byte aligned:  [offset in the file f64][length u32][number u32][bytes, padded with 0]
//
// A slot and the stack it points to are two cache misses. They are taken in batches: first every slot
// of the batch is touched, then all stacks, so that the misses overlap; comparing finds them at hand.
// Equal bytes are equal ids; ids can be written in several ways, so different bytes may be the same
// stack: the trie (trie.ts) makes them one.

import { oddStacks, sampleStack, stackBlocks } from "./columns";
import { BAD_VARINT, failAt, offsetOf, TRUNCATED } from "./failure";
import { allocate, allocateZeroed, logOf, release } from "./memory";
import { at, varint } from "./varint";

const BATCH: u32 = 256;
/** [ids u32][length u32][hash u32][sample u32] per sample of the batch. */
const batch: usize = memory.data(256 * 16, 16);
let batched: u32 = 0;

/** Slots: [hash u32][address of a stack u32], 0 = free. */
let slots: usize = 0;
let mask: u32 = 0;
const FIRST_SLOTS: u32 = 1024;

let seedA: u64 = 0;
let seedB: u64 = 0;
export let stackCount: u32 = 0;
/** Bytes of the longest stack. */
export let longestStack: u32 = 0;
/** Whether a stack has the location id 0, which no location can have. */
export let hasIdZero: bool = false;
/** Keeps touching loads alive. */
export let touched: u32 = 0;

/** No stack: a sample without locations. */
export const NO_STACK: u32 = 0xffffffff;

/** Bytes before those of a stack. */
export const STACK_HEADER: usize = 16;

const PRIME_A: u64 = 0x9e3779b97f4a7c15;
const PRIME_B: u64 = 0xc2b2ae3d27d4eb4f;

/** Where the next stack goes, and the end of its block. Blocks are [start u32][end u32] in stackBlocks. */
let next: usize = 0;
let blockEnd: usize = 0;
const FIRST_BLOCK_LOG: i32 = 12;
const LAST_BLOCK_LOG: i32 = 19;

/** By length, 0 .. 16: a mask of that many bytes. */
const masks: usize = memory.data(17 * 16, 16);

/** Random odd numbers that differ from process to process: input can't be made to collide. */
export function seedStacks(a: u64, b: u64): void {
  seedA = a | 1;
  seedB = b | 1;
  for (let length: usize = 1; length <= 16; length++) {
    memory.fill(masks + (length << 4), 0xff, length);
  }
  mask = FIRST_SLOTS - 1;
  slots = allocateZeroed(<usize>FIRST_SLOTS << 3);
}

/** The first `count` (0 .. 16) bytes at `p`; reads beyond, which input memory allows. */
// @ts-ignore: decorator
@inline
function head(p: usize, count: u32): v128 {
  return v128.and(v128.load(p), v128.load(masks + (<usize>count << 4)));
}

/** Two lanes, so that their multiplications overlap. */
// @ts-ignore: decorator
@inline
function hashBytes(start: usize, length: u32): u32 {
  let a = seedA ^ (<u64>length * PRIME_A);
  let b = seedB;
  let p = start;
  const last = start + (length & ~15);
  for (; p < last; p += 16) {
    a = (a ^ load<u64>(p)) * PRIME_A;
    b = (b ^ load<u64>(p, 8)) * PRIME_B;
    a ^= a >> 29;
    b ^= b >> 31;
  }
  const rest = head(p, length & 15);
  a = (a ^ v128.extract_lane<u64>(rest, 0)) * seedB;
  b = (b ^ v128.extract_lane<u64>(rest, 1)) * seedA;
  a ^= a >> 29;
  a ^= (b ^ (b >> 32)) * PRIME_A;
  a = (a ^ (a >> 30)) * seedB;
  return <u32>(a >> 32);
}

/**
 * Takes the location ids of the sample at `sample`: varints one after the other, valid until the
 * batch is resolved (`resolveStacks`).
 */
// @ts-ignore: decorator
@inline
export function addStack(start: usize, length: u32, sample: usize): void {
  const entry = batch + (<usize>batched << 4);
  store<u32>(entry, <u32>start);
  store<u32>(entry, length, 4);
  store<u32>(entry, <u32>sample, 12);
  if (length > 0) store<u32>(entry, hashBytes(start, length), 8);
  if (++batched == BATCH) resolveStacks();
}

/** Finds or makes the stacks of the batch and appends their numbers to `sampleStack`. */
export function resolveStacks(): void {
  const end = batch + (<usize>batched << 4);
  let sum: u32 = 0;
  for (let entry = batch; entry < end; entry += 16) {
    sum += load<u32>(slots + (<usize>(load<u32>(entry, 8) & mask) << 3));
  }
  for (let entry = batch; entry < end; entry += 16) {
    const stack = <usize>load<u32>(slots + (<usize>(load<u32>(entry, 8) & mask) << 3), 4);
    sum += load<u32>(stack) + load<u32>(stack, 64) + load<u32>(stack, 96);
  }
  touched += sum;
  for (let entry = batch; entry < end; entry += 16) {
    const length = load<u32>(entry, 4);
    sampleStack.push32(length == 0 ? NO_STACK : findStack(entry, length));
  }
  batched = 0;
}

// @ts-ignore: decorator
@inline
function findStack(entry: usize, length: u32): u32 {
  const hash = load<u32>(entry, 8);
  const start = <usize>load<u32>(entry);
  let index = hash & mask;
  while (true) {
    const slot = slots + (<usize>index << 3);
    const stack = <usize>load<u32>(slot, 4);
    if (stack == 0) return newStack(entry, length, slot);
    if (
      load<u32>(slot) == hash &&
      load<u32>(stack, 8) == length &&
      isEqual(start, stack + STACK_HEADER, length)
    ) {
      return load<u32>(stack, 12);
    }
    index = (index + 1) & mask;
  }
}

/** Compares with stored bytes, which are padded with 0 to a multiple of 16. */
// @ts-ignore: decorator
@inline
function isEqual(start: usize, stored: usize, length: u32): bool {
  let p = start;
  let q = stored;
  const last = start + (length & ~15);
  let differences = i64x2.splat(0);
  for (; p < last; p += 16) {
    differences = v128.or(differences, v128.xor(v128.load(p), v128.load(q)));
    q += 16;
  }
  const rest = v128.load(masks + (<usize>(length & 15) << 4));
  differences = v128.or(
    differences,
    v128.and(v128.xor(v128.load(p), v128.load(q)), rest),
  );
  return !v128.any_true(differences);
}

/** Room for a stack of `bytes` bytes. */
function place(bytes: usize): usize {
  // 64 more, so that comparing and touching beyond the last stack stay inside.
  if (blockEnd - next < bytes + 64) {
    if (next != 0) stackBlocks.push32(<u32>next);
    const blocks = <i32>(stackBlocks.bytes >> 3);
    const log = max(
      min(FIRST_BLOCK_LOG + blocks, LAST_BLOCK_LOG),
      logOf(bytes + 64),
    );
    next = allocate(log);
    blockEnd = next + (<usize>1 << log);
    stackBlocks.push32(<u32>next);
  }
  const stack = next;
  next += bytes;
  return stack;
}

function newStack(entry: usize, length: u32, slot: usize): u32 {
  const number = stackCount++;
  const stack = place(STACK_HEADER + ((length + 15) & ~15));
  const offset = offsetOf(<usize>load<u32>(entry, 12));
  store<f64>(stack, offset);
  store<u32>(stack, length, 8);
  store<u32>(stack, number, 12);
  let to = stack + STACK_HEADER;
  let p = <usize>load<u32>(entry);
  let isLong = false;
  let goneOn: i32 = 0;
  let isOdd = false;
  let last: i32 = 0;
  for (let left = <i32>length; left > 0; left -= 16) {
    const count = min(left, 16);
    const bytes = head(p, count);
    v128.store(to, bytes);
    const going = i8x16.bitmask(bytes);
    // Nine bytes that go on, one after the other: a varint of 10 bytes, or of more.
    const runs = <u32>(goneOn | (going << 16));
    goneOn = going;
    const pairs = runs & (runs >> 1);
    const fours = pairs & (pairs >> 2);
    if ((fours & (fours >> 4) & (runs >> 8)) != 0) isLong = true;
    const zeros = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0)));
    if ((zeros & ((1 << count) - 1)) != 0) isOdd = true;
    last = going >> (count - 1);
    p += 16;
    to += 16;
  }
  if (isLong) checkVarints(stack, length);
  if (last != 0) failAt(TRUNCATED, offset, 0);
  if (isLong || isOdd) oddStacks.push32(number);
  longestStack = max(longestStack, length);
  store<u32>(slot, load<u32>(entry, 8));
  store<u32>(slot, <u32>stack, 4);
  // At most 5 slots of 8 taken.
  if ((number + 1) * 8 > mask * 5) growSlots();
  return number;
}

/**
 * A copy of a stack whose ids may have been written longer than need be, in their shortest form. In
 * that form no byte is 0 but that of the id 0: this sets `hasIdZero`.
 */
export function copyCanonical(stack: usize): usize {
  const length = load<u32>(stack, 8);
  // Never longer: 10 bytes are the most a varint has, and take 64 bits.
  const copy = place(STACK_HEADER + ((length + 15) & ~15));
  memory.copy(copy, stack, STACK_HEADER);
  let to = copy + STACK_HEADER;
  const end = stack + STACK_HEADER + length;
  for (let p = stack + STACK_HEADER; p < end; p = at) {
    let id = varint(p, end);
    if (id == 0) hasIdZero = true;
    for (; id >= 0x80; id >>= 7) store<u8>(to++, <u8>id | 0x80);
    store<u8>(to++, <u8>id);
  }
  store<u32>(copy, <u32>(to - copy - STACK_HEADER), 8);
  return copy;
}

function checkVarints(stack: usize, length: u32): void {
  const start = stack + STACK_HEADER;
  let run = 0;
  for (let p = start; p < start + length; p++) {
    run = load<u8>(p) < 0x80 ? 0 : run + 1;
    if (run == 10) failAt(BAD_VARINT, load<f64>(stack), 0);
  }
}

function growSlots(): void {
  const old = slots;
  const oldEnd = slots + ((<usize>mask + 1) << 3);
  const capacity = (mask + 1) << (mask < 1 << 16 ? 2 : 1);
  slots = allocateZeroed(<usize>capacity << 3);
  mask = capacity - 1;
  for (let from = old; from < oldEnd; from += 8) {
    const entry = load<u64>(from);
    if (entry == 0) continue;
    let index = <u32>entry & mask;
    while (load<u32>(slots + (<usize>index << 3), 4) != 0) index = (index + 1) & mask;
    store<u64>(slots + (<usize>index << 3), entry);
  }
  release(old, logOf(oldEnd - old));
}

let walkedBlock: u32 = 0;
let walkedEnd: usize = 0;

function startBlock(index: u32): usize {
  walkedBlock = index;
  const entries = stackBlocks.bytes >> 2;
  if (index * 2 >= entries) return 0;
  walkedEnd = index * 2 + 1 < entries ? <usize>stackBlocks.at32(index * 2 + 1) : next;
  const start = <usize>stackBlocks.at32(index * 2);
  return start < walkedEnd ? start : startBlock(index + 1);
}

/** The first stack, by number; 0 for none. One walk at a time. */
export function firstStack(): usize {
  return startBlock(0);
}

/** The stack after `stack`; 0 for none. */
export function stackAfter(stack: usize): usize {
  const after = stack + STACK_HEADER + ((load<u32>(stack, 8) + 15) & ~15);
  return after < walkedEnd ? after : startBlock(walkedBlock + 1);
}

/** Gives back what only reading samples needs. */
export function endStacks(): void {
  resolveStacks();
  release(slots, logOf((<usize>mask + 1) << 3));
  slots = 0;
}
