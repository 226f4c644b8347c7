import type { HeapRule } from "../heap-rule.ts";

const TABLE_MIN_BYTES = 4096;
/** makeBucketArray, hashGrow, mapassign. */
const HIDDEN_PCS = 3;

function isBucketArray(bytes: number): boolean {
  return (
    bytes >= TABLE_MIN_BYTES && bytes % 17 === 0 && (bytes / 17) % 128 === 0
  );
}

/**
 * The bucket array of a Go map up to 1.23: 2^B buckets and 2^B/16 spare ones, so its size is 17/16 of a
 * multiple of the bucket size and divisible by 17 (runtime/map.go: makeBucketArray, B >= 4). heap debug=1
 * hides exactly three runtime PCs above it (makeBucketArray, hashGrow, mapassign).
 *
 * Look-alikes: the timer heap under `time.startTimer`, which has a rule of its own before this one; one in
 * seventeen other large sizes, were size classes not multiples of 8 KiB.
 */
export const mapTableRule: HeapRule = {
  category: "map-growth",
  confidence: "high",
  matches(place, { goMinorAtLeast }) {
    if (goMinorAtLeast >= 24) return false;
    return place.records.some((record) => {
      const last = record.objects.length - 1;
      if (record.objects[last] === 0) return false;
      const isNamedByPcs =
        place.hiddenCount === HIDDEN_PCS && record.bytes >= TABLE_MIN_BYTES;
      return isNamedByPcs || isBucketArray(record.bytes);
    });
  },
};
