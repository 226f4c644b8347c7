import { type AppError, OUT_OF_MEMORY } from "#contract/app-error.ts";
import type { Format } from "./format.ts";
import type { MessageValues, Translate } from "./translator.ts";

/** What to tell the user: what happened, and what to do now. */
export interface ErrorSentence {
  readonly sentence: string;
  readonly next: string;
}

/** Both in one line, for terminals. */
export function sentenceLine({ sentence, next }: ErrorSentence): string {
  return `${sentence} ${next}`;
}

/** Values of the placeholders of an error's sentence. */
function errorValues(
  t: Translate,
  format: Format,
  error: AppError,
): MessageValues {
  switch (error.code) {
    case "malformed-profile":
      return {
        offset: format.count(error.offset),
        reason: t(`malformed.${error.reason}`),
      };
    case "over-budget":
    case "over-fixed-limit":
      return {
        needed: format.bytes(error.neededBytes),
        limit: format.bytes(error.limitBytes),
      };
    case "decompression-bomb":
      return {
        read: format.bytes(error.readBytes),
        inflated: format.bytes(error.inflatedBytes),
      };
    case "concatenated-profiles":
      return { offset: format.count(error.offset) };
    case "truncated-compression":
    case "corrupt-compression":
      return { offset: format.count(error.offset), format: error.format };
    case "bad-filter":
      return { pattern: error.pattern, reason: error.reason };
    case "bad-comparison-file":
      return {
        reason: t(`comparisonFile.${error.problem}`, { field: error.field }),
      };
    case "comparison-files-missing":
      return { paths: error.paths.join(", ") };
    case "not-writable":
    case "not-readable":
    case "worker-died":
      return { reason: error.reason };
    default:
      return {};
  }
}

/** One sentence and one next step for an error about `file`. A code without texts does not compile. */
export function errorSentence(
  t: Translate,
  format: Format,
  error: AppError,
  file: string,
): ErrorSentence {
  if (error.code === "not-a-profile") {
    return {
      sentence: t(`lookalike.${error.lookalike}.sentence`, { file }),
      next: t(`lookalike.${error.lookalike}.next`),
    };
  }
  if (error.code === "worker-died" && error.reason === OUT_OF_MEMORY) {
    return {
      sentence: t("outOfMemory.sentence", { file }),
      next: t("outOfMemory.next"),
    };
  }
  return {
    sentence: t(`error.${error.code}.sentence`, {
      file,
      ...errorValues(t, format, error),
    }),
    next: t(`error.${error.code}.next`, errorValues(t, format, error)),
  };
}
