import type { MechanismRule } from "../mechanism-rule.ts";

const PROPAGATE_FRAME =
  /^context\.(propagateCancel|\(\*cancelCtx\)\.propagateCancel)\.func\d+$/;

/**
 * A child of a context type the library does not know gets a goroutine that waits for either to be done
 * (context.go: propagateCancel.func1; since Go 1.21 (*cancelCtx).propagateCancel.func2). It lives until
 * cancel is called. Contexts of the library's own types need none: their leak shows in the heap only.
 *
 * False positives: requests in flight.
 */
export const contextRule: MechanismRule = {
  mechanism: "ctx-not-cancelled",
  matches(view) {
    return view.visible.some((frame) => PROPAGATE_FRAME.test(frame.func));
  },
};
