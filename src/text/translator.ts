import { createInstance, type i18n } from "i18next";
import type { Locale } from "./locale.ts";
import { en } from "./messages/en.ts";
import type { KeysOf } from "./messages/message-types.ts";
import { zhCn } from "./messages/zh-cn.ts";

/** Every message there is, e.g. `flame.search.count`. */
export type MessageKey = KeysOf<typeof en>;

/** Values of placeholders. `count` also chooses the plural form. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** Text of a message in the language in use. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** A translator with both catalogues loaded; `changeLanguage` switches. */
export function createI18n(locale: Locale): i18n {
  const instance = createInstance();
  void instance.init({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: en }, "zh-CN": { translation: zhCn } },
    // React and the DOM escape by themselves; menus and files take text as it is.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}

/** `t` of an instance, with typed keys; bound to `locale` where one is given. */
export function translateWith(instance: i18n, locale?: Locale): Translate {
  const t = locale === undefined ? instance.t : instance.getFixedT(locale);
  return (key, values) => t(key, values ?? {});
}
