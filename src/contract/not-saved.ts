/** A file of the app's own that could not be written; what it held before is still there. */
export interface NotSaved {
  /** Base name, e.g. `settings.json`. */
  readonly file: string;
  /** System error code, e.g. `ENOSPC`, `EACCES`; "" for none. */
  readonly reason: string;
}
