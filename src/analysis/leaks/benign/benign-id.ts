/**
 * Benign ids of leak-signatures.md, section 5b, that one dump is enough for. `benign-testing` and
 * `benign-library` name two rows of section 5 that have no id there; `benign-expected` is what the
 * user marked or listed.
 */
export type BenignId =
  | "benign-accept"
  | "benign-http-server"
  | "benign-server-conn"
  | "benign-http-idle"
  | "benign-client-conn"
  | "benign-inflight-body"
  | "benign-signal"
  | "benign-sql"
  | "benign-profiler"
  | "benign-runtime"
  | "benign-main-wait"
  | "benign-testing"
  | "benign-library"
  | "benign-expected";

/**
 * What a group that stayed flat over two snapshots most likely is: never a verdict, only words for
 * the evidence (section 5b, ids recognised by "flat").
 */
export type BenignTwin =
  | "benign-worker-idle"
  | "benign-event-loop"
  | "benign-ticker"
  | "benign-janitor"
  | "benign-stream"
  | "benign-backpressure"
  | "benign-shutdown"
  | "benign-closer"
  | "benign-server-handler";
