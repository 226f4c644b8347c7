import type { BenignRule } from "../benign-rule.ts";

/**
 * See the mechanism `signal`.
 */
export const signalLoopRule: BenignRule = {
  id: "benign-signal",
  growthCounts: false,
  matches(_view, mechanism) {
    return mechanism === "signal";
  },
};
