import { memberArgs } from "#profile/goroutines/member-args.ts";
import { LOCK_WAITS } from "../confidence.ts";
import type { StackView } from "../mechanism/stack-view.ts";
import {
  addEvidence,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import { lockSubject } from "./lock-subject.ts";
import type { RelationContext } from "./relation-context.ts";

/** A goroutine of a text dump that waits for the lock at one address. */
interface LockWaiter {
  readonly suspect: Suspect;
  /** Address of the mutex. */
  readonly lock: bigint;
  /** Pointer arguments of the function that asks for it. */
  readonly pointers: readonly bigint[];
  /** Where the mutex lies in the structure one of the pointers is for; -1n where none is near. */
  readonly offset: bigint;
}

/** Larger structures are rare; a wrong match needs a second one to make a cycle. */
const STRUCT_MAX_BYTES = 4096n;
const HEAP_MIN = 0x10000n;
/** Only so many waiters are compared with each other. */
const WAITERS_MAX = 20_000;

/** Argument words the traceback is sure of: those without `?` (traceback.go, register ABI). */
function sureWords(args: string): bigint[] {
  return [...args.matchAll(/0x([0-9a-f]{4,16})(?![0-9a-f?])/g)]
    .map((match) => BigInt(`0x${match[1]}`))
    .filter((word) => word >= HEAP_MIN);
}

/** Frames whose receiver is the lock itself. */
const LOCK_RECEIVER =
  /^(internal\/)?sync\.\(\*(RW)?Mutex\)\.(lockSlow|Lock|RLock)$/;

function lockWaiters(
  suspect: Suspect,
  { newest }: RelationContext,
): LockWaiter[] {
  const found: LockWaiter[] = [];
  for (const { view } of suspect.groups) {
    const subject = lockSubject(view);
    if (subject === undefined) continue;
    const frames = view.group.frames;
    const asking = frames.indexOf(subject.frame.frame);
    for (
      let row = view.group.memberStart;
      row < view.group.memberEnd;
      row += 1
    ) {
      const args = memberArgs(newest.snapshot, view.group, row);
      const lock = lockAddress(view, args);
      if (lock === undefined) continue;
      const pointers = sureWords(args[asking] ?? "");
      const offsets = pointers
        .map((pointer) => lock - pointer)
        .filter((offset) => offset >= 0n && offset < STRUCT_MAX_BYTES)
        .sort((a, b) => (a < b ? -1 : 1));
      found.push({ suspect, lock, pointers, offset: offsets.at(0) ?? -1n });
    }
  }
  return found;
}

function lockAddress(
  view: StackView,
  args: readonly string[],
): bigint | undefined {
  for (const [index, frame] of view.group.frames.entries()) {
    if (!LOCK_RECEIVER.test(frame.func)) continue;
    const words = sureWords(args[index] ?? "");
    if (words.length > 0) return words[0];
  }
  return undefined;
}

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
  if (waiters.length > WAITERS_MAX) return;
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
  for (const [suspect, locks] of perSuspect) {
    addEvidence(suspect, "locks", {
      count: suspect.count,
      locks: locks.size,
    });
  }
}
