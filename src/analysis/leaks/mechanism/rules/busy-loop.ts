import type { MechanismRule } from "../mechanism-rule.ts";

/** What a loop looks at while it spins; these never block. */
const PROBE_FRAME =
  /^(sync\/atomic\.|time\.(Now|Since|Until|\(?\*?Time\)?\.)|context\.\(\*\w+\)\.(Err|Done)|sync\.\(\*(RW)?Mutex\)\.Try|internal\/sync\.\(\*Mutex\)\.Try)/;

/**
 * On a CPU, or ready for one, with user code on top (below at most the runtime's preemption): a loop that
 * never blocks, or simply work. `select` with `default` in a loop shows `selectnbrecv` at the leaf.
 *
 * False positives: any real work; only the same stack in several dumps says more.
 */
export const busyLoopRule: MechanismRule = {
  mechanism: "busy-loop",
  matches(view) {
    return (
      view.wait.kind === "on-cpu" &&
      !view.isDumpWriter &&
      view.visible.find((frame) => !PROBE_FRAME.test(frame.func))?.kind ===
        "user"
    );
  },
};
