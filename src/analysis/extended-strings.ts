import { StringTable, type StringIndex } from "#profile/string-table.ts";
import { encodeUtf8 } from "#profile/utf8.ts";

/** A table's strings and some more behind them: indices of the first stay valid. Equal additions are one. */
export class ExtendedStrings {
  private readonly extra: Uint8Array[] = [];
  private readonly indexByText = new Map<string, number>([["", 0]]);

  constructor(private readonly base: StringTable) {}

  intern(text: string): StringIndex {
    const known = this.indexByText.get(text);
    if (known !== undefined) return known;
    const index = this.base.length + this.extra.length;
    this.extra.push(encodeUtf8(text));
    this.indexByText.set(text, index);
    return index;
  }

  build(): StringTable {
    const { bytes, offsets } = this.base.columns;
    const baseBytes = offsets[this.base.length];
    const extraBytes = this.extra.reduce((sum, text) => sum + text.length, 0);
    const allBytes = new Uint8Array(baseBytes + extraBytes);
    allBytes.set(bytes.subarray(0, baseBytes));
    const allOffsets = new Uint32Array(
      this.base.length + this.extra.length + 1,
    );
    allOffsets.set(offsets);
    let at = baseBytes;
    this.extra.forEach((text, i) => {
      allBytes.set(text, at);
      at += text.length;
      allOffsets[this.base.length + i + 1] = at;
    });
    return new StringTable({ bytes: allBytes, offsets: allOffsets });
  }
}
