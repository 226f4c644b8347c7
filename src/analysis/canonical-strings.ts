import type { StringIndex, StringTable } from "#profile/string-table.ts";

/**
 * Finds equal strings in a table that may hold a text twice (legal in profile.proto, seen in files of
 * other writers): two functions are one entry by their names' text, not by its number.
 */
export class CanonicalStrings {
  private slots = new Int32Array(1024).fill(-1);
  /** Hash of the string in each slot, so that growing does not read strings again. */
  private hashes = new Uint32Array(1024);
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
    const hash = this.hash(index);
    let slot = hash & mask;
    for (;;) {
      const other = this.slots[slot];
      if (other < 0) break;
      if (
        this.hashes[slot] === hash &&
        this.strings.compareBytes(other, index) === 0
      ) {
        return other;
      }
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = index;
    this.hashes[slot] = hash;
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
    const { slots, hashes } = this;
    this.slots = new Int32Array(slots.length * 4).fill(-1);
    this.hashes = new Uint32Array(slots.length * 4);
    const mask = this.slots.length - 1;
    for (let old = 0; old < slots.length; old += 1) {
      if (slots[old] < 0) continue;
      let slot = hashes[old] & mask;
      while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = slots[old];
      this.hashes[slot] = hashes[old];
    }
  }
}
