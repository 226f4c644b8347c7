import type { MechanismRule } from "../mechanism-rule.ts";

const BODY_LEAF =
  /^(net\/http\.(\(\*persistConn\)\.readLoop|setRequestCancel\.func\d+)|http2\.\(\*clientStream\)\.(writeRequest|doRequest))$/;

/**
 * After it hands out a response with a body, `persistConn.readLoop` waits in a select until the body is
 * read to its end or closed (net/http/transport.go: waitForBodyRead). HTTP/2 keeps `doRequest` of the
 * stream in a select instead (h2_bundle.go: clientStream.writeRequest). Client.Timeout with a wrapped
 * RoundTripper keeps `setRequestCancel` waiting for the body to close as well (net/http/client.go).
 *
 * False positives: a body that is being read right now; then a partner is in `bodyEOFSignal.Read`.
 * HTTP/2 requests still waiting for headers: then a partner is in `roundTrip`.
 */
export const httpBodyRule: MechanismRule = {
  mechanism: "http-body-unclosed",
  matches(view) {
    return (
      view.wait.kind === "select" &&
      BODY_LEAF.test(view.visible.at(0)?.name ?? "")
    );
  },
};
