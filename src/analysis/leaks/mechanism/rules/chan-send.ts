import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * A send that nobody receives (chan.go: chansend). A send in a select with one case and no default
 * compiles to the same.
 *
 * False positives: back-pressure, a full token bucket, a semaphore slot: few and flat.
 */
export const channelSendRule: MechanismRule = {
  mechanism: "chan-send",
  matches(view) {
    return view.wait.kind === "send";
  },
};
