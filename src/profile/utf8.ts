/**
 * UTF-8 both ways without loss. Go keeps strings as bytes and prints them as they are, valid or not
 * (pprof-rules.md W10), so a byte that is not part of valid UTF-8 decodes to the lone surrogate
 * U+DC00 + byte and encodes back to that byte. Valid UTF-8 never yields lone surrogates, so the two
 * can't be confused. `TextDecoder` would replace such bytes, and is no language feature (this layer
 * has no platform).
 */

/** Range of the second byte of a longer sequence (Unicode table 3-7): no overlong forms, surrogates, or points past U+10FFFF. */
function isSecondByte(b0: number, b1: number): boolean {
  if (b0 === 0xe0) return b1 >= 0xa0 && b1 <= 0xbf;
  if (b0 === 0xed) return b1 >= 0x80 && b1 <= 0x9f;
  if (b0 === 0xf0) return b1 >= 0x90 && b1 <= 0xbf;
  if (b0 === 0xf4) return b1 >= 0x80 && b1 <= 0x8f;
  return b1 >= 0x80 && b1 <= 0xbf;
}

/** Length in bytes of the valid sequence at `i`, 0 where there is none. */
function sequenceLength(bytes: Uint8Array, i: number, end: number): number {
  const b0 = bytes[i];
  if (b0 < 0x80) return 1;
  if (b0 < 0xc2 || b0 > 0xf4) return 0;
  const length = b0 < 0xe0 ? 2 : b0 < 0xf0 ? 3 : 4;
  if (i + length > end || !isSecondByte(b0, bytes[i + 1])) return 0;
  for (let k = 2; k < length; k += 1) {
    if ((bytes[i + k] & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function codePointAt(bytes: Uint8Array, i: number, length: number): number {
  if (length === 1) return bytes[i];
  if (length === 2) return ((bytes[i] & 0x1f) << 6) | (bytes[i + 1] & 0x3f);
  if (length === 3) {
    return (
      ((bytes[i] & 0x0f) << 12) |
      ((bytes[i + 1] & 0x3f) << 6) |
      (bytes[i + 2] & 0x3f)
    );
  }
  return (
    ((bytes[i] & 0x07) << 18) |
    ((bytes[i + 1] & 0x3f) << 12) |
    ((bytes[i + 2] & 0x3f) << 6) |
    (bytes[i + 3] & 0x3f)
  );
}

/** Most code units handed to `fromCharCode` in one call: far below any engine's argument limit. */
const BATCH = 4096;

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] >= 0x80) return false;
  return true;
}

/** Text of `bytes[start .. end)`. Never fails; see the file header for invalid bytes. */
export function decodeUtf8(
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): string {
  if (end - start <= BATCH && isAscii(bytes, start, end)) {
    // Typed arrays are array-likes: several times faster than an array of code units.
    return String.fromCharCode.apply(
      null,
      bytes.subarray(start, end) as unknown as number[],
    );
  }
  let text = "";
  let units: number[] = [];
  let i = start;
  while (i < end) {
    const length = sequenceLength(bytes, i, end);
    if (length === 0) {
      units.push(0xdc00 + bytes[i]);
      i += 1;
    } else {
      const point = codePointAt(bytes, i, length);
      if (point >= 0x10000) {
        units.push(
          0xd800 + ((point - 0x10000) >> 10),
          0xdc00 + ((point - 0x10000) & 0x3ff),
        );
      } else {
        units.push(point);
      }
      i += length;
    }
    if (units.length >= BATCH) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/** Bytes of `text`; lone surrogates U+DC80..U+DCFF become the byte they stand for, others U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 3);
  let n = 0;
  for (let i = 0; i < text.length; i += 1) {
    let point = text.codePointAt(i) ?? 0;
    if (point >= 0x10000) i += 1;
    else if (point >= 0xdc80 && point <= 0xdcff) {
      out[n++] = point - 0xdc00;
      continue;
    } else if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) out[n++] = point;
    else if (point < 0x800) {
      out[n++] = 0xc0 | (point >> 6);
      out[n++] = 0x80 | (point & 0x3f);
    } else {
      if (point >= 0x10000) {
        out[n++] = 0xf0 | (point >> 18);
        out[n++] = 0x80 | ((point >> 12) & 0x3f);
      } else {
        out[n++] = 0xe0 | (point >> 12);
      }
      out[n++] = 0x80 | ((point >> 6) & 0x3f);
      out[n++] = 0x80 | (point & 0x3f);
    }
  }
  return out.slice(0, n);
}

/** Whether `bytes[start .. end)` is valid UTF-8. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start;
  while (i < end) {
    const length = sequenceLength(bytes, i, end);
    if (length === 0) return false;
    i += length;
  }
  return true;
}
