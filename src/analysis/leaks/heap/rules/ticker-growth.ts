import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

/**
 * `time.NewTicker` at the leaf. Before Go 1.23 a ticker that is not stopped is never collected; since then
 * only one that is still referenced stays (release notes 1.23).
 */
export const tickerGrowthRule: HeapRule = {
  category: "ticker-growth",
  confidence: "high",
  isTelling: true,
  matches(place) {
    return hasChainFrame(place, /^time\.(NewTicker|Tick)$/);
  },
};
