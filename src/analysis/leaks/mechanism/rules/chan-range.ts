import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `for v := range c` or `v, ok := <-c` (runtime.chanrecv2, only in pprof profiles): ends when the channel
 * is closed.
 *
 * False positives: idle worker pools and ticker loops look the same.
 */
export const channelRangeRule: MechanismRule = {
  mechanism: "chan-range",
  matches(view) {
    return view.wait.kind === "receive" && view.wait.receiveForm === "comma-ok";
  },
};
