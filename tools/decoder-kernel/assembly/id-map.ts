// Rows by 64-bit id, exact (rule W8): nothing at all where the ids are 1, 2, 3 ..., as Go writes them;
// an array where they are about as small as they are many, else a hash table.

import { allocateZeroed, Column } from "./memory";

/** "Not found". */
export const NO_ROW: u32 = 0xffffffff;

const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;

// @ts-ignore: decorator
@unmanaged
export class IdMap {
  /** Dense: rows + 1 as u32. Sparse: [id u64][row + 1 u64]. */
  table: usize;
  /** In turn: number of rows. Dense: number of entries. Sparse: mask. */
  size: u64;
  /** Row 0 has id 1, row 1 id 2, and so on: there is no table. */
  isInTurn: bool;
  isDense: bool;

  /** Enters ids 0 .. count of `ids`; the row of an id that was there before, or NO_ROW. */
  build(ids: Column): u32 {
    const count = ids.bytes >> 3;
    let maxId: u64 = 0;
    this.isInTurn = true;
    for (let row: u32 = 0; row < count; row++) {
      const id = ids.at64(row);
      maxId = max(maxId, id);
      if (id != <u64>row + 1) this.isInTurn = false;
    }
    if (this.isInTurn) {
      this.size = count;
      return NO_ROW;
    }
    this.isDense = maxId < <u64>count * 4 + 1024;
    if (this.isDense) {
      this.size = maxId + 1;
      this.table = allocateZeroed(<usize>(this.size << 2));
    } else {
      let capacity: u64 = 16;
      while (capacity < <u64>count * 2) capacity <<= 1;
      this.size = capacity - 1;
      this.table = allocateZeroed(<usize>(capacity << 4));
    }
    for (let row: u32 = 0; row < count; row++) {
      if (!this.enter(ids.at64(row), row)) return row;
    }
    return NO_ROW;
  }

  private enter(id: u64, row: u32): bool {
    const slot = this.slotOf(id);
    if (this.isDense) {
      if (load<u32>(slot) != 0) return false;
      store<u32>(slot, row + 1);
      return true;
    }
    if (load<u64>(slot, 8) != 0) return false;
    store<u64>(slot, id);
    store<u64>(slot, <u64>row + 1, 8);
    return true;
  }

  private slotOf(id: u64): usize {
    if (this.isDense) return this.table + ((<usize>id) << 2);
    let index = ((id ^ (id >> 32)) * MULTIPLIER) >> 20;
    while (true) {
      index &= this.size;
      const slot = this.table + ((<usize>index) << 4);
      if (load<u64>(slot, 8) == 0 || load<u64>(slot) == id) return slot;
      index++;
    }
  }

  /** Row of `id`, or NO_ROW. */
  @inline
  get(id: u64): u32 {
    // Of id 0 it is the largest number there is.
    if (this.isInTurn) return id - 1 < this.size ? <u32>id - 1 : NO_ROW;
    if (this.isDense && id < this.size) {
      return load<u32>(this.table + ((<usize>id) << 2)) - 1;
    }
    return this.getSparse(id);
  }

  private getSparse(id: u64): u32 {
    if (this.isDense) return NO_ROW;
    return <u32>load<u64>(this.slotOf(id), 8) - 1;
  }
}

/** Bytes of an `IdMap` in static memory. */
export const ID_MAP_BYTES: i32 = 24;
