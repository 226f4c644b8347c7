/** Negative, 0 or positive, as for `Array.prototype.sort`. */
export type CompareRows = (a: number, b: number) => number;

/** Merges between two pauses: about a millisecond of comparisons. */
const CHUNK = 8192;

/**
 * Sorts row numbers, stably, in chunks: the generator yields often and returns the sorted rows. A
 * bottom-up merge sort, since `sort` can't be paused and half a million rows take a second.
 */
export function* sortRows(
  rows: Uint32Array,
  compare: CompareRows,
): Generator<void, Uint32Array> {
  let from = rows.slice();
  let to = new Uint32Array(rows.length);
  let sincePause = 0;
  for (let width = 1; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width) {
      const middle = Math.min(start + width, rows.length);
      const end = Math.min(start + 2 * width, rows.length);
      mergeRuns(from, to, { start, middle, end }, compare);
      sincePause += end - start;
      if (sincePause >= CHUNK) {
        sincePause = 0;
        yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

interface Runs {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function mergeRuns(
  from: Uint32Array,
  to: Uint32Array,
  { start, middle, end }: Runs,
  compare: CompareRows,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const takesLeft =
      left < middle && (right >= end || compare(from[left], from[right]) <= 0);
    to[at] = takesLeft ? from[left++] : from[right++];
  }
}
