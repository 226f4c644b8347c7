/**
 * Reasons a verdict can give, and what their `values` hold: each has a sentence in text/leaks. Names
 * in braces are the values.
 */
export const EVIDENCE_CODES = [
  // What the stack shows.
  "frame", // {op, func, file, line}: parked in op, called from user code
  "frame-user", // {func, file, line}
  "frame-library", // {func}: no user frame on the stack
  "stack-cut",
  "wait-reason", // {reason}
  "wait-reason-inferred", // {reason}
  "age", // {minutes, aged, count}
  "creator", // {func, file, line}
  "locked-to-thread", // {count}
  // What several snapshots show; all {base, current, delta, snapshots}.
  "growth",
  "growth-weak",
  "growth-noise",
  "flat", // also {twin}: a benign id or ""
  "shrunk",
  "migration",
  "none-ended", // {survivors, base}
  "most-stayed", // {survivors, base}
  "turnover", // {survivors, base}
  // Why one dump is enough.
  "runtime-proof", // {leaked, count}
  "unwakeable-chan-nil",
  "unwakeable-select-empty",
  "unwakeable-finalizer-blocked",
  "goleak",
  "crowd", // {count}
  "always-on-cpu", // {dumps}
  "spinning",
  // What other goroutines show.
  "body-readers", // {readers}
  "fewer-readers", // {readers, count}
  "no-reader", // {readers, count}
  "client-caller", // {func, file, line}
  "heap-confirms", // {func}
  "calls-in-flight", // {calls}
  "idle-beyond-timeout", // {minutes}
  "companion", // {of}
  "victim-of-callers", // {calls}
  "pool-holder-unknown",
  "pool-holders", // {rows, transactions}
  "children-blocked", // {count, func}
  "holder", // {func, mechanism}
  "pending-writer", // {func, mechanism}
  "holds-lock-of", // {func, count}
  "waited-for", // {func, count}
  "holder-candidate", // {func, mechanism}
  "likely-holder", // {func, count}
  "locks", // {count, locks}
  "one-lock", // {count}
  "lock-cycle", // {count}
  "lock-order", // {wanted, held, func}
  "same-lock-stuck", // {func, count}
  // Why it is harmless.
  "benign-row", // {id}
  "user-rule", // {id}
  "marked-expected", // {category}
  // Heap; growth ones {baseBytes, bytes, snapshots, z}.
  "heap-growth",
  "heap-growth-exact",
  "heap-growth-maybe",
  "heap-stopped",
  "heap-flat",
  "heap-leaf", // {op, func, file, line}
  "heap-frame", // {func, file, line}
  "size-class", // {bytes, objects, baseObjects}
  "swiss-split",
  "bucket-array",
  "also-here", // {category, bytes}
  "kept-by", // {func, category}
  "one-per-goroutine", // {objects, goroutines}
] as const;

/** See `EVIDENCE_CODES`. */
export type EvidenceCode = (typeof EVIDENCE_CODES)[number];
