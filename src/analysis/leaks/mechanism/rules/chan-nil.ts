import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * A send to or receive from a nil channel waits for ever (Go spec, Channel types; chan.go parks with
 * `waitReasonChanSendNilChan`). `<-ctx.Done()` of context.Background() lands here.
 *
 * False positives: none, outside main parking itself.
 */
export const nilChannelRule: MechanismRule = {
  mechanism: "chan-nil",
  matches(view) {
    return view.wait.kind === "send-nil" || view.wait.kind === "receive-nil";
  },
};
