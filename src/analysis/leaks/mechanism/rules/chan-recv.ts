import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * A receive that nobody serves (chan.go: chanrecv). In text dumps ranges are here too; in debug=1 text a
 * channel wait of unknown direction.
 *
 * False positives: a shutdown watcher, main waiting for a signal, an idle consumer.
 */
export const channelReceiveRule: MechanismRule = {
  mechanism: "chan-recv",
  matches(view) {
    return view.wait.kind === "receive" || view.wait.kind === "channel";
  },
};
