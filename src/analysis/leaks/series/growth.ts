/**
 * Growth of a number of goroutines over a series of snapshots. Frames give the mechanism, growth
 * gives the leak: in the corpus 141 of 147 leaking groups grew, and of 146 benign ones 9, all victims
 * of a leak (leak-signatures.md, section 0).
 */

/**
 * - `single`: one snapshot, nothing known.
 * - `strong`: more than chance and traffic explain.
 * - `weak`: more, but few, or many of the earlier ones are gone.
 * - `noise`: a little more, as in any living process, or others of the same population became fewer.
 * - `flat`, `shrunk`: as many, or fewer.
 */
export type GrowthClass =
  "single" | "strong" | "weak" | "noise" | "flat" | "shrunk";

/** Counts over time and what they mean. */
export interface Growth {
  readonly kind: GrowthClass;
  /** Oldest first; the last is now. */
  readonly counts: readonly number[];
  readonly base: number;
  readonly current: number;
  /** Goroutines of the base that still are there; null where ids are unknown. */
  readonly survivors: number | null;
  /** The state grew, the population did not (see `populationKey`). */
  readonly isMigration: boolean;
}

/** What `measureGrowth` goes by. All arrays: oldest first, one entry per snapshot. */
export interface GrowthInput {
  readonly counts: readonly number[];
  /** Size of the population; empty where it means nothing. */
  readonly populations: readonly number[];
  /** Goroutine ids of base and newest; null where unknown. */
  readonly baseIds: ReadonlySet<number> | null;
  readonly currentIds: ReadonlySet<number> | null;
}

/** New in the newest snapshot: may as well be the start of a service as a leak, until there are many. */
const NEW_STRONG_MIN = 10;
const NEW_WEAK_MIN = 2;
const STRONG_DELTA_MIN = 3;
const STRONG_RATIO_MIN = 1.25;
const WEAK_RATIO_MIN = 1.1;
/** Standard deviations of a Poisson count; the same test as for heap sites (section 6). */
const STRONG_Z_MIN = 3;
/** A series that kept less than this share of its growth has drained. */
const DRAINED_MAX_RATIO = 0.3;
/** Fewer ids than this say nothing about turnover. */
const TURNOVER_IDS_MIN = 3;

function classify(delta: number, base: number, current: number): GrowthClass {
  if (delta < 0) return "shrunk";
  if (delta === 0) return "flat";
  if (base === 0) {
    if (delta >= NEW_STRONG_MIN) return "strong";
    return delta >= NEW_WEAK_MIN ? "weak" : "noise";
  }
  const ratio = (base + delta) / base;
  const z = delta / Math.sqrt(base + current);
  if (delta >= STRONG_DELTA_MIN && ratio >= STRONG_RATIO_MIN) return "strong";
  if (z >= STRONG_Z_MIN) return "strong";
  return ratio >= WEAK_RATIO_MIN ? "weak" : "noise";
}

function countSurvivors(input: GrowthInput): number | null {
  const { baseIds, currentIds } = input;
  if (baseIds === null || currentIds === null) return null;
  let survivors = 0;
  for (const id of baseIds) if (currentIds.has(id)) survivors += 1;
  return survivors;
}

/** Most of the base's goroutines ended: what is there now passes through. */
function weakenByTurnover(
  kind: GrowthClass,
  base: number,
  survivors: number | null,
): GrowthClass {
  if (survivors === null || base < TURNOVER_IDS_MIN) return kind;
  if (survivors * 2 >= base) return kind;
  if (kind !== "strong" && kind !== "weak") return kind;
  return survivors === 0 ? "noise" : "weak";
}

/** Compares the newest snapshot with the first; see `GrowthClass`. */
export function measureGrowth(input: GrowthInput): Growth {
  const { counts, populations } = input;
  const base = counts[0];
  const current = counts[counts.length - 1];
  const survivors = counts.length < 2 ? null : countSurvivors(input);
  if (counts.length < 2) {
    return {
      kind: "single",
      counts,
      base,
      current,
      survivors,
      isMigration: false,
    };
  }
  const own = current - base;
  const around =
    populations.length === counts.length
      ? populations[populations.length - 1] - populations[0]
      : own;
  const isMigration = own > 0 && around <= 0;
  let kind = isMigration
    ? "noise"
    : classify(own > 0 ? Math.min(own, around) : own, base, current);
  const peak = Math.max(...counts);
  if (kind === "strong" && current - base < (peak - base) * DRAINED_MAX_RATIO) {
    kind = "weak";
  }
  kind = weakenByTurnover(kind, base, survivors);
  return { kind, counts, base, current, survivors, isMigration };
}
