import { err, ok, type Result } from "#base/result.ts";
import type { Profile, ValueColumn } from "../profile.ts";
import { checkCompatible } from "./merge.ts";
import type { MergeError } from "./merge-error.ts";
import { scaleProfile } from "./scale.ts";

/** Sum of a column, wrapping as Go's int64 (rule I0). 0n for an empty one. */
export function sumColumn(column: ValueColumn): bigint {
  if (column instanceof Float64Array) {
    let sum = 0;
    for (const value of column) sum += value;
    return BigInt(sum);
  }
  let sum = 0n;
  for (const value of column) sum += value;
  return BigInt.asIntN(64, sum);
}

/**
 * `profile` with the values of each sample type scaled so that they sum to what `base`'s do (rule
 * N3, pprof's `-normalize`); a sample type that sums to 0 becomes all 0. Both need the same sample
 * and period types, in the same units.
 */
export function normaliseProfile(
  profile: Profile,
  base: Profile,
): Result<Profile, MergeError> {
  const error = checkCompatible(profile, base);
  if (error !== undefined) return err(error);
  const ratios = profile.samples.values.map((column, type) => {
    const sum = sumColumn(column);
    return sum === 0n
      ? 0
      : Number(sumColumn(base.samples.values[type])) / Number(sum);
  });
  return ok(scaleProfile(profile, ratios));
}
