import type { FileError } from "#contract/app-error.ts";
import { errorSentence, sentenceLine } from "#text/error-sentence.ts";
import { createFormat } from "#text/format.ts";
import type { Locale } from "#text/locale.ts";
import { createI18n, translateWith, type Translate } from "#text/translator.ts";
import { cliLocale } from "./cli-locale.ts";
import type { CliFailure } from "./failure.ts";

/** Sentence and next step for a file that can't be read. */
function fileLine(
  { path, error }: FileError,
  t: Translate,
  locale: Locale,
): string {
  const format = createFormat(locale, { byteUnit: "auto", timeUnit: "auto" });
  return sentenceLine(errorSentence(t, format, error, path));
}

/** The one line on stderr, in the language of the environment. */
export function failureLine(
  failed: CliFailure,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const locale = cliLocale(env);
  const t = translateWith(createI18n(locale));
  const line =
    failed.kind === "message"
      ? t(failed.key, failed.values)
      : fileLine(failed.fileError, t, locale);
  return line.replace(/\s*\n\s*/g, " ");
}
