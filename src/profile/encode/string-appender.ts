import type { StringIndex, StringTable } from "../string-table.ts";
import { encodeUtf8 } from "../utf8.ts";

function startsWithAt(
  bytes: Uint8Array,
  offset: number,
  needle: Uint8Array,
): boolean {
  for (let i = 0; i < needle.length; i += 1) {
    if (bytes[offset + i] !== needle[i]) return false;
  }
  return true;
}

/**
 * A `StringTable` to which a few strings are added, without decoding it: the rows of the table keep
 * their indices. Looking up a string scans the table, which is fine for the dozen of a header.
 */
export class StringAppender {
  private readonly known = new Map<string, StringIndex>([["", 0]]);
  private readonly added: Uint8Array[] = [];

  constructor(private readonly table: StringTable) {}

  get length(): number {
    return this.table.length + this.added.length;
  }

  /** Index of `text`, added when the table lacks it. */
  indexOf(text: string): StringIndex {
    let index = this.known.get(text);
    if (index === undefined) {
      const needle = encodeUtf8(text);
      index = this.find(needle);
      if (index < 0) index = this.table.length + this.added.push(needle) - 1;
      this.known.set(text, index);
    }
    return index;
  }

  /** UTF-8 of row `index`, as stored. */
  bytesAt(index: StringIndex): Uint8Array {
    const { bytes, offsets } = this.table.columns;
    return index < this.table.length
      ? bytes.subarray(offsets[index], offsets[index + 1])
      : this.added[index - this.table.length];
  }

  private find(needle: Uint8Array): StringIndex {
    const { bytes, offsets } = this.table.columns;
    for (let i = 0; i < this.table.length; i += 1) {
      if (
        offsets[i + 1] - offsets[i] === needle.length &&
        startsWithAt(bytes, offsets[i], needle)
      ) {
        return i;
      }
    }
    return -1;
  }
}
