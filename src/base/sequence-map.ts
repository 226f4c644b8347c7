/** Steps of MurmurHash3's finaliser: every input bit reaches every output bit. */
function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function grown(column: Int32Array, least: number): Int32Array {
  if (least <= column.length) return column;
  const longer = new Int32Array(Math.max(least, column.length * 2));
  longer.set(column);
  return longer;
}

/**
 * Numbers sequences of 32-bit integers densely, 0, 1, 2, … in the order of first use: what `PairMap`
 * is for pairs. A sequence is pushed number by number, then closed:
 *
 * ```
 *   push(7) push(9) close() -> 0
 *   close()                 -> 1     the empty one
 *   push(7) push(9) close() -> 0
 * ```
 * Hashes are seeded at random, so that no input can be made to collide.
 */
export class SequenceMap {
  private slots: Int32Array;
  private mask: number;
  private numbers: Int32Array;
  /** Sequence `i` is `numbers[ends[i - 1] .. ends[i])`. */
  private ends: Int32Array;
  private hashes: Int32Array;
  private count = 0;
  private used = 0;
  private start = 0;
  private readonly seed = Math.trunc(Math.random() * 2 ** 32) | 0;
  private hash = this.seed;

  /** `expected` sequences fit without growing. */
  constructor(expected = 16) {
    let capacity = 32;
    while (capacity < expected * 2) capacity *= 2;
    this.slots = new Int32Array(capacity).fill(-1);
    this.mask = capacity - 1;
    this.numbers = new Int32Array(capacity);
    this.ends = new Int32Array(capacity >> 1);
    this.hashes = new Int32Array(capacity >> 1);
  }

  get size(): number {
    return this.count;
  }

  /** Adds an integer (its low 32 bits count) to the sequence that is begun. */
  push(value: number): void {
    if (this.used === this.numbers.length) {
      this.numbers = grown(this.numbers, this.used + 1);
    }
    this.numbers[this.used++] = value;
    const h = Math.imul(this.hash ^ value, 0x9e3779b1);
    this.hash = h ^ (h >>> 15);
  }

  /** Number of the sequence; one not seen before gets `size`, which then grows. */
  close(): number {
    const { start, used, slots, mask, hashes } = this;
    const hash = mixed(this.hash ^ (used - start));
    this.hash = this.seed;
    let slot = hash & mask;
    for (;;) {
      const index = slots[slot];
      if (index < 0) break;
      if (hashes[index] === hash && this.isEqual(index)) {
        this.used = start;
        return index;
      }
      slot = (slot + 1) & mask;
    }
    const index = this.count;
    this.ends = grown(this.ends, index + 1);
    this.hashes = grown(this.hashes, index + 1);
    slots[slot] = index;
    this.ends[index] = used;
    this.hashes[index] = hash;
    this.start = used;
    this.count += 1;
    if (this.count * 2 > mask) this.grow();
    return index;
  }

  /** Whether sequence `index` says the same as the one that is begun. */
  private isEqual(index: number): boolean {
    const { numbers, ends, start, used } = this;
    const from = index === 0 ? 0 : ends[index - 1];
    if (ends[index] - from !== used - start) return false;
    for (let i = start, j = from; i < used; i += 1, j += 1) {
      if (numbers[i] !== numbers[j]) return false;
    }
    return true;
  }

  private grow(): void {
    const capacity = (this.mask + 1) * 2;
    const mask = capacity - 1;
    const slots = new Int32Array(capacity).fill(-1);
    for (let index = 0; index < this.count; index += 1) {
      let slot = this.hashes[index] & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
    this.slots = slots;
    this.mask = mask;
  }
}
