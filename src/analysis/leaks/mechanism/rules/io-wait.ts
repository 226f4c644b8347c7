import type { MechanismRule } from "../mechanism-rule.ts";
import { isWriteWait } from "../write-wait.ts";

/**
 * Waiting for the network poller to report a socket or pipe readable (internal/poll: pollDesc.waitRead),
 * or for HTTP/2 to deliver the next piece of a body (http2pipe.Read waits on a sync.Cond).
 *
 * False positives: accept loops, server connections, stream readers: all of them wait like this.
 */
export const ioWaitRule: MechanismRule = {
  mechanism: "io-wait",
  matches(view) {
    if (view.wait.kind === "cond") {
      return view.visible
        .slice(0, 5)
        .some((frame) => frame.name === "http2.(*pipe).Read");
    }
    return view.wait.kind === "io" && !isWriteWait(view);
  },
};
