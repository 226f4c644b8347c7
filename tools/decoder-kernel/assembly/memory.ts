// Memory of the kernel: blocks of 2^n bytes with free lists, and three kinds of columns over them.
//
//   Column   one block, doubled when full: random access, copied while it grows
//   Stream   a chain of blocks: append only, never copied
//   Outlet   one small block, which the host empties when it is full: append only, never read again
//
//   Column: [data][end][limit]   Stream: [cursor][limit][count][directory: Column]
//   Outlet: [start][cursor][limit][number]
//
// All live in static memory, so that the host reads them at fixed addresses.

import { failAt, OUT_OF_MEMORY } from "./failure";

@external("host", "book")
declare function hostBook(bytes: f64, isNeeded: bool): bool;

/** Appends bytes [start, end) to the host's column `outlet`. */
@external("host", "drain")
declare function hostDrain(outlet: u32, start: usize, end: usize): void;

const PAGE: usize = 65536;
/** Heads of the lists of free blocks, by log2 of their size. */
const freeLists: usize = memory.data(32 * 4, 8);
let brk: usize = __heap_base;

/** At least this much is asked of the host at a time. */
const GROW_STEP: usize = 1 << 20;

/** Grows by `bytes` if the host books them; fails where it does not, and they are needed. */
function grow(bytes: usize, isNeeded: bool): bool {
  const pages = (bytes + PAGE - 1) / PAGE;
  if (!hostBook(<f64>pages * <f64>PAGE, isNeeded)) return false;
  if (memory.grow(<i32>pages) >= 0) return true;
  if (isNeeded) {
    const have = <u64>memory.size() * <u64>PAGE;
    failAt(OUT_OF_MEMORY, 0, have + <u64>pages * <u64>PAGE);
  }
  hostBook(-(<f64>pages * <f64>PAGE), true);
  return false;
}

/**
 * Memory doubles, where the host allows it: what is not touched is free, but each growth may cost the
 * host a garbage collection.
 */
function extendTo(end: usize, isNeeded: bool): bool {
  const have = <usize>memory.size() * PAGE;
  if (end <= have) return true;
  const needed = end - have;
  const wanted = max(needed, min(max(have, GROW_STEP), <usize>0xffff0000 - have));
  return (wanted > needed && grow(wanted, false)) || grow(needed, isNeeded);
}

/** Whether `allocate(log)` will not fail. */
function canAllocate(log: i32): bool {
  for (let from = log; from < 32; from++) {
    if (load<u32>(freeLists + (<usize>from << 2)) != 0) return true;
  }
  const end = <u64>brk + 16 + (<u64>1 << <u64>log);
  return end <= 0xffff0000 && extendTo(<usize>end, false);
}

/** A block of 2^log bytes, 16-byte aligned, with whatever was in it. */
export function allocate(log: i32): usize {
  for (let from = log; from < 32; from++) {
    const list = freeLists + (<usize>from << 2);
    const block = <usize>load<u32>(list);
    if (block == 0) continue;
    store<u32>(list, load<u32>(block));
    while (from > log) {
      from--;
      release(block + (<usize>1 << from), from);
    }
    return block;
  }
  if (log > 31) failAt(OUT_OF_MEMORY, 0, <u64>1 << <u64>log);
  const size = <usize>1 << log;
  const block = (brk + 15) & ~15;
  if (<u64>block + <u64>size > <u64>0xffff0000) {
    failAt(OUT_OF_MEMORY, 0, <u64>block + <u64>size);
  }
  extendTo(block + size, true);
  brk = block + size;
  return block;
}

/** Gives a block of 2^log bytes back; log is 4 or more. */
export function release(block: usize, log: i32): void {
  const list = freeLists + (<usize>log << 2);
  store<u32>(block, load<u32>(list));
  store<u32>(list, <u32>block);
}

/** Smallest n, at least 4, with 2^n >= bytes. */
export function logOf(bytes: usize): i32 {
  return bytes <= 16 ? 4 : 32 - <i32>clz<u32>(<u32>(bytes - 1));
}

/** A block for `bytes` bytes, set to 0. */
export function allocateZeroed(bytes: usize): usize {
  const block = allocate(logOf(bytes));
  memory.fill(block, 0, bytes);
  return block;
}

/**
 * log2 of how many times as large a full column becomes. Untouched memory is free, copying and leaving
 * touched memory behind are not: from 64 kB on a column grows to 4 MB at once.
 */
function growthOf(capacity: u32): u32 {
  if (capacity == 1 << 16) return 6;
  return capacity < 1 << 16 ? 3 : capacity < 1 << 28 ? 2 : 1;
}

// @ts-ignore: decorator
@unmanaged
export class Column {
  data: u32;
  end: u32;
  limit: u32;

