import { decodeUtf8, encodeUtf8 } from "../../utf8.ts";
import { type ByteRange, bytesOf, bytesStartWith } from "./byte-range.ts";

const START = bytesOf('{"log":"');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/** What a JSON escape stands for, by its letter; 0 for none. */
const ESCAPES = new Uint8Array(256);
for (const [letter, value] of [
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
]) {
  ESCAPES[letter.charCodeAt(0)] = value.charCodeAt(0);
}

/** A docker json-file line: what was logged, and the rest of the entry. */
export interface DockerLine {
  /** UTF-8 of the value of `log`. */
  readonly bytes: Uint8Array;
  /** What follows that value: `,"stream":"stderr","time":"…"}`. */
  readonly rest: string;
}

/** UTF-8 of the `\uXXXX` escapes from `at` on, surrogate pairs as one; null where they are none. */
function unicodeEscape(
  buf: Uint8Array,
  at: number,
  end: number,
): { bytes: Uint8Array; next: number } | null {
  const text = decodeUtf8(buf, at, Math.min(at + 12, end));
  const match =
    /^\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|^\\u([0-9a-fA-F]{4})/.exec(
      text,
    );
  if (match === null) return null;
  const units = match[3] === undefined ? [match[1], match[2]] : [match[3]];
  const char = String.fromCharCode(...units.map((hex) => parseInt(hex, 16)));
  return { bytes: encodeUtf8(char), next: at + match[0].length };
}

/**
 * Reads `{"log":"…","stream":…}` as docker's json-file driver writes it, byte by byte: a log of
 * millions of such lines would take `JSON.parse` several times as long. Null for any other line.
 */
export function readDockerLine(range: ByteRange): DockerLine | null {
  if (!bytesStartWith(range, START)) return null;
  const { buf, end } = range;
  // No escape is shorter than what it stands for.
  const bytes = new Uint8Array(range.length);
  let length = 0;
  let i = range.start + START.length;
  for (; i < end && buf[i] !== QUOTE; i += 1) {
    if (buf[i] !== BACKSLASH) {
      bytes[length++] = buf[i];
      continue;
    }
    i += 1;
    if (buf[i] !== LOWER_U) {
      bytes[length++] = ESCAPES[buf[i]];
      continue;
    }
    const escape = unicodeEscape(buf, i - 1, end);
    if (escape === null) return null;
    bytes.set(escape.bytes, length);
    length += escape.bytes.length;
    i = escape.next - 1;
  }
  if (i >= end) return null;
  return {
    bytes: bytes.subarray(0, length),
    rest: decodeUtf8(buf, i + 1, end),
  };
}
