import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * On a CPU, or ready for one, inside the library or writing this very profile.
 */
export const runningRule: MechanismRule = {
  mechanism: "running",
  matches(view) {
    return view.wait.kind === "on-cpu";
  },
};
