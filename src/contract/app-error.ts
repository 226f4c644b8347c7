import type { FilterName } from "#analysis/filter/apply-filters.ts";
import type { BudgetError } from "#base/byte-budget.ts";
import type { DecodeError } from "#profile/decode/decode-error.ts";
import type { ComparisonFileError } from "./comparison-file.ts";

/** What unreadable bytes look like; each has a sentence with a next step in the catalogue. */
export type Lookalike =
  | "html"
  | "json"
  | "go-trace"
  | "zip"
  | "elf"
  | "macho"
  | "pe"
  | "text"
  | "goroutine-text"
  | "heap-text"
  | "profile-text"
  | "binary"
  | "jfr"
  | "perf-data"
  | "tar"
  | "bzip2"
  | "xz"
  | "png";

/** `reason` of `worker-died` where the worker ran out of memory. */
export const OUT_OF_MEMORY = "out-of-memory";

/** An expected failure that reaches the user. Serialisable; wording is made in `text/`. */
export type AppError =
  | DecodeError
  | BudgetError
  /** As `over-budget`, for a limit that no setting raises: the decoder's, or of a zstd window. */
  | {
      readonly code: "over-fixed-limit";
      readonly neededBytes: number;
      readonly limitBytes: number;
    }
  | { readonly code: "not-a-profile"; readonly lookalike: Lookalike }
  | { readonly code: "empty-file" }
  | {
      readonly code: "truncated-compression";
      readonly format: "gzip" | "zstd";
      readonly offset: number;
    }
  | {
      readonly code: "corrupt-compression";
      readonly format: "gzip" | "zstd";
      readonly offset: number;
    }
  /** Inflates to more than is plausible: the user is asked before it goes on. */
  | {
      readonly code: "decompression-bomb";
      readonly readBytes: number;
      readonly inflatedBytes: number;
    }
  | { readonly code: "is-a-directory" }
  | { readonly code: "not-found" }
  | { readonly code: "not-readable"; readonly reason: string }
  | { readonly code: "vanished-while-reading" }
  /** `reason`: `OUT_OF_MEMORY`, `exit`, or what the worker threw last. */
  | { readonly code: "worker-died"; readonly reason: string }
  | { readonly code: "profile-closed" }
  /** A filter's expression that Go would not compile. */
  | {
      readonly code: "bad-filter";
      readonly filter: FilterName;
      readonly pattern: string;
      readonly reason: string;
    }
  /** Two profiles without a sample type in common. */
  | { readonly code: "not-comparable" }
  | { readonly code: "bad-zip" }
  | { readonly code: "not-writable"; readonly reason: string }
  | ComparisonFileError
  /** Profiles of a saved comparison that are not where they were. */
  | {
      readonly code: "comparison-files-missing";
      readonly paths: readonly string[];
    };

/** An error with the file it is about, as shown in a tab or on stderr. */
export interface FileError {
  readonly path: string;
  readonly error: AppError;
}
