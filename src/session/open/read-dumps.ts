import type { ByteBudget } from "#base/byte-budget.ts";
import type { JobControl } from "#base/cancel-flag.ts";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import { DumpReader } from "#profile/decode/text/dump-reader.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import type { Chunks } from "./inflate.ts";

/**
 * Reads goroutine snapshots out of a text while it is being inflated: neither the text nor its
 * repeated stacks are kept. Books what the reader keeps. `cancelled` is seen within a chunk; a text
 * without goroutines gives an empty list.
 */
export async function readDumps(
  chunks: Chunks,
  first: Uint8Array,
  { control, budget }: { control: JobControl; budget: ByteBudget },
): Promise<Result<GoroutineSnapshot[], AppError>> {
  const reader = new DumpReader();
  let bookedBytes = 0;
  const push = (chunk: Uint8Array): Result<void, AppError> => {
    if (control.isCancelled) return err({ code: "cancelled" });
    reader.push(chunk);
    const { memoryBytes } = reader;
    const booked = budget.reserve(Math.max(0, memoryBytes - bookedBytes));
    bookedBytes = Math.max(bookedBytes, memoryBytes);
    return booked;
  };
  let pushed = push(first);
  while (pushed.ok) {
    const chunk = await chunks.next();
    if (chunk.done === true) return ok(reader.finish());
    if (!chunk.value.ok) return chunk.value;
    pushed = push(chunk.value.value);
  }
  return pushed;
}
