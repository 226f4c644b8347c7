/** What all filters are made of: fewer samples, fewer lines, shorter stacks. Tables are never mutated. */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import { PairMap } from "#base/pair-map.ts";
import type {
  LineTable,
  LocationTable,
  Profile,
  StackTable,
} from "#profile/profile.ts";

function pickRows<
  T extends Int32Array | Uint32Array | Float64Array | BigInt64Array,
>(column: T, rows: Int32Array): T {
  const picked = new (column.constructor as new (length: number) => T)(
    rows.length,
  );
  for (let i = 0; i < rows.length; i += 1) picked[i] = column[rows[i]];
  return picked;
}

/** `profile` with the samples for which `isKept`, in their order; itself where that is all. */
export function keepSamples(
  profile: Profile,
  isKept: (sample: number) => boolean,
): Profile {
  const { samples } = profile;
  const rows = new Int32Array(samples.count);
  let count = 0;
  for (let sample = 0; sample < samples.count; sample += 1) {
    if ((sample & EVERY) === 0) checkpoint();
    if (isKept(sample)) rows[count++] = sample;
  }
  if (count === samples.count) return profile;
  const kept = rows.subarray(0, count);
  return {
    ...profile,
    samples: {
      count,
      stack: pickRows(samples.stack, kept),
      labelSet: pickRows(samples.labelSet, kept),
      values: samples.values.map((values) => pickRows(values, kept)),
    },
  };
}

/**
 * `profile` with only the lines flagged 1. Locations keep their numbers; those left without a line
 * are the caller's to remove, since a location that never had one means something.
 */
export function keepLines(profile: Profile, isKept: Uint8Array): Profile {
  const { locations, lines } = profile;
  const lineStart = new Uint32Array(locations.length + 1);
  const rows = new Int32Array(lines.length);
  let count = 0;
  for (let location = 0; location < locations.length; location += 1) {
    if ((location & EVERY) === 0) checkpoint();
    lineStart[location] = count;
    const end = locations.lineStart[location + 1];
    for (let line = locations.lineStart[location]; line < end; line += 1) {
      if (isKept[line] === 1) rows[count++] = line;
    }
  }
  lineStart[locations.length] = count;
  if (count === lines.length) return profile;
  const kept = rows.subarray(0, count);
  const keptLines: LineTable = {
    length: count,
    func: pickRows(lines.func, kept),
    line: pickRows(lines.line, kept),
    column: pickRows(lines.column, kept),
  };
  const keptLocations: LocationTable = { ...locations, lineStart };
  return { ...profile, locations: keptLocations, lines: keptLines };
}

/**
 * `profile` without the rows of its stack trie for which `isDropped`: what they called is called by
 * their caller. Rows of equal path become one.
 *
 * ```
 *   a b c, dropped b     ->    a c
 *   a c                        (one row)
 * ```
 */
export function dropStackRows(
  profile: Profile,
  isDropped: (row: number) => boolean,
): Profile {
  const { stacks, samples } = profile;
  const rows = new PairMap(stacks.length);
  const newRow = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    const caller = stacks.parent[row];
    const newCaller = caller < 0 ? -1 : newRow[caller];
    newRow[row] = isDropped(row)
      ? newCaller
      : rows.add(newCaller, stacks.location[row]);
  }
  const parent = new Int32Array(rows.size);
  const location = new Uint32Array(rows.size);
  for (let row = 0; row < rows.size; row += 1) {
    parent[row] = rows.firstOf(row);
    location[row] = rows.secondOf(row);
  }
  const rebuilt: StackTable = { length: rows.size, parent, location };
  return {
    ...profile,
    stacks: rebuilt,
    samples: {
      ...samples,
      stack: samples.stack.map((row) => (row < 0 ? -1 : newRow[row])),
    },
  };
}

/** One byte per row of the stack trie: 1 where it or a caller has a location flagged 1. */
export function rowsThrough(
  stacks: StackTable,
  isFlagged: Uint8Array,
): Uint8Array {
  const through = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    const caller = stacks.parent[row];
    if (isFlagged[stacks.location[row]] === 1) through[row] = 1;
    else if (caller >= 0) through[row] = through[caller];
  }
  return through;
}
