import type { Locale } from "../locale.ts";
import { reportEn } from "./en/report.ts";
import { reportZhCn } from "./zh-cn/report.ts";

/** Words of the report around the findings, in one language. */
export type ReportMessages = typeof reportEn;

/** See `ReportMessages`. */
export const REPORT_MESSAGES: Readonly<Record<Locale, ReportMessages>> = {
  en: reportEn,
  "zh-CN": reportZhCn,
};
