import { type ByteRange, bytesOf } from "./byte-range.ts";
import { unquoteGo } from "./go-labels.ts";
import { PREFIX_MAX } from "./log-prefix.ts";

const GOROUTINE = bytesOf("oroutine ");
const COLON = 0x3a;
const SPACE = 0x20;
const BACKSLASH = 0x5c;

/**
 * Offset of `goroutine N [` in a line that ends with `:`, -1 where there is none: a header behind a
 * log prefix. `Goroutine` (goleak) counts, and loses the bracket or blank before it.
 */
export function findHeader(range: ByteRange): number {
  const { buf, start, end } = range;
  if (end - start < 14 || buf[end - 1] !== COLON) return -1;
  const last = Math.min(end, start + PREFIX_MAX) - 12;
  for (let i = start; i < last; i += 1) {
    if (buf[i] !== 0x67 && buf[i] !== 0x47) continue;
    if (!matchesAt(buf, i + 1, GOROUTINE) || !hasIdAt(buf, i + 10)) continue;
    if (buf[i] === 0x67) return i;
    const before = i > start ? buf[i - 1] : 0;
    return before === 0x5b || before === SPACE ? i - 1 : i;
  }
  return -1;
}

/** Digits and a blank. A line that ends with `:` ends the loop before the buffer does. */
function hasIdAt(buf: Uint8Array, at: number): boolean {
  let k = at;
  while (buf[k] >= 0x30 && buf[k] <= 0x39) k += 1;
  return k > at && buf[k] === SPACE;
}

function matchesAt(buf: Uint8Array, at: number, pattern: Uint8Array): boolean {
  for (let i = 0; i < pattern.length; i += 1) {
    if (buf[at + i] !== pattern[i]) return false;
  }
  return true;
}

/** What a line outside of a traceback says about the dumps around it. */
export type ForeignMeaning =
  | { readonly kind: "none" }
  | { readonly kind: "boundary"; readonly isGoleak: boolean }
  | { readonly kind: "crash-sequel" }
  | {
      readonly kind: "count-profile";
      readonly name: string;
      readonly total: number;
      /** Bytes before the name: a log prefix. */
      readonly prefixLength: number;
    }
  | {
      readonly kind: "escaped-trace";
      /** The traceback with its line ends. */
      readonly text: string;
    };

const NONE: ForeignMeaning = { kind: "none" };
const BOUNDARY =
  /(?:^|[\s\]|:])(?:panic: |fatal error: |SIG[A-Z]{2,6}: |runtime: goroutine stack exceeds|unexpected fault address|http: panic serving )|^=== (?:RUN|CONT) /;
const GOLEAK_BOUNDARY = /found unexpected goroutines:/;
const COUNT_PROFILE =
  /(?:^|[\s|:])(goroutine|goroutineleak) profile: total (\d+)$/;

/** A whole traceback in one value of a logfmt or text entry. */
const ESCAPED_TRACE = /goroutine \d+ \[[^"]{1,200}\]:\\n/;

/** Longest line that is looked at; longer ones are data. */
const LINE_MAX = 1 << 20;

/**
 * Reads a line that is no part of a traceback. Only lines with a `:` or `---` are decoded: a log
 * may have millions.
 */
export function foreignMeaning(range: ByteRange): ForeignMeaning {
  const { buf, start, end } = range;
  const length = end - start;
  if (length === 0 || length > LINE_MAX) return NONE;
  if (length === 5 && range.text === "-----") return { kind: "crash-sequel" };
  if (!mayMean(buf, start, end)) return NONE;
  const { text } = range;
  const count = COUNT_PROFILE.exec(text);
  if (count !== null) {
    const [, name, total] = count;
    const own = name.length + " profile: total ".length + total.length;
    return {
      kind: "count-profile",
      name,
      total: Number(total),
      prefixLength: length - own,
    };
  }
  const trace = ESCAPED_TRACE.exec(text);
  if (trace !== null) return escapedTrace(text, trace.index);
  if (GOLEAK_BOUNDARY.test(text)) return { kind: "boundary", isGoleak: true };
  return BOUNDARY.test(text) ? { kind: "boundary", isGoleak: false } : NONE;
}

/** Cheap test before a line is decoded: a colon behind the right letters, `total N`, `===`. */
function mayMean(buf: Uint8Array, start: number, end: number): boolean {
  if (buf[start] === 0x3d || buf[start] === 0x72) return true;
  for (let i = start + 4; i < end; i += 1) {
    if (buf[i] !== COLON) continue;
    if (isBoundaryColon(buf, start, i)) return true;
    if (buf[i + 1] === BACKSLASH && buf[i - 1] === 0x5d) return true;
  }
  return false;
}

/** Last letters before the colon of: panic, error, SIGQUIT…, goroutines, profile, runtime. */
function isBoundaryColon(buf: Uint8Array, start: number, i: number): boolean {
  const c = buf[i - 1];
  if (c >= 0x41 && c <= 0x5a) return true;
  if (i - start < 5) return false;
  const b = buf[i - 2];
  return (
    (c === 0x63 && b === 0x69) ||
    (c === 0x72 && b === 0x6f) ||
    (c === 0x73 && b === 0x65) ||
    (c === 0x65 && (b === 0x6c || b === 0x6d)) ||
    (c === 0x70 && b === 0x74)
  );
}

/** The value that begins at `start`, up to the quote that ends it. */
function escapedTrace(text: string, start: number): ForeignMeaning {
  const value = /^(?:[^"\\]|\\[^])*/.exec(text.slice(start));
  const unquoted = unquoteGo(value === null ? "" : value[0]);
  return { kind: "escaped-trace", text: unquoted };
}

/** What stands below the last goroutine of a trace: registers, the exit status, go test's verdict. */
const EPILOGUE =
  /^(?:[a-z][a-z0-9_]{0,7} +0x[0-9a-f]+|exit status \d+|signal: .*|(?:Aborted|Killed|Quit|Terminated)(?: \(core dumped\))?|FAIL(?:\t.*)?|PASS|ok {2}\t.*)$/;

/** Whether the line ends a trace that has no blank line at its end. */
export function isEpilogue(range: ByteRange): boolean {
  return range.end - range.start < 200 && EPILOGUE.test(range.text);
}
