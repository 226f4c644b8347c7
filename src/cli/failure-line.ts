import type { FileError } from "#contract/app-error.ts";
import { createI18n, translateWith, type Translate } from "#text/translator.ts";
import { cliLocale } from "./cli-locale.ts";
import type { CliFailure } from "./failure.ts";

/** Sentence and next step for a file that can't be read. */
function fileLine({ path, error }: FileError, t: Translate): string {
  const values = Object.fromEntries(
    Object.entries({ ...error, file: path }).map(([key, value]) => [
      key,
      String(value),
    ]),
  );
  if (error.code === "not-a-profile") {
    const key = `lookalike.${error.lookalike}` as const;
    return `${t(`${key}.sentence`, values)} ${t(`${key}.next`, values)}`;
  }
  if (error.code === "malformed-profile") {
    values["reason"] = t(`malformed.${error.reason}`);
  }
  const key = `error.${error.code}` as const;
  return `${t(`${key}.sentence`, values)} ${t(`${key}.next`, values)}`;
}

/** The one line on stderr, in the language of the environment. */
export function failureLine(
  failed: CliFailure,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const t = translateWith(createI18n(cliLocale(env)));
  const line =
    failed.kind === "message"
      ? t(failed.key, failed.values)
      : fileLine(failed.fileError, t);
  return line.replace(/\s*\n\s*/g, " ");
}
