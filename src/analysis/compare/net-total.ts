import { ok, type Result } from "#base/result.ts";
import type { Profile, ValueType } from "#profile/profile.ts";
import type { MergeError } from "#profile/transform/merge-error.ts";
import { subtractedMagnitudes } from "#profile/transform/subtract.ts";

/**
 * The total of pprof's `-base`: sum of |value| over the samples that are left when equal samples of
 * base and current have been netted (rule N1). It needs the merge itself, since samples that differ in
 * a line or a label only do not net. One total per sample type of `sampleTypes`.
 */
export function netTotals(
  base: Profile,
  current: Profile,
  sampleTypes: readonly ValueType[],
  isNormalised: boolean,
): Result<readonly bigint[], MergeError> {
  const net = subtractedMagnitudes(current, base, {
    mode: "subtract-base",
    isNormalised,
  });
  if (!net.ok) return net;
  const { value } = net;
  return ok(
    sampleTypes.map(({ type, unit }) => {
      const index = value.sampleTypes.findIndex(
        (other) => other.type === type && other.unit === unit,
      );
      return index < 0 ? 0n : value.magnitudes[index];
    }),
  );
}
