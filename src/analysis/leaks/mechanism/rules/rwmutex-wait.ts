import type { MechanismRule } from "../mechanism-rule.ts";

const RWMUTEX_FRAME =
  /^sync\.(\(\*RWMutex\)\.R?Lock|runtime_SemacquireRWMutexR?)$/;

/**
 * Waiting for a sync.RWMutex. A pending writer blocks all new readers (sync/rwmutex.go), so one forgotten
 * RUnlock stops everybody. A second writer waits in the inner Mutex, below `RWMutex.Lock`: look for the
 * RWMutex first.
 *
 * False positives: contention.
 */
export const rwMutexRule: MechanismRule = {
  mechanism: "rwmutex-wait",
  matches(view) {
    return (
      view.wait.kind === "semaphore" &&
      (view.wait.reason?.startsWith("sync.RWMutex.") === true ||
        view.visible
          .slice(0, 6)
          .some((frame) => RWMUTEX_FRAME.test(frame.func)))
    );
  },
};
