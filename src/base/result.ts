/**
 * Outcome of an operation that may fail for reasons outside the program: bad file, network, cancel.
 * `error` carries a `code` and fields, never display text: the wording is made in `text/`.
 * Bugs are not results; they throw (see `assert.ts`).
 */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** A successful result. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A failed result. */
export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
