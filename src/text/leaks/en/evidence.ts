import type { EvidenceTexts } from "../evidence-text.ts";

/** Sentences for evidence. */
export const evidenceEn: EvidenceTexts = {
  frame: "parked in {{op}}, called from {{func}} ({{place}})",
  "frame-user": "in {{func}} ({{place}})",
  "frame-library": "in {{func}}; there is no frame of yours on this stack",
  "stack-cut": "the input cut the stack off; its root is not the start",
  "wait-reason": "wait reason: {{reason}}",
  "wait-reason-inferred": "wait reason: {{reason}} (from the frames)",
  age: "blocked for at least {{minutes}} min (counted from the first garbage collection that saw it)",
  creator: "created by {{func}} ({{place}})",
  "locked-to-thread": "{{goroutines}} locked to an OS thread each",
  growth: "grew {{base}} → {{current}} over {{snapshots}} snapshots",
  "growth-weak":
    "grew {{base}} → {{current}} over {{snapshots}} snapshots, too little to be sure",
  "growth-noise":
    "{{base}} → {{current}} over {{snapshots}} snapshots: ordinary variation",
  flat: "flat: {{current}} in each of {{snapshots}} snapshots{{twin}}",
  shrunk: "fewer than before: {{base}} → {{current}}",
  migration:
    "{{base}} → {{current}} in this state, but not more goroutines of this kind: they only changed state",
  "none-ended": "none of the {{base}} in the first snapshot has ended",
  "most-stayed":
    "{{survivors}} of {{base}} of the first snapshot are still there",
  turnover:
    "only {{survivors}} of {{base}} of the first snapshot are still there: they come and go",
  "runtime-proof":
    "the Go runtime proved {{leaked}} of {{count}} leaked: nothing alive can wake them",
  "unwakeable-chan-nil": "nothing can ever wake a wait on a nil channel",
  "unwakeable-select-empty": "nothing can ever wake an empty select",
  "unwakeable-finalizer-blocked":
    "one goroutine runs all finalizers: all later ones wait for this one",
  goleak: "goleak found it still there when the test had ended",
  crowd: "{{goroutines}} in one place, age unknown",
  "always-on-cpu": "on a CPU in all {{dumps}} dumps",
  spinning:
    "caught in a non-blocking channel operation or runtime.Gosched, where only loops dwell",
  "body-readers": "{{readers}} goroutines are reading a body right now",
  "fewer-readers": "only {{readers}} of {{count}} are being read right now",
  "no-reader": "nobody is reading a body right now",
  "client-caller": "uses the HTTP client: {{func}} ({{place}})",
  "heap-confirms": "the heap confirms it: {{func}} keeps allocating them",
  "calls-in-flight":
    "{{calls}} calls are in flight; as many connections wait for an answer",
  "idle-beyond-timeout":
    "idle for {{minutes}} min or more: longer than the 90 s of http.DefaultTransport",
  companion: "partner of {{of}}: counted there, not here",
  "victim-of-callers":
    "follows {{calls}} more HTTP calls of this same process that wait without an answer",
  "pool-holder-unknown":
    "no unclosed rows or open transactions are visible: they exist as goroutines only with a cancellable context",
  "pool-holders":
    "connections are kept by {{rows}} open rows and {{transactions}} open transactions",
  "children-blocked": "waits for {{goroutines}} in {{func}}",
  holder: "the holder is in {{func}} ({{mechanism}})",
  "pending-writer": "a writer waits in {{func}}, which blocks all new readers",
  "waited-for": "{{goroutines}} wait in {{func}} for it to finish",
  "holds-lock-of": "{{goroutines}} wait for its lock, in {{func}}",
  "holder-candidate": "the lock may be held in {{func}} ({{mechanism}})",
  "likely-holder":
    "the only other goroutine on the locked object; {{goroutines}} wait for its lock in {{func}}",
  "one-lock": "{{goroutines}} wait for one and the same lock",
  locks: "{{goroutines}} wait for {{locks}} different locks",
  "lock-cycle":
    "{{goroutines}} hold what another one waits for, and the other way round: locks taken in different order",
  "lock-order":
    "waits for a lock of {{wanted}} below {{held}}, while {{func}} does the opposite",
  "same-lock-stuck":
    "in the queue of a lock that {{goroutines}} wait for in {{func}}",
  "benign-row": "recognised as {{id}}",
  "user-rule": "by your rule {{id}}",
  "marked-expected": "you marked {{category}} here as expected",
  "heap-growth":
    "in use {{baseBytes}} → {{bytes}} over {{snapshots}} profiles ({{z}} standard deviations)",
  "heap-growth-exact":
    "in use {{baseBytes}} → {{bytes}} over {{snapshots}} profiles, in objects too large to be missed by sampling",
  "heap-growth-maybe":
    "in use {{baseBytes}} → {{bytes}}, which sampling alone may explain ({{z}} standard deviations)",
  "heap-stopped":
    "grew {{baseBytes}} → {{bytes}} and then stopped: it may have reached its size",
  "heap-flat": "in use {{baseBytes}} → {{bytes}}",
  "heap-leaf": "allocated by {{op}}, called from {{func}} ({{place}})",
  "heap-frame": "allocated in {{func}} ({{place}})",
  "size-class": "{{objects}} objects of {{size}} ({{baseObjects}} before)",
  "swiss-split":
    "the same size twice at one line: a map splitting its tables (Go 1.24 and newer)",
  "bucket-array":
    "its size is divisible by 17: the bucket array of a map (Go 1.23 and older)",
  "also-here": "also here: {{category}}, {{bytes}}",
  "kept-by": "allocated below {{func}}, which has {{category}}",
  "one-per-goroutine":
    "{{objects}} more objects and {{count}} more goroutines: one each",
};
