import type { BudgetError } from "#base/byte-budget.ts";

/** Why protobuf bytes are no profile. `offset` is in bytes of the decompressed input. */
export type MalformedReason =
  | "truncated-message"
  | "bad-varint"
  | "bad-wire-type"
  | "length-past-end"
  | "no-sample-type"
  | "string-table-first-not-empty"
  | "string-index-out-of-range"
  | "zero-id"
  | "duplicate-id"
  | "unknown-location"
  | "unknown-function"
  | "unknown-mapping"
  | "value-count-mismatch";

/** A profile that can't be decoded. */
export type DecodeError =
  | {
      readonly code: "malformed-profile";
      readonly reason: MalformedReason;
      readonly offset: number;
      /** The offending number (id, index, count), decimal; "" where there is none. */
      readonly detail: string;
    }
  /** Two profiles written one after the other (rule W6): a second non-zero `time_nanos`. */
  | { readonly code: "concatenated-profiles"; readonly offset: number }
  /** Decompressed to nothing, or a message without any field. */
  | { readonly code: "no-data" }
  | { readonly code: "cancelled" }
  | BudgetError;

/** Something odd in a profile that decoded all the same. */
export interface DecodeWarning {
  readonly code:
    | "invalid-utf8"
    | "label-units-ignored"
    | "trailing-garbage"
    | "no-symbols"
    | "unknown-fields"
    | "all-samples-zero"
    | "stack-depth-limit";
  /** How many times, or how many of the thing the code names. */
  readonly count: number;
}
