/** Thrown when the program contradicts itself. Reaches the one handler of the process. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Narrows `condition` to true; throws `AssertionError` (a bug) otherwise. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Marks a `switch` as exhaustive: reaching it is a type error at build time and a bug at run time. */
export function assertNever(value: never): never {
  throw new AssertionError(`unexpected value: ${String(value)}`);
}

/** The value, or a bug when it is missing. */
export function ensureDefined<T>(
  value: T | undefined | null,
  message: string,
): T {
  if (value === undefined || value === null) throw new AssertionError(message);
  return value;
}
