import type { BenignRule } from "../benign-rule.ts";

const SOCKET_ACCEPT =
  /^(internal\/poll\.\(\*FD\)\.Accept|net\.\(\*netFD\)\.accept|syscall\.Accept4?)$/;
const LISTENER_ACCEPT = /[Ll]istener(\[\.\.\.\])?\)?\.Accept\w*$/;
const SERVE_LOOP =
  /^(net\/http\.\(\*Server\)\.Serve|net\/rpc\.\(\*Server\)\.Accept|google\.golang\.org\/grpc\.\(\*Server\)\.Serve)$/;

/**
 * A listener's accept loop: one per listening socket, for the life of the server. Caught between two
 * waits it may be `runnable` or in `syscall.accept4`.
 *
 * Look-alikes: a method called Accept on something that is no listener; only types named …Listener, the
 * library's sockets and the library's own serve loops count.
 */
export const acceptLoopRule: BenignRule = {
  id: "benign-accept",
  growthCounts: true,
  matches(view) {
    return view.visible.some(
      (frame, index) =>
        SOCKET_ACCEPT.test(frame.func) ||
        LISTENER_ACCEPT.test(frame.func) ||
        (index > 0 &&
          SERVE_LOOP.test(frame.func) &&
          /\.Accept$/.test(view.visible[index - 1].func)),
    );
  },
};
