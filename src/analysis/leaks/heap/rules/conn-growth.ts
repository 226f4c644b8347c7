import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

const CONNECTION_FRAME =
  /^(net\/http\.(\(\*conn\)\.\w+|\(\*Server\)\.(Serve|newConn)|Serve|serverHandler\.ServeHTTP)|net\.(\(\*netFD\)\.(accept|dial)|\(\*(TCP|Unix)Listener\)\.\w+|Dial\w*|\(\*Dialer\)\.\w+|newFD|socket)|golang\.org\/x\/net\/http2\.\(\*serverConn\)\.\w+|crypto\/tls\.(Server|Client|Dial\w*))$/;

/**
 * Server connections that stay open (`net/http.(*conn).serve`, accepted sockets), and client sockets that
 * are kept (`net.Dial`).
 *
 * Look-alikes: more traffic.
 */
export const connectionGrowthRule: HeapRule = {
  category: "conn-growth",
  confidence: "medium",
  matches(place) {
    return hasChainFrame(place, CONNECTION_FRAME);
  },
};
