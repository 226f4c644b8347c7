import type { FlameBoxes } from "./flame-boxes.ts";

/** What is searched for. */
export interface SearchQuery {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
}

/** A test of names, or why there is none. */
export type NameTest =
  | { readonly ok: true; readonly matches: (name: string) => boolean }
  /** `reason` comes from the regular expression engine, in English. */
  | { readonly ok: false; readonly reason: string };

/** Compiles a query; null for an empty one. */
export function compileQuery(query: SearchQuery): NameTest | null {
  if (query.text === "") return null;
  if (!query.isRegex) {
    if (query.matchCase) {
      return { ok: true, matches: (name) => name.includes(query.text) };
    }
    const lower = query.text.toLowerCase();
    return { ok: true, matches: (name) => name.toLowerCase().includes(lower) };
  }
  try {
    const pattern = new RegExp(query.text, query.matchCase ? "" : "i");
    return { ok: true, matches: (name) => pattern.test(name) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, reason: regexReason(error.message) };
  }
}

/** "Invalid regular expression: /a(/i: Unterminated group" says the pattern again: keep the end. */
function regexReason(message: string): string {
  const end = message.lastIndexOf(": ");
  return end < 0 ? message : message.slice(end + 2);
}

/** Frames that are highlighted: 1 at index `frame + 1`; index 0 is the root, never a match. */
export type FrameMask = Uint8Array<ArrayBuffer>;

/** Boxes of highlighted frames in a layout. */
export interface MatchSet {
  /** `length + 1` running counts: boxes [a, b) hold `prefix[b] - prefix[a]` matches. */
  readonly prefix: Uint32Array;
  /** How many boxes match. */
  readonly boxCount: number;
  /** Width of the matching boxes that are not below another match, in the unit of the layout. */
  readonly width: number;
}

/** Boxes handled between two looks at the clock: about a millisecond. */
const CHUNK = 65_536;

/**
 * Finds the boxes of a mask, in chunks so that the caller can pause between them: the generator
 * yields after each and returns the result. Parents come before children, so one pass tells which
 * matches lie below another match and must not be counted twice.
 */
export function* findMatches(
  boxes: FlameBoxes,
  mask: FrameMask,
): Generator<void, MatchSet> {
  const { length, frame, parent, start, end } = boxes;
  const prefix = new Uint32Array(length + 1);
  const isCovered = new Uint8Array(length);
  let count = 0;
  let width = 0;
  for (let from = 0; from < length; from += CHUNK) {
    const to = Math.min(length, from + CHUNK);
    for (let box = from; box < to; box += 1) {
      const above = parent[box] < 0 ? 0 : isCovered[parent[box]];
      const isMatch = mask[frame[box] + 1];
      if (isMatch === 1) {
        count += 1;
        if (above === 0) width += end[box] - start[box];
      }
      isCovered[box] = above | isMatch;
      prefix[box + 1] = count;
    }
    yield;
  }
  return { prefix, boxCount: count, width };
}

/**
 * Tests names in chunks; yields after each, returns the mask. `nameOf(frame)` for 0 .. frameCount.
 */
export function* maskFrames(
  frameCount: number,
  nameOf: (frame: number) => string,
  matches: (name: string) => boolean,
): Generator<void, FrameMask> {
  const mask = new Uint8Array(frameCount + 1);
  const chunk = 2048;
  for (let frame = 0; frame < frameCount; frame += 1) {
    if (matches(nameOf(frame))) mask[frame + 1] = 1;
    if (frame % chunk === chunk - 1) yield;
  }
  return mask;
}

/** The match after `box` in drawing order (or before it), going around; -1 where nothing matches. */
export function nextMatch(
  matches: MatchSet,
  box: number,
  direction: 1 | -1,
): number {
  const { prefix, boxCount } = matches;
  if (boxCount === 0) return -1;
  // Ordinals count matches from 1; `prefix[i + 1] >= k` first at the k-th match.
  const before = box < 0 ? 0 : prefix[box];
  const upTo = box < 0 ? 0 : prefix[box + 1];
  let ordinal = direction === 1 ? upTo + 1 : before;
  if (ordinal > boxCount) ordinal = 1;
  if (ordinal < 1) ordinal = boxCount;
  return matchAt(matches, ordinal);
}

/** The box of the match with an ordinal, 1 .. boxCount. */
export function matchAt({ prefix }: MatchSet, ordinal: number): number {
  let low = 0;
  let high = prefix.length - 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (prefix[middle + 1] >= ordinal) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Which match a box is, from 1; 0 where it is none. */
export function matchOrdinal(matches: MatchSet, box: number): number {
  if (box < 0) return 0;
  const { prefix } = matches;
  return prefix[box + 1] === prefix[box] ? 0 : prefix[box + 1];
}
