import { decodeUtf8 } from "../../utf8.ts";
import type { ByteRange } from "./byte-range.ts";

/**
 * Numbers distinct pairs of byte strings 0, 1, 2, … in order of first use, without making a string
 * of a pair seen before: a dump repeats a few thousand frames a million times. Exact: a hash only
 * finds candidates, bytes decide.
 */
export class ByteInterner {
  count = 0;
  private pool = new Uint8Array(1 << 14);
  private poolUsed = 0;
  private offset = new Uint32Array(256);
  private firstLength = new Uint32Array(256);
  private secondLength = new Uint32Array(256);
  private tag = new Uint8Array(256);
  private hash = new Int32Array(256);
  /** Open addressing, power of two, at most half full; index + 1, 0 = free. */
  private slots = new Uint32Array(512);

  /** Index of (first, second, tag); `tag` 0..255 tells equal bytes with another meaning apart. */
  intern(first: ByteRange, second: ByteRange, tag: number): number {
    const hash = hashBytes(second, hashBytes(first, tag));
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.slots[slot];
      if (entry === 0) return this.add(first, second, { tag, hash, slot });
      if (
        this.hash[entry - 1] === hash &&
        this.isSame(entry - 1, first, second, tag)
      ) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
  }

  get memoryBytes(): number {
    return this.pool.length + this.offset.length * 17 + this.slots.length * 4;
  }

  first(index: number): string {
    const start = this.offset[index];
    return decodeUtf8(this.pool, start, start + this.firstLength[index]);
  }

  second(index: number): string {
    const start = this.offset[index] + this.firstLength[index];
    return decodeUtf8(this.pool, start, start + this.secondLength[index]);
  }

  /**
   * Offset behind the first string of `index` where it stands at `buf[at]`; -1 where it doesn't, or
   * reaches past `limit`.
   */
  firstEndsAt(
    index: number,
    buf: Uint8Array,
    at: number,
    limit: number,
  ): number {
    const length = this.firstLength[index];
    if (at + length > limit) return -1;
    return this.matchEnd(this.offset[index], length, buf, at);
  }

  /** The same for the second string. */
  secondEndsAt(
    index: number,
    buf: Uint8Array,
    at: number,
    limit: number,
  ): number {
    const length = this.secondLength[index];
    if (at + length > limit) return -1;
    const start = this.offset[index] + this.firstLength[index];
    return this.matchEnd(start, length, buf, at);
  }

  tagOf(index: number): number {
    return this.tag[index];
  }

  private matchEnd(
    start: number,
    length: number,
    buf: Uint8Array,
    at: number,
  ): number {
    const { pool } = this;
    for (let i = 0; i < length; i += 1) {
      if (pool[start + i] !== buf[at + i]) return -1;
    }
    return at + length;
  }

  private isSame(
    index: number,
    first: ByteRange,
    second: ByteRange,
    tag: number,
  ): boolean {
    if (
      this.tag[index] !== tag ||
      this.firstLength[index] !== first.end - first.start ||
      this.secondLength[index] !== second.end - second.start
    ) {
      return false;
    }
    const at = this.offset[index];
    return (
      isEqualAt(this.pool, at, first) &&
      isEqualAt(this.pool, at + this.firstLength[index], second)
    );
  }

  private add(
    first: ByteRange,
    second: ByteRange,
    at: { tag: number; hash: number; slot: number },
  ): number {
    const needed = this.poolUsed + first.length + second.length;
    if (needed > this.pool.length) {
      const larger = new Uint8Array(Math.max(needed, this.pool.length * 2));
      larger.set(this.pool.subarray(0, this.poolUsed));
      this.pool = larger;
    }
    if (this.count === this.offset.length) this.growRows();
    const index = this.count;
    this.count += 1;
    this.offset[index] = this.poolUsed;
    this.firstLength[index] = first.length;
    this.secondLength[index] = second.length;
    this.tag[index] = at.tag;
    this.hash[index] = at.hash;
    this.pool.set(first.buf.subarray(first.start, first.end), this.poolUsed);
    this.pool.set(
      second.buf.subarray(second.start, second.end),
      this.poolUsed + first.length,
    );
    this.poolUsed = needed;
    this.slots[at.slot] = index + 1;
    if (this.count * 2 > this.slots.length) this.growSlots();
    return index;
  }

  private growRows(): void {
    const rows = this.offset.length * 2;
    const grown = <T extends Uint32Array | Uint8Array | Int32Array>(
      from: T,
      to: T,
    ): T => {
      to.set(from);
      return to;
    };
    this.offset = grown(this.offset, new Uint32Array(rows));
    this.firstLength = grown(this.firstLength, new Uint32Array(rows));
    this.secondLength = grown(this.secondLength, new Uint32Array(rows));
    this.tag = grown(this.tag, new Uint8Array(rows));
    this.hash = grown(this.hash, new Int32Array(rows));
  }

  private growSlots(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index += 1) {
      const hash = this.hash[index];
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.slots = slots;
  }
}

/** Four bytes a step: the multiplication's latency, not the loads, bounds a byte-wise hash. */
function hashBytes(range: ByteRange, seed: number): number {
  const { buf, end } = range;
  let i = range.start;
  let h = Math.imul(seed ^ (end - i), 0x9e3779b1);
  for (; i + 4 <= end; i += 4) {
    const word =
      buf[i] | (buf[i + 1] << 8) | (buf[i + 2] << 16) | (buf[i + 3] << 24);
    h = Math.imul(h ^ word, 0x85ebca6b);
    h ^= h >>> 13;
  }
  for (; i < end; i += 1) h = Math.imul(h ^ buf[i], 0x01000193);
  return h ^ (h >>> 16);
}

function isEqualAt(pool: Uint8Array, at: number, range: ByteRange): boolean {
  const { buf, start, end } = range;
  for (let i = start, j = at; i < end; i += 1, j += 1) {
    if (buf[i] !== pool[j]) return false;
  }
  return true;
}
