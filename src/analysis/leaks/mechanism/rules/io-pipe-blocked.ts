import type { MechanismRule } from "../mechanism-rule.ts";

const PIPE_FRAME = /^io\.\(\*pipe\)\.(read|write|Read|Write)$/;

/**
 * io.Pipe has no buffer: Read and Write wait in a select for the other end or for its Close
 * (io/pipe.go). An end that is dropped without Close leaves the other waiting for ever.
 *
 * False positives: active streaming.
 */
export const ioPipeRule: MechanismRule = {
  mechanism: "io-pipe-blocked",
  matches(view) {
    return view.visible
      .slice(0, 2)
      .some((frame) => PIPE_FRAME.test(frame.func));
  },
};
