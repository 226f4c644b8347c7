import type { HeapRule } from "../heap-rule.ts";
import { isLargeConstant } from "../large-constant.ts";

/**
 * Many large objects of one constant size: often a small slice or substring keeps each whole array alive
 * (a slice header points into it). Not sure from sizes alone: ask whether the caller keeps `x[a:b]`,
 * strings.Split, Trim or Fields of it.
 *
 * Look-alikes: a cache of large blobs that is meant to be.
 */
export const subsliceRule: HeapRule = {
  category: "subslice-retention",
  confidence: "medium",
  matches(place) {
    return isLargeConstant(place);
  },
};
