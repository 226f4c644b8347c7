import type { HeapRule } from "../heap-rule.ts";
import type { HeapPlace } from "../heap-site.ts";

const ARRAY_MIN_BYTES = 4096;
const FEW_MAX = 3;

/** Smaller arrays were made here before: in use in the base, or in the allocation columns. */
function hasRegrown(place: HeapPlace, bytes: number): boolean {
  return place.records.some(
    (record) =>
      record.bytes < bytes && (record.allocated > 0 || record.objects[0] > 0),
  );
}

/**
 * One object that is larger each time: the array of a slice that is only appended to (runtime growslice
 * makes it 1.25 to 2 times as large, the old one is garbage). debug=1 hides no runtime PC above it.
 *
 * Look-alikes: a ring or scratch slice, which is flat; a large map table, which has rules of its own.
 */
export const sliceGrowthRule: HeapRule = {
  category: "slice-growth",
  confidence: "high",
  matches(place) {
    const last = (place.records.at(0)?.objects.length ?? 0) - 1;
    const largest = place.records.find((record) => record.objects[last] > 0);
    if (largest === undefined || largest.bytes < ARRAY_MIN_BYTES) return false;
    const isFew = largest.sampled[last] < FEW_MAX;
    const wasSmaller = place.records.some(
      (record) => record.bytes < largest.bytes && record.objects[0] > 0,
    );
    return (
      isFew &&
      (largest.objects[0] === 0 || wasSmaller) &&
      hasRegrown(place, largest.bytes)
    );
  },
};
