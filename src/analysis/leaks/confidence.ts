import type { Confidence } from "./leak-finding.ts";
import type { Mechanism } from "./mechanism/mechanism.ts";
import {
  addEvidence,
  raiseConfidence,
  type Suspect,
} from "./series/suspect.ts";

/** Waits nothing can end (leak-signatures.md, section 5c), so one goroutine in one dump is enough. */
const UNWAKEABLE: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "chan-nil",
  "select-empty",
  "finalizer-blocked",
]);

/** Waits for a lock: two waiters that are minutes old are enough. */
export const LOCK_WAITS: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "mutex-wait",
  "rwmutex-wait",
  "once-wait",
]);

/**
 * Waits that are the ordinary life of servers and janitors: in one dump their number and age say
 * nothing (section 3: "low; med if grows").
 */
const ORDINARY_WAITS: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "io-wait",
  "io-wait-write",
  "sleep-loop",
]);

/** Not blocked at all. */
const ON_CPU: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "busy-loop",
  "running",
]);

const MANY_MIN = 10;
const MINUTES_MIN = 2;
const LOCK_WAITERS_MIN = 2;
const CROWD_MIN = 100;
/** The same stack on a CPU in this many dumps is no coincidence. */
const BUSY_DUMPS_MIN = 3;

/** Whether nothing can end the wait of these goroutines. */
export function isUnwakeable(suspect: Suspect): boolean {
  return UNWAKEABLE.has(suspect.mechanism);
}

/** What the newest dump alone allows. Adds the evidence it rests on. */
function fromOneDump(suspect: Suspect): Confidence {
  const { mechanism, count, maxWaitMinutes, agedCount } = suspect;
  if (ORDINARY_WAITS.has(mechanism) || ON_CPU.has(mechanism)) return "low";
  if (
    LOCK_WAITS.has(mechanism) &&
    agedCount >= LOCK_WAITERS_MIN &&
    maxWaitMinutes >= 1
  ) {
    return "medium";
  }
  if (count >= MANY_MIN && maxWaitMinutes >= MINUTES_MIN) return "medium";
  if (count >= CROWD_MIN && agedCount === 0) {
    addEvidence(suspect, "crowd", { count });
    return "medium";
  }
  return "low";
}

/** Spinning or working goroutines: only repetition and growth say which. */
function onCpu(suspect: Suspect): Confidence {
  const { growth, mechanism } = suspect;
  if (mechanism === "running") return "low";
  const seen = growth.counts.filter((count) => count > 0).length;
  if (growth.base > 0 && growth.kind === "strong") return "high";
  if (growth.base > 0 && growth.kind === "weak") return "medium";
  if (seen >= BUSY_DUMPS_MIN && seen === growth.counts.length) {
    addEvidence(suspect, "always-on-cpu", { dumps: seen });
    return "medium";
  }
  if (isSpinning(suspect) && growth.kind !== "single" && growth.base === 0) {
    return "medium";
  }
  return "low";
}

/** Caught in a primitive that only loops dwell in: `select` with `default`, `runtime.Gosched`. */
function isSpinning(suspect: Suspect): boolean {
  const isSpin = suspect.groups.some(({ view }) =>
    view.leading.some(({ func }) =>
      /^runtime\.(selectnb(send|recv)|Gosched|goschedguarded)$/.test(func),
    ),
  );
  if (isSpin) addEvidence(suspect, "spinning");
  return isSpin;
}

/**
 * Confidence of a group no benign row matched, by section 5c: proof, then waits that nothing can end,
 * then growth, then number and age. Seen flat in two or more snapshots it is `low`.
 */
export function blockedConfidence(suspect: Suspect): Confidence {
  if (suspect.leakedCount > 0) return "proved";
  if (isUnwakeable(suspect)) return "high";
  if (ON_CPU.has(suspect.mechanism)) return onCpu(suspect);
  return growthConfidence(suspect);
}

/**
 * goleak fails a test only for goroutines that are still there after retries (leak-signatures.md,
 * section 9): at least `medium`, however few they are.
 */
export function raiseByGoleak(suspect: Suspect): void {
  addEvidence(suspect, "goleak");
  raiseConfidence(suspect, "medium");
}

/** The part of `blockedConfidence` that goes by growth; used again where a rule corrects the counts. */
export function growthConfidence(suspect: Suspect): Confidence {
  const { growth } = suspect;
  switch (growth.kind) {
    case "strong":
      return "high";
    case "weak":
      return "medium";
    case "single":
      return fromOneDump(suspect);
    case "noise":
    case "flat":
    case "shrunk":
      // A state nobody was in before says as much as a single dump, whatever the population did.
      return growth.base === 0 ? fromOneDump(suspect) : "low";
  }
}
