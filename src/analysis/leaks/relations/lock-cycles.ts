import { LOCK_WAITS } from "../confidence.ts";
import {
  addEvidence,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import { lockWaiters, WAITERS_MAX, type LockWaiter } from "./lock-waiters.ts";
import type { RelationContext } from "./relation-context.ts";

/**
 * Two goroutines that each hold what the other waits for. Text dumps print arguments: a goroutine in
 * `transfer(a, b)` that waits for b's lock was handed a as well; when another one waits for a's lock
 * and was handed b, the locks were taken in different order.
 * ```
 *   lockSlow(0xc0a20) <- transfer(0xc0a10, 0xc0a20)      waits for …a20, has …a10
 *   lockSlow(0xc0a10) <- transfer(0xc0a20, 0xc0a10)      waits for …a10, has …a20     a cycle
 * ```
 */
export function judgeLockCycles(context: RelationContext): void {
  const waiters = context.suspects
    .filter(
      (suspect) =>
        LOCK_WAITS.has(suspect.mechanism) && suspect.confidence !== null,
    )
    .flatMap((suspect) => lockWaiters(suspect, context));
  if (waiters.length === 0) return;
  countLocks(waiters);
  const byLock = new Map<bigint, LockWaiter[]>();
  for (const waiter of waiters) {
    const list = byLock.get(waiter.lock);
    if (list === undefined) byLock.set(waiter.lock, [waiter]);
    else list.push(waiter);
  }
  const inCycle = new Map<Suspect, Set<LockWaiter>>();
  for (const waiter of waiters) {
    const partner = partnerOf(waiter, byLock);
    if (partner === undefined) continue;
    const set = inCycle.get(waiter.suspect) ?? new Set();
    set.add(waiter);
    inCycle.set(waiter.suspect, set);
    if (partner.suspect !== waiter.suspect) {
      waiter.suspect.related.add(partner.suspect);
    }
  }
  for (const [suspect, members] of inCycle) {
    addEvidence(suspect, "lock-cycle", { count: members.size });
    raiseConfidence(suspect, "high");
  }
}

/** Locks the goroutine was handed but does not wait for, and who waits for one of those the other way round. */
function partnerOf(
  waiter: LockWaiter,
  byLock: ReadonlyMap<bigint, readonly LockWaiter[]>,
): LockWaiter | undefined {
  if (waiter.offset < 0n) return undefined;
  for (const pointer of waiter.pointers) {
    const handed = pointer + waiter.offset;
    if (handed === waiter.lock) continue;
    const partner = byLock
      .get(handed)
      ?.find(
        (other) =>
          other.offset >= 0n &&
          other.pointers.some(
            (theirs) => theirs + other.offset === waiter.lock,
          ),
      );
    if (partner !== undefined) return partner;
  }
  return undefined;
}

function countLocks(waiters: readonly LockWaiter[]): void {
  const perSuspect = new Map<Suspect, Set<bigint>>();
  for (const { suspect, lock } of waiters) {
    const locks = perSuspect.get(suspect) ?? new Set();
    locks.add(lock);
    perSuspect.set(suspect, locks);
  }
  for (const [suspect, { size }] of perSuspect) {
    const { count } = suspect;
    if (count > WAITERS_MAX) continue;
    if (size > 1) addEvidence(suspect, "locks", { count, locks: size });
    else if (count > 1) addEvidence(suspect, "one-lock", { count });
  }
}