  @inline
  get bytes(): u32 {
    return this.end - this.data;
  }

  /** Makes room for `bytes` more. */
  reserve(bytes: u32): void {
    if (this.limit - this.end >= bytes) return;
    const used = this.end - this.data;
    const capacity = this.limit - this.data;
    let log = 4;
    while (<u64>1 << log < <u64>used + <u64>bytes) log++;
    const roomy = capacity == 0 ? 10 : logOf(capacity) + growthOf(capacity);
    if (log < roomy && canAllocate(roomy)) log = roomy;
    const block = allocate(log);
    memory.copy(block, this.data, used);
    if (capacity != 0) release(this.data, logOf(capacity));
    this.data = <u32>block;
    this.end = <u32>block + used;
    this.limit = <u32>block + (<u32>1 << log);
  }

  @inline
  push32(value: u32): void {
    if (this.limit - this.end < 4) this.reserve(4);
    store<u32>(this.end, value);
    this.end += 4;
  }

  @inline
  push64(value: u64): void {
    if (this.limit - this.end < 8) this.reserve(8);
    store<u64>(this.end, value);
    this.end += 8;
  }

  @inline
  pushFloat(value: f64): void {
    this.push64(reinterpret<u64>(value));
  }

  @inline
  push8(value: u8): void {
    if (this.limit == this.end) this.reserve(1);
    store<u8>(this.end, value);
    this.end += 1;
  }

  @inline
  at32(index: u32): u32 {
    return load<u32>(this.data + (index << 2));
  }

  @inline
  at64(index: u32): u64 {
    return load<u64>(this.data + (index << 3));
  }

  @inline
  atFloat(index: u32): f64 {
    return load<f64>(this.data + (index << 3));
  }
}

/** Bytes of a `Column` in static memory. */
export const COLUMN_BYTES: usize = 12;

const FIRST_BLOCK_LOG: i32 = 12;
const LAST_BLOCK_LOG: i32 = 19;

/** log2 of the size of block number `index` of a stream: doubling, then constant. */
export function blockLog(index: i32): i32 {
  return min(FIRST_BLOCK_LOG + index, LAST_BLOCK_LOG);
}

// @ts-ignore: decorator
@unmanaged
export class Stream {
  cursor: u32;
  limit: u32;
  count: u32;
  directory: u32;
  directoryEnd: u32;
  directoryLimit: u32;

  nextBlock(): void {
    const directory = changetype<Column>(changetype<usize>(this) + 12);
    const log = blockLog(<i32>(directory.bytes >> 2));
    const block = <u32>allocate(log);
    directory.push32(block);
    this.cursor = block;
    this.limit = block + (<u32>1 << log);
  }

  @inline
  push32(value: u32): void {
    if (this.cursor == this.limit) this.nextBlock();
    store<u32>(this.cursor, value);
    this.cursor += 4;
  }

  @inline
  push64(value: u64): void {
    if (this.cursor == this.limit) this.nextBlock();
    store<u64>(this.cursor, value);
    this.cursor += 8;
  }

  /** Blocks so far. */
  get blocks(): i32 {
    return <i32>((this.directoryEnd - this.directory) >> 2);
  }

  blockAt(index: i32): usize {
    return <usize>load<u32>(this.directory + (<u32>index << 2));
  }

  /** End of what is filled of block `index`. */
  blockEnd(index: i32): usize {
    return index == this.blocks - 1
      ? <usize>this.cursor
      : this.blockAt(index) + (<usize>1 << blockLog(index));
  }
}

/** Bytes of a `Stream` in static memory. */
export const STREAM_BYTES: usize = 24;

/** log2 of the size of an outlet's block: all that are in use stay in the second-level cache. */
const OUTLET_LOG: i32 = 15;

// @ts-ignore: decorator
@unmanaged
export class Outlet {
  start: u32;
  cursor: u32;
  limit: u32;
  number: u32;

  /** Makes room: hands the block to the host, or makes the first one. */
  drain(): void {
    if (this.start == 0) {
      this.start = <u32>allocate(OUTLET_LOG);
      this.limit = this.start + (<u32>1 << OUTLET_LOG);
    } else {
      hostDrain(this.number, <usize>this.start, <usize>this.cursor);
    }
    this.cursor = this.start;
  }

  @inline
  push32(value: u32): void {
    if (this.cursor == this.limit) this.drain();
    store<u32>(this.cursor, value);
    this.cursor += 4;
  }

  @inline
  push64(value: u64): void {
    if (this.cursor == this.limit) this.drain();
    store<u64>(this.cursor, value);
    this.cursor += 8;
  }
}

/** Bytes of an `Outlet` in static memory. */
export const OUTLET_BYTES: usize = 16;
