import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

/**
 * Elements of a container/list or container/ring.
 *
 * Look-alikes: a bounded LRU, which is flat.
 */
export const listGrowthRule: HeapRule = {
  category: "list-growth",
  confidence: "high",
  matches(place) {
    return hasChainFrame(place, /^container\/(list|ring)\./);
  },
};
