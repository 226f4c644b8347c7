import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `select {}` waits for ever (runtime/select.go: block). A way to park main, a leak anywhere else.
 */
export const selectEmptyRule: MechanismRule = {
  mechanism: "select-empty",
  matches(view) {
    return view.wait.kind === "select-empty";
  },
};
