import { err, ok, type Result } from "./result.ts";

/** A column allocation would pass the memory limit. Both figures in bytes. */
export interface BudgetError {
  readonly code: "over-budget";
  readonly neededBytes: number;
  readonly limitBytes: number;
}

/**
 * Counts typed-array bytes against a limit. V8's `resourceLimits` do not see typed arrays
 * (architecture.md, data flow 7), so whoever allocates columns asks here first.
 */
export class ByteBudget {
  private used = 0;

  /** @param limitBytes most bytes that may be reserved at one time; `Infinity` for none. */
  constructor(readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.used;
  }

  /** Books `bytes`; an error leaves the budget as it was. */
  reserve(bytes: number): Result<void, BudgetError> {
    if (this.used + bytes > this.limitBytes) {
      return err({
        code: "over-budget",
        neededBytes: this.used + bytes,
        limitBytes: this.limitBytes,
      });
    }
    this.used += bytes;
    return ok(undefined);
  }

  release(bytes: number): void {
    this.used = Math.max(0, this.used - bytes);
  }
}
