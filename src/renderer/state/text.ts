import { useSyncExternalStore } from "react";
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

interface KeptText extends Text {
  readonly key: string;
}

let kept: KeptText | null = null;

/**
 * One for the whole page: `Intl` formatters take a millisecond to make, and components that are
 * handed the same `t` and `format` as before need not compute anew.
 */
export function currentText(): Text {
  const locale = i18n.language as Locale;
  const { byteUnit, timeUnit } = useSettings.getState().settings;
  const key = `${locale}/${byteUnit}/${timeUnit}`;
  if (kept?.key !== key) {
    kept = {
      key,
      t: translateWith(i18n, locale),
      format: createFormat(locale, { byteUnit, timeUnit }),
    };
  }
  return kept;
}

function subscribe(listener: () => void): () => void {
  i18n.on("languageChanged", listener);
  const unsubscribe = useSettings.subscribe(listener);
  return () => {
    i18n.off("languageChanged", listener);
    unsubscribe();
  };
}

/** `t` and `format`; the component renders again when language or units change. */
export function useText(): Text {
  return useSyncExternalStore(subscribe, currentText);
}
