import type { HeapRule } from "../heap-rule.ts";

/**
 * Objects that stay, kept by something the allocation site does not tell: a map, a slice or a part of a
 * slice. Always matches; the last rule.
 */
export const objectRetentionRule: HeapRule = {
  category: "object-retention",
  confidence: "medium",
  matches(place) {
    return place.records.length > 0;
  },
};
