import type { BenignRule } from "../benign-rule.ts";

const READ_REQUEST =
  /^(net\/rpc\.\(\*Server\)\.(readRequestHeader|ServeCodec|ServeConn)|google\.golang\.org\/grpc\/internal\/transport\.\(\*http2Server\)\.HandleStreams)$/;

/**
 * Server connections of net/rpc and gRPC that wait for the next request.
 */
export const serverConnectionRule: BenignRule = {
  id: "benign-server-conn",
  growthCounts: false,
  matches(view) {
    return (
      view.wait.kind === "io" &&
      view.visible.some((frame) => READ_REQUEST.test(frame.func))
    );
  },
};
