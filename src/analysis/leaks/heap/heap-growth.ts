import type { HeapPlace, HeapRecord } from "./heap-site.ts";

/** How sure it is that a set of records grew. */
export type HeapGrowthKind =
  /** Beyond chance, or an exact comparison. */
  | "significant"
  /** More, but chance explains it (2 <= z < 3), or it has stopped growing. */
  | "maybe"
  | "none";

/** Growth of a set of records over a series. */
export interface HeapGrowth {
  readonly kind: HeapGrowthKind;
  /** Standard deviations of the sampled counts; 0 where nothing was sampled. */
  readonly z: number;
  /** Single objects that are always seen became larger: no statistics needed. */
  readonly isExact: boolean;
  /** Grew and stays: the last interval of three or more snapshots shows no growth. */
  readonly hasStopped: boolean;
  /** In-use bytes and objects per snapshot, oldest first. */
  readonly space: readonly number[];
  readonly objects: readonly number[];
}

/** Section 6: z >= 3 gave no false alarm in 42 harmless site checks. */
const SIGNIFICANT_Z = 3;
const MAYBE_Z = 2;
/** An object of four rates is missed once in fifty profiles, of eight once in three thousand. */
const EXACT_RATES = 4;
const EXACT_UNSEEN_RATES = 8;
/** Least growth of the bytes in large objects. */
const EXACT_RATIO = 1.2;

function sumPerSnapshot(
  records: readonly HeapRecord[],
  column: "objects" | "space" | "sampled",
): number[] {
  const length = records.at(0)?.objects.length ?? 0;
  const sums = new Array<number>(length).fill(0);
  for (const record of records) {
    record[column].forEach((value, i) => {
      sums[i] += value;
    });
  }
  return sums;
}

/** (n2 - n1) / sqrt(n1 + n2) of two Poisson counts; 0 where both are 0. */
export function growthZ(before: number, after: number): number {
  const sum = before + after;
  return sum <= 0 ? 0 : (after - before) / Math.sqrt(sum);
}

/**
 * The bound on z for one of `tests` comparisons: with thousands of sites some pass 3 by chance, so it
 * rises slowly with their number (one false alarm in about 700 profiles at any size).
 */
export function significanceBound(tests: number): number {
  return Math.max(SIGNIFICANT_Z, Math.sqrt(2 * Math.log(Math.max(1, tests))));
}

/** An array that is made anew when full leaves smaller sizes behind in the allocation columns. */
function wasRegrown(place: HeapPlace, bytes: number): boolean {
  return place.records.some(
    (record) => record.bytes < bytes && record.allocated > 0,
  );
}

function largeSpace(place: HeapPlace, least: number, index: number): number {
  return place.records.reduce(
    (sum, record) => (record.bytes >= least ? sum + record.space[index] : sum),
    0,
  );
}

function largestInUse(place: HeapPlace, index: number): number {
  return place.records.reduce(
    (most, record) =>
      record.objects[index] > 0 ? Math.max(most, record.bytes) : most,
    0,
  );
}

/** Whether large objects, which no profile misses, take more room than before at one place. */
function grewExactly(place: HeapPlace, rate: number, from: number): boolean {
  const last = (place.records.at(0)?.objects.length ?? 0) - 1;
  const largest = largestInUse(place, last);
  if (largest < EXACT_RATES * rate) return false;
  const before = largestInUse(place, from);
  if (before === 0) {
    return largest >= EXACT_UNSEEN_RATES * rate && wasRegrown(place, largest);
  }
  const least = Math.min(EXACT_RATES * rate, before);
  return (
    largeSpace(place, least, last) >=
    EXACT_RATIO * largeSpace(place, least, from)
  );
}

/**
 * Compares the newest snapshot with the first at a set of places of one site.
 * @param bound least z that counts as significant (see `significanceBound`).
 */
export function measureHeapGrowth(
  places: readonly HeapPlace[],
  rate: number,
  bound: number,
): HeapGrowth {
  const records = places.flatMap((place) => place.records);
  const sampled = sumPerSnapshot(records, "sampled");
  const space = sumPerSnapshot(records, "space");
  const last = sampled.length - 1;
  const z = last < 1 ? 0 : growthZ(sampled[0], sampled[last]);
  const isExact =
    last >= 1 && places.some((place) => grewExactly(place, rate, 0));
  const grewLately =
    last < 2 ||
    growthZ(sampled[last - 1], sampled[last]) >= 1 ||
    places.some((place) => grewExactly(place, rate, last - 1));
  const hasStopped = !grewLately && (isExact || z >= MAYBE_Z);
  const isMore = space[last] > space[0];
  const isSignificant = isMore && (isExact || z >= bound) && !hasStopped;
  return {
    kind: isSignificant
      ? "significant"
      : isMore && (z >= MAYBE_Z || isExact)
        ? "maybe"
        : "none",
    z,
    isExact,
    hasStopped,
    space,
    objects: sumPerSnapshot(records, "objects"),
  };
}
