import { memberArgs } from "#profile/goroutines/member-args.ts";
import { LOCK_WAITS } from "../confidence.ts";
import type { Mechanism } from "../mechanism/mechanism.ts";
import {
  addEvidence,
  confidenceRank,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import { lockSubject } from "./lock-subject.ts";
import { lockWaiters, STRUCT_MAX_BYTES, sureWords } from "./lock-waiters.ts";
import type { RelationContext } from "./relation-context.ts";

/**
 * What a forgotten holder waits for. A select is left out: it is how the event loop of any type waits,
 * and that holds no lock.
 */
const HOLDER_WAITS: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "chan-send",
  "chan-recv",
  "chan-range",
  "chan-nil",
  "select-empty",
  "waitgroup-wait",
  "cond-wait",
  "http-roundtrip-blocked",
]);

function hasReceiver(suspect: Suspect, receiver: string): boolean {
  return suspect.groups.some(({ view }) =>
    view.visible.some((frame) => frame.func.startsWith(`${receiver}.`)),
  );
}

/** Argument words of all members of a suspect that the traceback is sure of. */
function* wordsOf(
  suspect: Suspect,
  { newest }: RelationContext,
): Generator<bigint> {
  for (const { view } of suspect.groups) {
    const { memberStart, memberEnd } = view.group;
    for (let row = memberStart; row < memberEnd; row += 1) {
      for (const args of memberArgs(newest.snapshot, view.group, row)) {
        yield* sureWords(args);
      }
    }
  }
}

/** Whether the candidate works on an object that contains one of the locks; undefined without arguments. */
function isOnLockedObject(
  candidate: Suspect,
  locks: readonly bigint[],
  context: RelationContext,
): boolean | undefined {
  if (locks.length === 0) return undefined;
  let hasWords = false;
  for (const word of wordsOf(candidate, context)) {
    hasWords = true;
    const isInside = locks.some(
      (lock) => lock >= word && lock - word < STRUCT_MAX_BYTES,
    );
    if (isInside) return true;
  }
  return hasWords ? false : undefined;
}

/**
 * Once the waiters of one type's lock are surely stuck (they grew, or are minutes old), all that wait
 * for a lock of that type are in the same queue, also the first writer or reader, of which there is
 * only ever one. And if just one other goroutine is inside a method of that type, waiting for somebody
 * else, that is where the lock most likely is.
 */
export function judgeStuckLocks(context: RelationContext): void {
  const byReceiver = new Map<string, Suspect[]>();
  for (const suspect of context.suspects) {
    if (!LOCK_WAITS.has(suspect.mechanism) || suspect.confidence === null) {
      continue;
    }
    const receiver = lockSubject(suspect.groups[0].view)?.receiver ?? "";
    if (receiver === "") continue;
    const list = byReceiver.get(receiver);
    if (list === undefined) byReceiver.set(receiver, [suspect]);
    else list.push(suspect);
  }
  for (const [receiver, waiters] of byReceiver) {
    const stuck = waiters.find(
      ({ confidence }) => confidenceRank(confidence) >= 2,
    );
    if (stuck === undefined) continue;
    for (const waiter of waiters) joinQueue(waiter, stuck);
    nameLikelyHolder(receiver, stuck, context);
  }
}

function joinQueue(waiter: Suspect, stuck: Suspect): void {
  if (waiter === stuck || confidenceRank(waiter.confidence) >= 2) return;
  addEvidence(waiter, "same-lock-stuck", {
    func: stuck.key,
    count: stuck.count,
  });
  waiter.related.add(stuck);
  raiseConfidence(waiter, "medium");
}

function nameLikelyHolder(
  receiver: string,
  stuck: Suspect,
  context: RelationContext,
): void {
  const locks = [
    ...new Set(lockWaiters(stuck, context).map(({ lock }) => lock)),
  ].slice(0, 64);
  const candidates = context.suspects.filter(
    (suspect) =>
      HOLDER_WAITS.has(suspect.mechanism) &&
      suspect.confidence !== null &&
      hasReceiver(suspect, receiver) &&
      isOnLockedObject(suspect, locks, context) !== false,
  );
  if (candidates.length !== 1) return;
  const [holder] = candidates;
  addEvidence(holder, "likely-holder", {
    func: stuck.key,
    count: stuck.count,
  });
  addEvidence(stuck, "holder-candidate", {
    func: holder.key,
    mechanism: holder.mechanism,
  });
  stuck.related.add(holder);
  raiseConfidence(holder, "medium");
}
