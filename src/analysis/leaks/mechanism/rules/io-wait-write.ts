import type { MechanismRule } from "../mechanism-rule.ts";
import { isWriteWait } from "../write-wait.ts";

/**
 * Waiting for a socket to take more bytes: the peer does not read (internal/poll: pollDesc.waitWrite).
 *
 * False positives: a slow peer.
 */
export const ioWriteRule: MechanismRule = {
  mechanism: "io-wait-write",
  matches(view) {
    return view.wait.kind === "io" && isWriteWait(view);
  },
};
