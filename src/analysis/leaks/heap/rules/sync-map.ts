import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

const SYNC_MAP_FRAME =
  /^(sync\.\(\*Map\)\.\w+|sync\.newEntry|internal\/sync\.(\(\*HashTrieMap\[.*\]\)\.\w+|new\w+Node\w*(\[.*\])?))$/;

/**
 * Entries of a sync.Map (since Go 1.24 nodes of internal/sync.HashTrieMap).
 *
 * Look-alikes: a cache that is filled once.
 */
export const syncMapRule: HeapRule = {
  category: "map-growth",
  confidence: "high",
  matches(place) {
    return hasChainFrame(place, SYNC_MAP_FRAME);
  },
};
