const EMPTY = -1;

/**
 * Set of numbers >= 0 in a flat table: goroutine ids of a dump. A `Set` of 100 k numbers took a
 * tenth of the whole parse.
 */
export class NumberSet {
  private slots = new Float64Array(256).fill(EMPTY);
  private count = 0;

  get size(): number {
    return this.count;
  }

  has(value: number): boolean {
    return this.slots[this.find(value)] === value;
  }

  /** False where the value was there. */
  add(value: number): boolean {
    const slot = this.find(value);
    if (this.slots[slot] === value) return false;
    this.slots[slot] = value;
    this.count += 1;
    if (this.count * 2 > this.slots.length) this.grow();
    return true;
  }

  private find(value: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    // Ids are handed out in order: neighbours share a cache line when the hash keeps them together.
    let slot = (value ^ (value >>> 15)) & mask;
    while (slots[slot] !== EMPTY && slots[slot] !== value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Float64Array(old.length * 2).fill(EMPTY);
    for (const value of old) {
      if (value !== EMPTY) this.slots[this.find(value)] = value;
    }
  }
}
