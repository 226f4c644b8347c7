import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile, ValueType } from "#profile/profile.ts";
import { sumColumn } from "#profile/transform/normalise.ts";
import { nameEntriesOf } from "../name-entries.ts";
import { computeEntryValues } from "../report/entry-values.ts";
import { fitSlope, type SlopeFit } from "./fit-slope.ts";

/** A value at each snapshot of a series, oldest first, and how it develops. */
export interface TrendSeries {
  readonly values: readonly number[];
  /** Per second where all snapshots have times, else per snapshot. */
  readonly fit: SlopeFit;
  /** Never less than at the snapshot before, and more at the end than at the start. */
  readonly isMonotonic: boolean;
}

/** One function of a trend, by flat or by cum. */
export interface TrendFunction extends TrendSeries {
  readonly name: string;
}

/** A series of profiles of one kind, for one sample type. Doubles: a trend is no account. */
export interface Trend {
  readonly sampleType: ValueType;
  /** Seconds since the first snapshot; 0, 1, 2, … where a time is missing or not rising. */
  readonly seconds: readonly number[];
  readonly hasTimes: boolean;
  readonly total: TrendSeries;
  /** Functions that grew most by flat, fastest first. */
  readonly flat: readonly TrendFunction[];
  /** By cum. */
  readonly cum: readonly TrendFunction[];
}

function seriesOf(
  seconds: readonly number[],
  values: readonly number[],
): TrendSeries {
  const isRising = values.every(
    (value, i) => i === 0 || value >= values[i - 1],
  );
  return {
    values,
    fit: fitSlope(seconds, values),
    isMonotonic: isRising && (values.at(-1) ?? 0) > values[0],
  };
}

function timesOf(profiles: readonly Profile[]): {
  readonly seconds: readonly number[];
  readonly hasTimes: boolean;
} {
  const start = profiles[0].timeNanos;
  const seconds = profiles.map(
    ({ timeNanos }) => Number(timeNanos - start) / 1e9,
  );
  const hasTimes =
    profiles.every(({ timeNanos }) => timeNanos > 0n) &&
    seconds.every((second, i) => i === 0 || second > seconds[i - 1]);
  return hasTimes
    ? { seconds, hasTimes }
    : { seconds: profiles.map((_, i) => i), hasTimes };
}

/**
 * The trend of `profiles` (two or more, oldest first) for one sample type, matched by name and unit;
 * a snapshot without it counts as empty. At most `functionCount` functions each by flat and cum, those
 * with the steepest slopes above 0. O(samples + trie rows + functions x snapshots).
 */
export function computeTrend(
  profiles: readonly Profile[],
  sampleType: ValueType,
  functionCount: number,
): Trend {
  const { seconds, hasTimes } = timesOf(profiles);
  const totals: number[] = [];
  const flat = new Map<string, number[]>();
  const cum = new Map<string, number[]>();
  const put = (
    rows: Map<string, number[]>,
    name: string,
    index: number,
    value: number,
  ): void => {
    if (value === 0) return;
    let values = rows.get(name);
    if (values === undefined) {
      values = new Array<number>(profiles.length).fill(0);
      rows.set(name, values);
    }
    values[index] += value;
  };
  profiles.forEach((profile, index) => {
    const column = profile.sampleTypes.findIndex(
      ({ type, unit }) => type === sampleType.type && unit === sampleType.unit,
    );
    if (column < 0) {
      totals.push(0);
      return;
    }
    const values = profile.samples.values[column];
    totals.push(Number(sumColumn(values)));
    const entries = nameEntriesOf(profile);
    const sums = computeEntryValues(profile, entries, entries.marks, values);
    for (let entry = 0; entry < entries.entryCount; entry += 1) {
      if ((entry & EVERY) === 0) checkpoint();
      const name = entries.strings.get(entries.name[entry]);
      put(flat, name, index, Number(sums.flat[entry]));
      put(cum, name, index, Number(sums.cum[entry]));
    }
  });
  const fastest = (rows: Map<string, number[]>): TrendFunction[] =>
    Array.from(rows, ([name, values]) => ({
      name,
      ...seriesOf(seconds, values),
    }))
      .filter(({ fit }) => fit.slope > 0)
      .sort((a, b) => b.fit.slope - a.fit.slope || (a.name < b.name ? -1 : 1))
      .slice(0, functionCount);
  return {
    sampleType,
    seconds,
    hasTimes,
    total: seriesOf(seconds, totals),
    flat: fastest(flat),
    cum: fastest(cum),
  };
}
