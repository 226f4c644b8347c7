import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * Waiting for a sync.Mutex (since Go 1.24 internal/sync.Mutex below it), or for anything else built on
 * the runtime's semaphore. Look for the holder: it is blocked elsewhere, or it returned without Unlock.
 *
 * False positives: contention.
 */
export const mutexRule: MechanismRule = {
  mechanism: "mutex-wait",
  matches(view) {
    return view.wait.kind === "semaphore";
  },
};
