import type { BenignTexts } from "../category-text.ts";

/** Harmless findings. */
export const benignEn: BenignTexts = {
  "benign-accept": {
    title: "Accept loop",
    reason: "a listener waits for connections",
  },
  "benign-http-server": {
    title: "HTTP server connection",
    reason: "idle or reading a request; grows only with its clients",
  },
  "benign-server-conn": {
    title: "Server connection",
    reason: "waits for the next request",
  },
  "benign-http-idle": {
    title: "Idle HTTP client connection",
    reason: "kept alive for reuse, and not growing beyond the calls in flight",
  },
  "benign-client-conn": {
    title: "Client connection",
    reason: "waits for answers",
  },
  "benign-inflight-body": {
    title: "Body being read",
    reason: "as many goroutines are reading a body right now",
  },
  "benign-signal": { title: "Signal handling", reason: "one per process" },
  "benign-sql": {
    title: "sql.DB service goroutine",
    reason: "one per sql.DB",
  },
  "benign-profiler": {
    title: "The profiler itself",
    reason: "writes this very profile or dump",
  },
  "benign-runtime": {
    title: "Go runtime",
    reason: "belongs to the runtime, or has not started yet",
  },
  "benign-main-wait": {
    title: "main waits",
    reason: "the main goroutine waits for the end of the program",
  },
  "benign-testing": {
    title: "Test framework",
    reason: "waits for its tests",
  },
  "benign-library": {
    title: "Service goroutine of a library",
    reason: "well known, one per object",
  },
  "benign-expected": {
    title: "Expected",
    reason: "marked as expected, or by a rule of yours",
  },
  "benign-bounded": {
    title: "Steady",
    reason: "holds as much as before",
  },
  "benign-garbage": {
    title: "Freed",
    reason: "holds less than before",
  },
};
