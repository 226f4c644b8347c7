import type { LanguageSetting } from "#contract/settings.ts";

/** Languages with a catalogue, as BCP 47 tags. */
export const LOCALES = ["en", "zh-CN"] as const;
/** See `LOCALES`. */
export type Locale = (typeof LOCALES)[number];

/** The language to use: any Chinese for a Chinese system, English for the rest. */
export function resolveLocale(
  setting: LanguageSetting,
  systemLocale: string,
): Locale {
  if (setting !== "system") return setting;
  return systemLocale.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
