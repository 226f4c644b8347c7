import type { MechanismRule } from "../mechanism-rule.ts";

const READ_LOOP = "net/http.(*persistConn).readLoop";
const HTTP2_READ_LOOP =
  /^http2\.\(\*(clientConnReadLoop\)\.run|ClientConn\)\.readLoop)$/;

/**
 * `persistConn.readLoop` parks in `bufio.Reader.Peek` between requests: an idle keep-alive connection,
 * or one whose answer has not come (net/http/transport.go). HTTP/2 reads frames for as long as the
 * connection lives. Harmless while the number is bounded; one Transport per call makes it grow.
 */
export const httpIdleRule: MechanismRule = {
  mechanism: "http-idle",
  matches(view) {
    if (view.wait.kind !== "io") return false;
    return (
      (view.visible.some((frame) => frame.func === READ_LOOP) &&
        view.visible.some((frame) => frame.func === "bufio.(*Reader).Peek")) ||
      view.visible.some((frame) => HTTP2_READ_LOOP.test(frame.name))
    );
  },
};
