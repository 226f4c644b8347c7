import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** Dense number of a string in a `StringTable`; 0 is always the empty string (profile.proto). */
export type StringIndex = number;

/** The memory of a string table: crosses threads as it is, without a copy when shared. */
export interface StringColumns {
  /** UTF-8 of all strings, one after the other. May hold invalid UTF-8: kept as it came. */
  readonly bytes: Uint8Array;
  /** `length + 1` byte offsets, ascending; string i is `bytes[offsets[i] .. offsets[i + 1])`. */
  readonly offsets: Uint32Array;
}

/**
 * Strings of a profile as UTF-8 bytes, decoded on demand and kept: a profile of 50 k functions shows
 * a few hundred names at a time. Bytes that are not UTF-8 come out as lone surrogates
 * U+DC80..U+DCFF (see `utf8.ts`) and go back to the same bytes.
 */
export class StringTable {
  private readonly cache: (string | undefined)[];

  constructor(readonly columns: StringColumns) {
    this.cache = new Array<string | undefined>(columns.offsets.length - 1);
  }

  get length(): number {
    return this.columns.offsets.length - 1;
  }

  get(index: StringIndex): string {
    const cached = this.cache[index];
    if (cached !== undefined) return cached;
    const { bytes, offsets } = this.columns;
    const text = decodeUtf8(bytes, offsets[index], offsets[index + 1]);
    this.cache[index] = text;
    return text;
  }

  /** First string that is `text`, by its bytes; -1 where there is none. Decodes nothing. */
  find(text: string): StringIndex {
    const { bytes, offsets } = this.columns;
    const wanted = encodeUtf8(text);
    for (let index = 0; index < this.length; index += 1) {
      const start = offsets[index];
      if (offsets[index + 1] - start !== wanted.length) continue;
      let i = 0;
      while (i < wanted.length && bytes[start + i] === wanted[i]) i += 1;
      if (i === wanted.length) return index;
    }
    return -1;
  }

  /** Order by UTF-8 bytes, as Go compares strings; negative, 0 or positive. */
  compareBytes(a: StringIndex, b: StringIndex): number {
    if (a === b) return 0;
    const { bytes, offsets } = this.columns;
    let i = offsets[a];
    let j = offsets[b];
    const endA = offsets[a + 1];
    const endB = offsets[b + 1];
    while (i < endA && j < endB) {
      const difference = bytes[i] - bytes[j];
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    return endA - i - (endB - j);
  }
}

/** Builds a `StringTable`; equal strings get one index, the empty string is 0. */
export class StringTableBuilder {
  private readonly indexByText = new Map<string, StringIndex>([["", 0]]);
  private readonly texts: string[] = [""];

  intern(text: string): StringIndex {
    const known = this.indexByText.get(text);
    if (known !== undefined) return known;
    const index = this.texts.length;
    this.texts.push(text);
    this.indexByText.set(text, index);
    return index;
  }

  get length(): number {
    return this.texts.length;
  }

  build(): StringTable {
    const parts = this.texts.map((text) => encodeUtf8(text));
    const offsets = new Uint32Array(parts.length + 1);
    parts.forEach((part, i) => {
      offsets[i + 1] = offsets[i] + part.length;
    });
    const bytes = new Uint8Array(offsets[parts.length]);
    parts.forEach((part, i) => bytes.set(part, offsets[i]));
    return new StringTable({ bytes, offsets });
  }
}
