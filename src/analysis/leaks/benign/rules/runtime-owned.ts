import type { BenignRule } from "../benign-rule.ts";

/**
 * See the mechanism `runtime`; and the execution tracer's reader.
 */
export const runtimeOwnedRule: BenignRule = {
  id: "benign-runtime",
  growthCounts: false,
  matches(_view, mechanism) {
    return mechanism === "runtime";
  },
};
