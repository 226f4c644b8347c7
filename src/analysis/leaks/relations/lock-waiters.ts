import { memberArgs } from "#profile/goroutines/member-args.ts";
import type { StackView } from "../mechanism/stack-view.ts";
import type { Suspect } from "../series/suspect.ts";
import { lockSubject } from "./lock-subject.ts";
import type { RelationContext } from "./relation-context.ts";

/** A goroutine of a text dump that waits for the lock at one address. */
export interface LockWaiter {
  readonly suspect: Suspect;
  /** Address of the mutex. */
  readonly lock: bigint;
  /** Pointer arguments of the function that asks for it. */
  readonly pointers: readonly bigint[];
  /** Where the mutex lies in the structure one of the pointers is for; -1n where none is near. */
  readonly offset: bigint;
}

/** A lock further than this from the start of its structure is not looked for. */
export const STRUCT_MAX_BYTES = 4096n;
const HEAP_MIN = 0x10000n;
/** Members of a suspect that are looked at: reading a hundred thousand argument lists takes seconds. */
export const WAITERS_MAX = 2000;

/** Frames whose receiver is the lock itself. */
const LOCK_RECEIVER =
  /^(internal\/)?sync\.\(\*(RW)?Mutex\)\.(lockSlow|Lock|RLock)$/;

/** Argument words the traceback is sure of: those without `?` (traceback.go, register ABI). */
export function sureWords(args: string): bigint[] {
  return [...args.matchAll(/0x([0-9a-f]{4,16})(?![0-9a-f?])/g)]
    .map((match) => BigInt(`0x${match[1]}`))
    .filter((word) => word >= HEAP_MIN);
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
 * The members of a lock wait with the address they wait for, the first `WAITERS_MAX`; empty where the
 * input has no arguments.
 */
export function lockWaiters(
  suspect: Suspect,
  { newest }: RelationContext,
): LockWaiter[] {
  const found: LockWaiter[] = [];
  for (const { view } of suspect.groups) {
    const subject = lockSubject(view);
    if (subject === undefined) continue;
    const asking = view.group.frames.indexOf(subject.frame.frame);
    for (
      let row = view.group.memberStart;
      row < view.group.memberEnd && found.length < WAITERS_MAX;
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
