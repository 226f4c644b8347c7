/**
 * Categories a finding can have (leak-signatures.md, sections 3, 4 and 5b), apart from the user's own.
 * Stable: reports, rules files and links to the guide use them.
 */
export const LEAK_CATEGORIES = [
  "chan-send",
  "chan-range",
  "chan-recv",
  "chan-nil",
  "select-blocked",
  "select-empty",
  "mutex-wait",
  "rwmutex-wait",
  "once-wait",
  "waitgroup-wait",
  "cond-wait",
  "sleep-loop",
  "ticker-leak",
  "time-after-loop",
  "ctx-not-cancelled",
  "http-body-unclosed",
  "http-transport-per-request",
  "http-roundtrip-blocked",
  "http-conn-companion",
  "sql-rows-not-closed",
  "sql-tx-not-finished",
  "sql-pool-exhausted",
  "sql-opener",
  "io-wait-no-deadline",
  "io-wait-write",
  "io-pipe-blocked",
  "exec-wait",
  "syscall-blocked",
  "finalizer-blocked",
  "busy-loop",
  "running",
  "iter-pull-leak",
  "map-growth",
  "slice-growth",
  "subslice-retention",
  "timer-growth",
  "ticker-growth",
  "context-growth",
  "conn-growth",
  "fd-growth",
  "buffer-growth",
  "list-growth",
  "goroutine-growth",
  "goroutine-pinned",
  "object-retention",
  "other",
] as const;

/** See `LEAK_CATEGORIES`. */
export type LeakCategory = (typeof LEAK_CATEGORIES)[number];

/** Categories of harmless findings; see `BenignId` for the goroutine ones. */
export const BENIGN_CATEGORIES = [
  "benign-accept",
  "benign-http-server",
  "benign-server-conn",
  "benign-http-idle",
  "benign-client-conn",
  "benign-inflight-body",
  "benign-signal",
  "benign-sql",
  "benign-profiler",
  "benign-runtime",
  "benign-main-wait",
  "benign-testing",
  "benign-library",
  "benign-expected",
  "benign-bounded",
  "benign-garbage",
] as const;

/** See `BENIGN_CATEGORIES`. */
export type BenignCategory = (typeof BENIGN_CATEGORIES)[number];
