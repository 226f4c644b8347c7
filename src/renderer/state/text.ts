import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { createFormat, type Format } from "#text/format.ts";
import { resolveLocale, type Locale } from "#text/locale.ts";
import { createI18n, translateWith, type Translate } from "#text/translator.ts";
import { useSettings } from "./settings.ts";

/** Texts of the page; `i18n.changeLanguage` is called when the settings change. */
export const i18n = createI18n("en");

/** Texts outside React. */
export const translate: Translate = translateWith(i18n);

/** Words and numbers in the language in use. */
export interface Text {
  readonly t: Translate;
  readonly format: Format;
}

/** The language in use. */
export function currentLocale(): Locale {
  const { settings, systemLocale } = useSettings.getState();
  return resolveLocale(settings.language, systemLocale);
}

/** `t` and `format`; the component renders again when language or units change. */
export function useText(): Text {
  const { i18n: instance } = useTranslation(undefined, { i18n });
  const byteUnit = useSettings(({ settings }) => settings.byteUnit);
  const timeUnit = useSettings(({ settings }) => settings.timeUnit);
  const locale = instance.language as Locale;
  return useMemo(
    () => ({
      t: translateWith(instance, locale),
      format: createFormat(locale, { byteUnit, timeUnit }),
    }),
    [instance, locale, byteUnit, timeUnit],
  );
}
