import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `sync.Cond.Wait` waits for a Signal or Broadcast (runtime/sema.go: notifyListWait).
 *
 * False positives: idle executors that are woken when there is work.
 */
export const condRule: MechanismRule = {
  mechanism: "cond-wait",
  matches(view) {
    return view.wait.kind === "cond";
  },
};
