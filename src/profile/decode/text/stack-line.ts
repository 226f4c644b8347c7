/**
 * Byte-level recognisers for the lines of a traceback (runtime/traceback.go: traceback2). They look
 * at a line from its end, since names may hold `(*T)` and paths may hold `C:` and blanks:
 * ```
 *   main.(*relay).forward(0xc000012120, {0x6d1c60?, ...})
 *   \tC:/src/relay/main.go:42 +0x1d fp=0xc00017 sp=0xc00015 pc=0x68030c
 *     ^path           line^ ^----- cut, from the end -----------------^
 * ```
 */
import type { ByteRange } from "./byte-range.ts";

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const COLON = 0x3a;
const PLUS = 0x2b;
const EQUALS = 0x3d;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_X = 0x78;

const IS_HEX = new Uint8Array(256);
/** What Go prints between the parentheses: hex words, `{…}`, `...`, `_`, `?`. */
const IS_ARG = new Uint8Array(256);
for (const c of "0123456789abcdefABCDEF") IS_HEX[c.charCodeAt(0)] = 1;
for (const c of "0123456789abcdefABCDEFx{}[], .?_-+") {
  IS_ARG[c.charCodeAt(0)] = 1;
}

/**
 * Offset of the parenthesis that opens the arguments when the line is `name(args)`: the last `(`,
 * with nothing but argument words behind it and no blank before it. -1 otherwise.
 */
export function argsOpenAt(line: ByteRange): number {
  const { buf, start, end } = line;
  if (end - start < 3 || buf[end - 1] !== CLOSE) return -1;
  let open = end - 2;
  while (open > start && IS_ARG[buf[open]] === 1) open -= 1;
  if (open <= start || buf[open] !== OPEN) return -1;
  for (let i = start; i < open; i += 1) {
    if (buf[i] <= SPACE) return -1;
  }
  return open;
}

/**
 * Offset of the `)` that ends the arguments beginning at `buf[at]`, when a newline and a tab follow
 * it; -1 otherwise. `buf[limit]` is a newline: nothing behind it is read.
 */
export function argsCloseAt(
  buf: Uint8Array,
  at: number,
  limit: number,
): number {
  if (at >= limit) return -1;
  let i = at;
  while (IS_ARG[buf[i]] === 1) i += 1;
  return i + 2 < limit &&
    buf[i] === CLOSE &&
    buf[i + 1] === 0x0a &&
    buf[i + 2] === 0x09
    ? i
    : -1;
}

/**
 * Offset behind the newline that ends the position suffixes beginning at `buf[at]` (none, or those
 * that `positionEnd` cuts after an offset); -1 for anything else. `buf[limit]` is a newline.
 */
export function suffixLineEnd(
  buf: Uint8Array,
  at: number,
  limit: number,
): number {
  let i = at;
  if (buf[i] === 0x0a) return i + 1;
  let isOffset = true;
  while (i + 5 < limit && buf[i] === SPACE) {
    i += isOffset && buf[i + 1] === PLUS ? 2 : 4;
    if (isOffset ? buf[i - 1] !== PLUS : buf[i - 1] !== EQUALS) return -1;
    isOffset = false;
    if (buf[i] !== ZERO || buf[i + 1] !== LOWER_X) return -1;
    i += 2;
    const digits = i;
    while (IS_HEX[buf[i]] === 1) i += 1;
    if (i === digits) return -1;
    if (buf[i] === 0x0a) return i + 1;
  }
  return -1;
}

/** What stood behind the line number of a position. */
export const SUFFIX_NONE = 0;
/** ` +0x1d`, perhaps with registers. */
export const SUFFIX_OFFSET = 1;
/** ` pc=0x…` without an offset: a C frame (printOneCgoTraceback). */
export const SUFFIX_PC = 2;

/** Suffix of the position that `positionEnd` found last. */
export let lastSuffix: number = SUFFIX_NONE;

/** Cuts ` +0x1d`, ` fp=0x…`, ` sp=0x…`, ` pc=0x…` off the end; sets `lastSuffix`. */
function cutSuffixes(buf: Uint8Array, start: number, lineEnd: number): number {
  let end = lineEnd;
  lastSuffix = SUFFIX_NONE;
  for (;;) {
    let k = end;
    while (k > start && IS_HEX[buf[k - 1]] === 1) k -= 1;
    if (k === end || k - start < 5) return end;
    if (buf[k - 1] !== LOWER_X || buf[k - 2] !== ZERO) return end;
    if (buf[k - 3] === PLUS && buf[k - 4] === SPACE) {
      lastSuffix = SUFFIX_OFFSET;
      end = k - 4;
    } else if (buf[k - 3] === EQUALS && k - 6 > start && buf[k - 6] === SPACE) {
      if (lastSuffix === SUFFIX_NONE) lastSuffix = SUFFIX_PC;
      end = k - 6;
    } else {
      return end;
    }
  }
}

/**
 * End of `path:line` in `buf[start .. lineEnd)`, -1 where it is none. The line number is what
 * follows the last colon (rule H2).
 */
export function positionEnd(
  buf: Uint8Array,
  start: number,
  lineEnd: number,
): number {
  const end = cutSuffixes(buf, start, lineEnd);
  let k = end;
  while (k > start && buf[k - 1] >= ZERO && buf[k - 1] <= NINE) k -= 1;
  return k < end && k - 1 > start && buf[k - 1] === COLON ? end : -1;
}

/** First offset of `buf[start .. end)` that is no blank or tab. */
export function skipBlanks(
  buf: Uint8Array,
  start: number,
  end: number,
): number {
  let i = start;
  while (i < end && (buf[i] === SPACE || buf[i] === 0x09)) i += 1;
  return i;
}

/** Decimal number in `buf[start .. end)`; -1 where it is empty or holds anything else. */
export function decimalIn(buf: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const digit = buf[i] - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** `path:line` apart, at the last colon. The line is 0 where there is none. */
export function splitPosition(position: string): {
  file: string;
  line: number;
} {
  const colon = position.lastIndexOf(":");
  const digits = position.slice(colon + 1);
  return colon > 0 && /^\d+$/.test(digits)
    ? { file: position.slice(0, colon), line: Number(digits) }
    : { file: position, line: 0 };
}

/** Whether the arguments are `...`: Go prints them for inlined calls (and for ancestors). */
export function isInlinedArgs(args: ByteRange): boolean {
  const { buf, start, end } = args;
  return (
    end - start === 3 &&
    buf[start] === 0x2e &&
    buf[start + 1] === 0x2e &&
    buf[start + 2] === 0x2e
  );
}
