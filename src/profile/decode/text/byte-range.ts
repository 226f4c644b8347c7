import { decodeUtf8, encodeUtf8 } from "../../utf8.ts";

/** A part of a buffer, reused from line to line: no slice is made for it. */
export class ByteRange {
  buf: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;

  set(buf: Uint8Array, start: number, end: number): void {
    this.buf = buf;
    this.start = start;
    this.end = end;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Copies the bytes, so that the buffer may be reused by its owner. */
  detach(): void {
    this.set(this.buf.slice(this.start, this.end), 0, this.end - this.start);
  }

  get text(): string {
    return decodeUtf8(this.buf, this.start, this.end);
  }
}

/** Whether `buf[start .. end)` begins with `pattern`. */
export function bytesStartWith(
  range: ByteRange,
  pattern: Uint8Array,
  from = range.start,
): boolean {
  if (range.end - from < pattern.length) return false;
  const { buf } = range;
  for (let i = 0; i < pattern.length; i += 1) {
    if (buf[from + i] !== pattern[i]) return false;
  }
  return true;
}

/** Whether `pattern` ends exactly at offset `end` of `buf`, not reaching before `start`. */
export function bytesEndAt(
  range: ByteRange,
  pattern: Uint8Array,
  end: number,
): boolean {
  const from = end - pattern.length;
  return from >= range.start && bytesStartWith(range, pattern, from);
}

/** UTF-8 of a constant. */
export function bytesOf(text: string): Uint8Array {
  return encodeUtf8(text);
}
