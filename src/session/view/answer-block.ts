import type { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { runCancellable } from "#base/checkpoint.ts";
import { ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { SessionBlock } from "#contract/worker-messages.ts";

/**
 * What `make` makes, with the time it took and what its session keeps (`budget`). `control` is the
 * memory of the request's `JobControl`: it is looked at every few milliseconds of work, so that a
 * superseded request makes way.
 */
export function answerBlock(
  control: SharedArrayBuffer,
  budget: ByteBudget | undefined,
  make: (job: JobControl) => Result<Uint8Array, AppError>,
): Result<SessionBlock, AppError> {
  const job = new JobControl(control);
  const start = performance.now();
  const made = runCancellable(
    () => job.isCancelled,
    () => make(job),
  );
  if (!made.ok) return made;
  const block = made.value;
  if (!block.ok) return block;
  return ok({
    block: block.value,
    computeMs: performance.now() - start,
    keptBytes: budget?.usedBytes ?? 0,
  });
}
