import type { BenignRule } from "../benign-rule.ts";

/**
 * The main goroutine parked, whatever on: a program's main waits for its work, a signal or for ever.
 */
export const mainWaitRule: BenignRule = {
  id: "benign-main-wait",
  growthCounts: false,
  matches(view) {
    return view.isMain && view.wait.kind !== "on-cpu";
  },
};
