import { app } from "electron";

/** First language of the system that is one: a POSIX locale `C` is reported as "c". */
export function systemLocale(): string {
  return (
    app
      .getPreferredSystemLanguages()
      .find((tag) => /^[a-z]{2,3}([-_]|$)/i.test(tag)) ?? "en"
  );
}
