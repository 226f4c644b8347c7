import type { StringIndex, StringTable } from "#profile/string-table.ts";

/**
 * Finds equal strings in a table that may hold a text twice (legal in profile.proto, seen in files of
 * other writers): two functions are one entry by their names' text, not by its number.
 */
export class CanonicalStrings {
  private slots = new Int32Array(64).fill(-1);
  private count = 0;
  private readonly known: Int32Array;

  constructor(private readonly strings: StringTable) {
    this.known = new Int32Array(strings.length).fill(-1);
  }

  /** The first index asked for that has the same bytes as `index`. */
  of(index: StringIndex): StringIndex {
    const known = this.known[index];
    if (known >= 0) return known;
    const canonical = this.find(index);
    this.known[index] = canonical;
    return canonical;
  }

  private find(index: StringIndex): StringIndex {
    const mask = this.slots.length - 1;
    let slot = this.hash(index) & mask;
    for (;;) {
      const other = this.slots[slot];
      if (other < 0) break;
      if (this.strings.compareBytes(other, index) === 0) return other;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = index;
    this.count += 1;
    if (this.count * 2 > mask) this.grow();
    return index;
  }

  /** FNV-1a over the bytes. */
  private hash(index: StringIndex): number {
    const { bytes, offsets } = this.strings.columns;
    const end = offsets[index + 1];
    let h = 0x811c9dc5;
    for (let i = offsets[index]; i < end; i += 1) {
      h = Math.imul(h ^ bytes[i], 0x01000193);
    }
    return (h ^ (h >>> 15)) >>> 0;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (const index of old) {
      if (index < 0) continue;
      let slot = this.hash(index) & mask;
      while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = index;
    }
  }
}
