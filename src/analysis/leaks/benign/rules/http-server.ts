import type { BenignRule } from "../benign-rule.ts";

const SERVE_FRAME =
  /^(net\/http\.\(\*(conn\)\.serve|connReader\)\.(backgroundRead|startBackgroundRead\.func\d+))|http2\.\(\*serverConn\)\.(serve|readFrames|readPreface(\.func\d+)?|writeFrameAsync))$/;

/**
 * The server side of an HTTP connection outside handlers: idle, reading a request, watching for the
 * client to go away (`connReader.backgroundRead`), closing; HTTP/2's serve and readFrames loops. Their
 * number follows the clients: they grow only as victims of whoever keeps connections open.
 */
export const httpServerRule: BenignRule = {
  id: "benign-http-server",
  growthCounts: false,
  matches(view) {
    const { visible } = view;
    const serve = visible.findIndex((frame) => SERVE_FRAME.test(frame.name));
    if (serve < 0) return false;
    return !visible
      .slice(0, serve)
      .some((frame) => /(\.|^)ServeHTTP$/.test(frame.func));
  },
};
