import type { MechanismRule } from "../mechanism-rule.ts";

const LOCK_FRAME =
  /^(internal\/)?sync\.(runtime_Semacquire\w*|\(\*Mutex\)\.(lockSlow|Lock))$/;

/**
 * `sync.Once.Do` locks a mutex while the first call runs (sync/once.go: doSlow); all others wait for it.
 * sync.OnceFunc and OnceValue are the same. The first call is the holder.
 *
 * False positives: an initialisation that is slow but ends.
 */
export const onceWaitRule: MechanismRule = {
  mechanism: "once-wait",
  matches(view) {
    const { visible, wait } = view;
    if (wait.kind !== "semaphore") return false;
    const lock = visible.findIndex((frame) => !LOCK_FRAME.test(frame.func));
    return visible.at(lock)?.func === "sync.(*Once).doSlow";
  },
};
