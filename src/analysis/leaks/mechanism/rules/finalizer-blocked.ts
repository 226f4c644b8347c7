import type { MechanismRule } from "../mechanism-rule.ts";

const FINALIZER_ROOT =
  /^runtime\.(runfinq|runFinalizers|runCleanups|\(\*cleanupQueue\)\.\w+)$/;
const FINALIZER_CREATOR =
  /^runtime\.(createfing|\(\*cleanupQueue\)\.createGs)$/;

/**
 * A finalizer (or an AddCleanup function) that waits. One goroutine runs all finalizers one after
 * another (mfinal.go: runfinq, since Go 1.25 runFinalizers), so a single one that blocks stops all
 * later ones, and memory and file descriptors pile up. Cleanups (Go 1.24+, mcleanup.go: runCleanups)
 * have a few such goroutines. debug=2 hides the runtime's frames: there the creator tells.
 *
 * False positives: a finalizer that is slow but ends; seen in two snapshots it is not.
 */
export const finalizerBlockedRule: MechanismRule = {
  mechanism: "finalizer-blocked",
  matches(view) {
    const isFinalizerGoroutine =
      FINALIZER_ROOT.test(view.rootRuntime) ||
      FINALIZER_CREATOR.test(view.group.createdBy?.func ?? "") ||
      (view.isRuntimeCreated && view.userFrame !== undefined);
    return (
      isFinalizerGoroutine &&
      view.visible.length > 0 &&
      view.wait.kind !== "on-cpu" &&
      view.wait.kind !== "not-started"
    );
  },
};
