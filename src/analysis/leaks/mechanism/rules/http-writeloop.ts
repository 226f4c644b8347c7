import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * Every HTTP/1 client connection has a writeLoop beside its readLoop (net/http/transport.go:
 * dialConn). It waits in a select for the next request: a companion, never a finding of its own.
 * An upload that reads from an io.Pipe inside writeLoop is `io-pipe-blocked` instead.
 */
export const httpWriteLoopRule: MechanismRule = {
  mechanism: "http-writeloop",
  matches(view) {
    return (
      view.wait.kind === "select" &&
      view.visible.at(0)?.func === "net/http.(*persistConn).writeLoop"
    );
  },
};
