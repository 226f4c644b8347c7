// Stacks while samples are read. A sample's location ids are compared as the bytes they came in:
// nothing is decoded until all samples are there, and of each distinct stack only one copy is kept.
//
//   sample --hash of bytes--> slot {hash, number, where, length} --bytes equal--> stack number
//
// A slot and the bytes it points to are two cache misses. They are taken in batches: first every
// slot of the batch is touched, then all bytes, so that the misses overlap; comparing finds them at
// hand. Equal bytes are equal ids; ids can be written in several ways, so different bytes may be the
// same stack: the trie (trie.ts) makes them one.

import {
  sampleStack,
  stackAt,
  stackBytes,
  stackLeaf,
  stackLength,
  stackStart,
} from "./columns";
import { BAD_VARINT, failAt, offsetOf, TRUNCATED } from "./failure";
import { allocateZeroed, logOf, release } from "./memory";

const BATCH: u32 = 256;
/** [ids u32][length u32][hash u64][sample u32], 32 bytes per sample of the batch. */
const batch: usize = memory.data(256 * 32, 8);
let batched: u32 = 0;

/** Slots: [hash u32][number + 1][where in stackBytes][length]. */
let slots: usize = 0;
let mask: u32 = 0;
const FIRST_SLOTS: u32 = 1024;

let seedA: u64 = 0;
let seedB: u64 = 0;
/** Location references in distinct stacks. */
export let references: u64 = 0;
/** Keeps touching loads alive. */
let touched: u32 = 0;

/** No stack: a sample without locations. */
export const NO_STACK: u32 = 0xffffffff;

const PRIME_A: u64 = 0x9e3779b97f4a7c15;
const PRIME_B: u64 = 0xc2b2ae3d27d4eb4f;

/** Random odd numbers that differ from process to process: input can't be made to collide. */
export function seedStacks(a: u64, b: u64): void {
  seedA = a | 1;
  seedB = b | 1;
  for (let length: usize = 1; length <= 16; length++) {
    memory.fill(masks + (length << 4), 0xff, length);
  }
  mask = FIRST_SLOTS - 1;
  slots = allocateZeroed(<usize>FIRST_SLOTS << 4);
}

/** By length, 0 .. 16: a mask of that many bytes. */
const masks: usize = memory.data(17 * 16, 16);

/** The first `count` (0 .. 16) bytes at `p`; reads beyond, which input memory allows. */
// @ts-ignore: decorator
@inline
function head(p: usize, count: u32): v128 {
  return v128.and(v128.load(p), v128.load(masks + (<usize>count << 4)));
}

/** Two lanes, so that their multiplications overlap. */
// @ts-ignore: decorator
@inline
function hashBytes(start: usize, length: u32): u64 {
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
  return a ^ (a >> 31);
}

/**
 * Takes the location ids of the sample at `sample`: varints one after the other, valid until the
 * batch is resolved (`resolveStacks`).
 */
// @ts-ignore: decorator
@inline
export function addStack(start: usize, length: u32, sample: usize): void {
  const entry = batch + (<usize>batched << 5);
  store<u32>(entry, <u32>start);
  store<u32>(entry, length, 4);
  store<u32>(entry, <u32>sample, 16);
  if (length > 0) store<u64>(entry, hashBytes(start, length), 8);
  if (++batched == BATCH) resolveStacks();
}

/** Finds or makes the stacks of the batch and appends their numbers to `sampleStack`. */
export function resolveStacks(): void {
  const end = batch + (<usize>batched << 5);
  let sum: u32 = 0;
  for (let entry = batch; entry < end; entry += 32) {
    sum += load<u32>(slots + (<usize>(load<u32>(entry, 8) & mask) << 4), 12);
  }
  const bytes = <usize>stackBytes.data;
  for (let entry = batch; entry < end; entry += 32) {
    const slot = slots + (<usize>(load<u32>(entry, 8) & mask) << 4);
    const where = bytes + <usize>load<u32>(slot, 8);
    sum += load<u32>(where) + load<u32>(where + <usize>(load<u32>(slot, 12) & ~7));
  }
  touched += sum;
  for (let entry = batch; entry < end; entry += 32) {
    const length = load<u32>(entry, 4);
    sampleStack.push32(
      length == 0
        ? NO_STACK
        : findStack(entry, <usize>load<u32>(entry), length, load<u64>(entry, 8)),
    );
  }
  batched = 0;
}

