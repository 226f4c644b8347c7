import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * Goroutines of the runtime itself (GC workers, sweeper, scavenger, forced GC, idle finalizer), and
 * goroutines that were created but never ran: those have no frames in a profile. All benign. SIGQUIT
 * and GOTRACEBACK=system dumps show them, others hide them. A goroutine that was on a CPU while a dump
 * was written has no frames either ("running on other thread; stack unavailable"): that one is `running`.
 */
export const runtimeRule: MechanismRule = {
  mechanism: "runtime",
  matches(view) {
    const isHidden = view.group.frames.length === 0;
    if (isHidden && view.wait.kind === "on-cpu") return false;
    return (
      view.visible.length === 0 ||
      view.wait.kind === "runtime" ||
      view.wait.kind === "not-started"
    );
  },
};
