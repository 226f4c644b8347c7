/**
 * What frames and wait reason alone say about a blocked goroutine (leak-signatures.md, section 5b).
 * Always set, on benign findings too. In a debug=2 dump a receive whose form can't be known is
 * `chan-recv`: the runtime frame that tells `range` from `<-c` is hidden there.
 */
export const MECHANISMS = [
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
  "io-wait",
  "io-wait-write",
  "http-idle",
  "http-writeloop",
  "http-body-unclosed",
  "http-roundtrip-blocked",
  "io-pipe-blocked",
  "exec-wait",
  "exec-copy",
  "syscall-blocked",
  "sql-rows-not-closed",
  "sql-tx-not-finished",
  "sql-pool-exhausted",
  "sql-opener",
  "sql-cleaner",
  "ctx-not-cancelled",
  "finalizer-blocked",
  "busy-loop",
  "running",
  "signal",
  "runtime",
  "coroutine",
  "other",
] as const;

/** See `MECHANISMS`. */
export type Mechanism = (typeof MECHANISMS)[number];