function findStack(entry: usize, start: usize, length: u32, hash: u64): u32 {
  const tag = <u32>(hash >> 32);
  let index = <u32>hash & mask;
  while (true) {
    const slot = slots + (<usize>index << 4);
    const number = load<u32>(slot, 4);
    if (number == 0) {
      stackAt.pushFloat(offsetOf(<usize>load<u32>(entry, 16)));
      return newStack(start, length, hash, slot);
    }
    if (
      load<u32>(slot) == tag &&
      load<u32>(slot, 12) == length &&
      isEqual(start, <usize>stackBytes.data + <usize>load<u32>(slot, 8), length)
    ) {
      return number - 1;
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
  differences = v128.or(
    differences,
    v128.xor(head(p, length & 15), v128.and(v128.load(q), v128.load(masks + (<usize>(length & 15) << 4)))),
  );
  return !v128.any_true(differences);
}

function newStack(start: usize, length: u32, hash: u64, slot: usize): u32 {
  const number = stackStart.bytes >> 2;
  const padded = (length + 15) & ~15;
  // 16 more, so that comparing and touching beyond the last stack stay inside.
  stackBytes.reserve(padded + 16);
  const where = stackBytes.bytes;
  let to = <usize>stackBytes.end;
  stackBytes.end += padded;
  let p = start;
  let isSuspect = false;
  let ends: u64 = 0;
  for (let left = <i32>length; left > 0; left -= 16) {
    const bytes = head(p, min(left, 16));
    v128.store(to, bytes);
    const going = popcnt<i32>(i8x16.bitmask(bytes));
    ends += <u64>(min(left, 16) - going);
    // A varint of more than 10 bytes has 5 continuation bytes in some block.
    if (going >= 5) isSuspect = true;
    p += 16;
    to += 16;
  }
  if (isSuspect) checkVarints(start, start + length, number);
  if (load<u8>(start + length - 1) >= 0x80) failAt(TRUNCATED, stackAt.atFloat(number), 0);
  references += ends;
  stackStart.push32(where);
  stackLength.push32(length);
  store<u32>(slot, <u32>(hash >> 32));
  store<u32>(slot, number + 1, 4);
  store<u32>(slot, where, 8);
  store<u32>(slot, length, 12);
  if (number + 1 > mask >> 1) growSlots();
  return number;
}

function checkVarints(start: usize, end: usize, number: u32): void {
  let run = 0;
  for (let p = start; p < end; p++) {
    run = load<u8>(p) < 0x80 ? 0 : run + 1;
    if (run == 10) failAt(BAD_VARINT, stackAt.atFloat(number), 0);
  }
}

/** The hash is not kept whole: stacks are hashed again, which is rare and runs through memory once. */
function growSlots(): void {
  const count = stackStart.bytes >> 2;
  const old = slots;
  const oldBytes = (<usize>mask + 1) << 4;
  const capacity = (mask + 1) << (mask < 1 << 16 ? 2 : 1);
  slots = allocateZeroed(<usize>capacity << 4);
  mask = capacity - 1;
  for (let number: u32 = 0; number < count; number++) {
    const where = stackStart.at32(number);
    const length = stackLength.at32(number);
    const hash = hashBytes(<usize>stackBytes.data + where, length);
    let index = <u32>hash & mask;
    let slot = slots + (<usize>index << 4);
    while (load<u32>(slot, 4) != 0) {
      index = (index + 1) & mask;
      slot = slots + (<usize>index << 4);
    }
    store<u32>(slot, <u32>(hash >> 32));
    store<u32>(slot, number + 1, 4);
    store<u32>(slot, where, 8);
    store<u32>(slot, length, 12);
  }
  release(old, logOf(oldBytes));
}

/** Gives back what only reading samples needs. */
export function endStacks(): void {
  resolveStacks();
  release(slots, logOf((<usize>mask + 1) << 4));
  slots = 0;
  stackLeaf.reserve(stackStart.bytes);
}
