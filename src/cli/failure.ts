import type { FileError } from "#contract/app-error.ts";
import type { MessageKey, MessageValues } from "#text/translator.ts";

/** Why a run ends with exit code 2: a sentence of the catalogue, or a file that can't be read. */
export type CliFailure =
  | {
      readonly kind: "message";
      readonly key: MessageKey;
      readonly values: MessageValues;
    }
  | { readonly kind: "file"; readonly fileError: FileError };

/** A failure told by a message of the catalogue. */
export function failure(
  key: MessageKey,
  values: MessageValues = {},
): CliFailure {
  return { kind: "message", key, values };
}

/** Thrown out of Commander's callbacks, which can't return; caught in `runCli`. */
export class CliFailureError extends Error {
  constructor(readonly failure: CliFailure) {
    super(failure.kind);
  }
}
