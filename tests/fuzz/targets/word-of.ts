import type { AppError } from "#contract/app-error.ts";
import { errorSentence } from "#text/error-sentence.ts";
import { createFormat } from "#text/format.ts";
import { LOCALES } from "#text/locale.ts";
import { createI18n, translateWith } from "#text/translator.ts";
import { promise } from "../target.ts";

const languages = LOCALES.map((locale) => ({
  t: translateWith(createI18n(locale)),
  format: createFormat(locale, { byteUnit: "auto", timeUnit: "auto" }),
}));

/** Every error must be one the user can be told about, in each language. */
export function wordOf(error: AppError): string {
  for (const { t, format } of languages) {
    const { sentence, next } = errorSentence(t, format, error, "x.pb");
    promise(sentence !== "" && next !== "", `a sentence for ${error.code}`);
    promise(
      !/undefined|NaN|\{\{|^error\./.test(sentence + next),
      `a whole sentence for ${error.code}: ${sentence}`,
    );
  }
  return error.code === "not-a-profile" ? error.lookalike : error.code;
}
