/**
 * Stopping long computations from within. The pure layers know neither threads nor jobs: their long
 * loops call `checkpoint()` every few milliseconds of work, and whoever runs them says, around the
 * whole call, how to find out that nobody waits any more.
 *
 * ```
 *   runCancellable(isCancelled, () => buildCallTree(profile))
 *                                       └ checkpoint() ... checkpoint()   asks isCancelled
 * ```
 * Everything in between runs to its end on one thread, so one variable holds who is asked. Functions
 * that change what they were given must not be left half-way: they check before they begin.
 */
import { err, ok, type Result } from "./result.ts";

class Cancelled extends Error {
  override readonly name = "Cancelled";
}

let isCancelledNow: (() => boolean) | null = null;

/**
 * Leaves the computation where it was cancelled; else returns at once (some nanoseconds). Outside
 * `runCancellable` it does nothing. Put one per some ten thousand steps of a loop, or at its start
 * where it takes less than 10 ms on the largest input.
 */
export function checkpoint(): void {
  if (isCancelledNow !== null && isCancelledNow()) throw new Cancelled();
}

/** Steps of a loop between two checkpoints, less one: `if ((i & EVERY) === 0) checkpoint()`. */
export const EVERY = 0x3fff;
/** As `EVERY`, for steps that read texts. */
export const FEW = 0x1ff;

/**
 * Runs `work` until it ends or `isCancelled` says yes at one of its checkpoints. Error: `cancelled`.
 * Runs can't be nested; other exceptions pass through.
 */
export function runCancellable<T>(
  isCancelled: () => boolean,
  work: () => T,
): Result<T, { readonly code: "cancelled" }> {
  if (isCancelled()) return err({ code: "cancelled" });
  isCancelledNow = isCancelled;
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof Cancelled) return err({ code: "cancelled" });
    throw error;
  } finally {
    isCancelledNow = null;
  }
}
