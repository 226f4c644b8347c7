import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * In `time.Sleep`, almost always a polling loop. It never shows minutes when the period is below one:
 * each wake-up starts the count anew.
 *
 * False positives: one janitor or refresher per process.
 */
export const sleepRule: MechanismRule = {
  mechanism: "sleep-loop",
  matches(view) {
    return view.wait.kind === "sleep";
  },
};
