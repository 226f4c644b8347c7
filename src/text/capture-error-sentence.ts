import type { CaptureError } from "#contract/capture-error.ts";
import type { ErrorSentence } from "./error-sentence.ts";
import type { Format } from "./format.ts";
import type { MessageValues, Translate } from "./translator.ts";

function valuesOf(format: Format, error: CaptureError): MessageValues {
  switch (error.code) {
    case "body-truncated":
      return { received: format.bytes(error.receivedBytes) };
    case "too-slow":
      return {
        received: format.bytes(error.receivedBytes),
        seconds: format.count(Math.round(error.timeoutMillis / 1000)),
      };
    case "over-size-limit":
      return { limit: format.bytes(error.limitBytes) };
    default: {
      const { code: _, ...fields } = error;
      return fields;
    }
  }
}

/** What happened to a capture, and what to do now. A code without texts does not compile. */
export function captureErrorSentence(
  t: Translate,
  format: Format,
  error: CaptureError,
): ErrorSentence {
  const values = valuesOf(format, error);
  return {
    sentence: t(`captureError.${error.code}.sentence`, values).trim(),
    next: t(`captureError.${error.code}.next`, values),
  };
}
