/**
 * How far an input may grow while it is inflated before the user is asked. Real dumps reach 40 to 1
 * (a million goroutines in the same place), profiles 10 to 1; deflate can reach 1032 to 1, zstd far
 * more.
 */
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";

/** Growth below this is nobody's concern, whatever its ratio. */
const HARMLESS_BYTES = 256 * 2 ** 20;
/** Largest plausible ratio of inflated to compressed bytes. */
const MAX_RATIO = 200;
/** Largest plausible inflated size: more than this takes minutes. */
const MAX_INFLATED_BYTES = 8 * 2 ** 30;

/**
 * Whether inflating may go on after `inflatedBytes` came out of `readBytes`. Error
 * `decompression-bomb` where that is more than any profile has, be it by ratio or altogether.
 */
export function mayGrow(
  readBytes: number,
  inflatedBytes: number,
): Result<void, AppError> {
  const isPlausible =
    inflatedBytes <= HARMLESS_BYTES ||
    (inflatedBytes <= readBytes * MAX_RATIO &&
      inflatedBytes <= MAX_INFLATED_BYTES);
  return isPlausible
    ? ok(undefined)
    : err({ code: "decompression-bomb", readBytes, inflatedBytes });
}
