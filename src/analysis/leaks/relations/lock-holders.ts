import { isUnwakeable, LOCK_WAITS } from "../confidence.ts";
import type { StackView } from "../mechanism/stack-view.ts";
import {
  addEvidence,
  confidenceRank,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import { lockSubject, type LockSubject } from "./lock-subject.ts";
import type { RelationContext } from "./relation-context.ts";

/**
 * How it is known that a goroutine holds the lock others wait for. Another method of the same type says
 * less, see `stuck-locks.ts`.
 * - `inside`: it is below the very call that takes the lock, blocked on something else;
 * - `writer`: it is a pending writer of the RWMutex the readers wait for, which the lock prefers;
 */
type HolderKind = "inside" | "writer";

function isOnceHolder(view: StackView, subject: LockSubject): boolean {
  const { visible } = view;
  const once = visible.findIndex(
    (frame) => frame.func === "sync.(*Once).doSlow",
  );
  return (
    once > 0 &&
    visible.slice(once).some((frame) => frame.func === subject.frame.func)
  );
}

/** The waiter asks at `line` of the function; the holder is further down in it, or in a callee. */
function isInside(view: StackView, subject: LockSubject): boolean {
  const { visible } = view;
  const at = visible.findIndex((frame) => frame.func === subject.frame.func);
  if (at < 0) return false;
  const line = visible[at].frame.line;
  const asked = subject.frame.frame.line;
  return line === 0 || asked === 0 || line > asked;
}

function holderKind(
  waiter: Suspect,
  candidate: Suspect,
  subject: LockSubject,
): HolderKind | undefined {
  const isWriter = candidate.groups.some(({ view }) =>
    view.visible.some((frame) => frame.func === "sync.(*RWMutex).Lock"),
  );
  if (candidate.mechanism === waiter.mechanism) {
    const waiterReads = waiter.groups.some(({ view }) =>
      view.visible.some((frame) => frame.func === "sync.(*RWMutex).RLock"),
    );
    if (
      waiter.mechanism === "rwmutex-wait" &&
      waiterReads &&
      isWriter &&
      candidate.groups.some(({ view }) => {
        const other = lockSubject(view);
        return (
          other !== undefined &&
          (other.frame.func === subject.frame.func ||
            (subject.receiver !== "" && other.receiver === subject.receiver))
        );
      })
    ) {
      return "writer";
    }
    if (candidate.key === waiter.key) return undefined;
  }
  for (const { view } of candidate.groups) {
    const isLockWait = LOCK_WAITS.has(candidate.mechanism);
    const own = isLockWait ? lockSubject(view) : undefined;
    if (own?.frame.func === subject.frame.func) continue;
    if (waiter.mechanism === "once-wait") {
      if (isOnceHolder(view, subject)) return "inside";
    } else if (isInside(view, subject)) return "inside";
  }
  return undefined;
}

/** Waits that only another goroutine can end. */
const PARKED_ON_OTHERS =
  /^(chan-|select-|mutex-wait|rwmutex-wait|once-wait|waitgroup-wait|cond-wait)/;

/**
 * Whether the holder will not move by itself, as far as the dumps can tell: nothing can wake it, it is
 * minutes old, or the very same goroutine sat there in an earlier snapshot. One that sleeps or reads
 * under the lock is slow, not stuck.
 */
function isStuck(holder: Suspect): boolean {
  if (holder.confidence === null) return false;
  if (isUnwakeable(holder) || confidenceRank(holder.confidence) >= 3) {
    return true;
  }
  if (!PARKED_ON_OTHERS.test(holder.mechanism)) {
    return holder.maxWaitMinutes >= 2;
  }
  return (
    holder.maxWaitMinutes >= 1 ||
    (holder.growth.survivors !== null && holder.growth.survivors > 0)
  );
}

/**
 * Looks for who holds the lock that others wait for: a goroutine with the same function or type on its
 * stack, blocked elsewhere. A holder that is stuck makes its waiters a leak, and is itself the cause,
 * however few and flat it is (leak-signatures.md, section 6).
 */
export function judgeLockHolders({ suspects }: RelationContext): void {
  const waiters = suspects.filter(
    (suspect) =>
      LOCK_WAITS.has(suspect.mechanism) && suspect.confidence !== null,
  );
  for (const waiter of waiters) {
    const subject = lockSubject(waiter.groups[0].view);
    if (subject === undefined) continue;
    for (const candidate of suspects) {
      if (candidate === waiter || candidate.mechanism === "runtime") continue;
      const kind = holderKind(waiter, candidate, subject);
      if (kind !== undefined) relate(waiter, candidate, kind);
    }
  }
}

function relate(waiter: Suspect, holder: Suspect, kind: HolderKind): void {
  waiter.related.add(holder);
  addEvidence(waiter, kind === "writer" ? "pending-writer" : "holder", {
    func: holder.key,
    mechanism: holder.mechanism,
  });
  addEvidence(holder, "holds-lock-of", {
    func: waiter.key,
    count: waiter.count,
  });
  if (holder.confidence === null) return;
  if (kind === "inside" && isStuck(holder)) {
    raiseConfidence(waiter, "high");
  } else if (waiter.count >= 2 && PARKED_ON_OTHERS.test(holder.mechanism)) {
    raiseConfidence(waiter, "medium");
  }
  // A flat single holder matters because of the others (section 0, finding 2).
  if (confidenceRank(waiter.confidence) >= 2) {
    raiseConfidence(
      holder,
      waiter.confidence === "proved" ? "high" : (waiter.confidence ?? "low"),
    );
  }
}
