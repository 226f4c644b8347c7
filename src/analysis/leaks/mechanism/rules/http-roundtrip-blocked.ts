import type { MechanismRule } from "../mechanism-rule.ts";

const ROUND_TRIP_LEAF =
  /^(net\/http\.\(\*(persistConn\)\.roundTrip|Transport\)\.getConn|wantConn\)\.\w+)|http2\.\(\*ClientConn\)\.(roundTrip|RoundTrip|awaitOpenSlotForStreamLocked)(\.func\d+)?)$/;

/**
 * The caller of an HTTP request waits for the response headers in `persistConn.roundTrip` (HTTP/2:
 * `ClientConn.roundTrip`), for a connection in `Transport.getConn`, or for a dial. Without
 * Client.Timeout or a context deadline nothing ends that wait.
 *
 * False positives: a slow upstream.
 */
export const httpRoundTripRule: MechanismRule = {
  mechanism: "http-roundtrip-blocked",
  matches(view) {
    return (
      view.wait.kind === "select" &&
      ROUND_TRIP_LEAF.test(view.visible.at(0)?.name ?? "")
    );
  },
};
