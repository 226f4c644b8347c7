import { LOCALES, type Locale } from "#text/locale.ts";
import type { ReportView } from "#text/report/report-view.ts";
import type { CliIo } from "../cli-io.ts";
import { cliLocale } from "../cli-locale.ts";
import { CliFailureError, failure } from "../failure.ts";

/** `--format`. */
export const REPORT_FORMATS = ["text", "json", "markdown", "sarif"] as const;
/** See `REPORT_FORMATS`. */
export type ReportFormatName = (typeof REPORT_FORMATS)[number];

const FAIL_LEVELS = ["proved", "high", "medium", "low", "never"] as const;

/** Options of `leakscope report`, checked. */
export interface ReportOptions {
  readonly files: readonly string[];
  readonly baseFiles: readonly string[];
  readonly format: ReportFormatName;
  /** "" for none. */
  readonly rulesFile: string;
  readonly view: ReportView;
}

/** As Commander hands them over. */
export interface RawReportOptions {
  readonly base?: readonly string[];
  readonly format?: string;
  readonly failOn?: string;
  readonly minCount?: string;
  readonly all?: boolean;
  readonly lang?: string;
  readonly rules?: string;
}

function oneOf<T extends string>(
  option: string,
  value: string,
  allowed: readonly T[],
): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) {
    throw new CliFailureError(failure("cli.bad-value", { option, value }));
  }
  return found;
}

function localeOf(lang: string | undefined, io: CliIo): Locale {
  return lang === undefined
    ? cliLocale(io.env)
    : oneOf("--lang", lang, LOCALES);
}

function minCountOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliFailureError(
    failure("cli.bad-value", { option: "--min-count", value: text }),
  );
}

/** Checks the options; a bad value ends the run with 2. */
export function reportOptions(
  files: readonly string[],
  raw: RawReportOptions,
  io: CliIo,
): ReportOptions {
  const failOn = oneOf("--fail-on", raw.failOn ?? "never", FAIL_LEVELS);
  return {
    files,
    baseFiles: raw.base ?? [],
    format: oneOf("--format", raw.format ?? "text", REPORT_FORMATS),
    rulesFile: raw.rules ?? "",
    view: {
      locale: localeOf(raw.lang, io),
      minCount: minCountOf(raw.minCount ?? "0"),
      showsAll: raw.all === true,
      failOn: failOn === "never" ? null : failOn,
    },
  };
}
